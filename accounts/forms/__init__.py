from accounts.forms.base import StepForm
from accounts.forms.steps import STEPS, Step, get_step

__all__ = ["STEPS", "Step", "StepForm", "get_step"]
