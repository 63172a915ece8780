"""The address under which somebody's own calendar reads their gatherings."""

from django.db import models

from accounts.models import Person


class CalendarFeed(models.Model):
    """The address is a secret and works without a login, so only its digest is kept. A new one ends the one before."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="one_calendar_address_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"calendar address {self.pk}"
