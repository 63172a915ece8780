"""How long people of one side of a programme waited, kept for a day: counting it anew for each page and mail would cost too much."""

from django.db import models

from organisations.models import Programme
from organisations.models.enrolments import Side


class Forecast(models.Model):
    """`steps` is the curve of `waitlist.survival`: one list of day, number at risk, number introduced and share still waiting
    for each day on which somebody was introduced. No names, no ids."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="forecasts")
    side = models.CharField(max_length=9, choices=Side)
    made_at = models.DateTimeField()
    steps = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "side"], name="one_forecast_per_programme_and_side"
            )
        ]

    def __str__(self) -> str:
        return f"forecast of programme {self.programme_id} ({self.side})"
