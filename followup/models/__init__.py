from followup.models.check_ins import CheckIn
from followup.models.endings import Closure, Moving

__all__ = ["CheckIn", "Closure", "Moving"]
