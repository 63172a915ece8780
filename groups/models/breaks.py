"""When a pair does not meet for a while, and nothing is asked."""

from django.db import models

from groups.models.groups import Group, Seat


class Break(models.Model):
    """A pause has no `until_on`; a holiday has one and ends by itself. `seat` is who asked for it, None for the team."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="breaks")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="breaks")
    starts_on = models.DateField()
    until_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("starts_on")),
                name="a_break_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["group", "seat"],
                condition=models.Q(ended_at__isnull=True),
                name="one_break_to_come_per_person",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(ended_at__isnull=True, seat__isnull=True),
                name="one_break_to_come_from_the_team",
            ),
        ]

    def __str__(self) -> str:
        return f"break {self.pk} of group {self.group_id}"
