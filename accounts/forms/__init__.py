from accounts.forms.steps import STEPS, Step, StepForm, get_step

__all__ = ["STEPS", "Step", "StepForm", "get_step"]
