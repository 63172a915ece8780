"""How long things take in a programme, from being introduced on."""

from django.db import models

from organisations.models import Programme

# Name of a timing → (least, most, default).
LIMITS = {
    "plan_within_days": (1, 60, 7),
    "click_after_hours": (1, 336, 48),
    "answer_days": (1, 60, 7),
    "remind_after_days": (1, 30, 3),
    "trial_weeks": (1, 52, 7),
    "rest_weeks": (0, 52, 4),
}


class Timings(models.Model):
    """After `plan_within_days` without a planned first meeting a pair stands on the desk; `click_after_hours` after it both are
    asked; they have `answer_days` and are reminded after `remind_after_days`; a trial takes `trial_weeks`. For `rest_weeks` who left
    a group of peers is not proposed for another of the same theme."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="timings")
    plan_within_days = models.PositiveSmallIntegerField(default=LIMITS["plan_within_days"][2])
    click_after_hours = models.PositiveSmallIntegerField(default=LIMITS["click_after_hours"][2])
    answer_days = models.PositiveSmallIntegerField(default=LIMITS["answer_days"][2])
    remind_after_days = models.PositiveSmallIntegerField(default=LIMITS["remind_after_days"][2])
    trial_weeks = models.PositiveSmallIntegerField(default=LIMITS["trial_weeks"][2])
    rest_weeks = models.PositiveSmallIntegerField(
        default=LIMITS["rest_weeks"][2], db_default=LIMITS["rest_weeks"][2]
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__range": limits[:2]}), name=f"{name}_is_possible"
            )
            for name, limits in LIMITS.items()
        ]

    def __str__(self) -> str:
        return f"timings of programme {self.programme_id}"
