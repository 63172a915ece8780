"""One row for each turn of a periodic job: two beats or two workers take a turn only once."""

from django.db import models


class JobSlot(models.Model):
    job = models.CharField(max_length=60)
    slot = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "slot"], name="one_turn_per_job_and_slot")
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"
