from core.models.events import Event
from core.models.jobs import JobSlot

__all__ = ["Event", "JobSlot"]
