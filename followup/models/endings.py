"""How a pair ends, and somebody who moves."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from groups.models import Group, Seat


class Reason(models.TextChoices):
    NOT_SAID = "not_said", _("No reason said")
    NO_CLICK = "no_click", _("It did not click")
    GOAL = "goal", _("It is done: what they looked for is there")
    NO_TIME = "no_time", _("No time any more")
    MOVED = "moved", _("Somebody moves")
    HEALTH = "health", _("Somebody cannot, at the moment")
    LOST = "lost", _("They lost contact")
    DIFFERENT = "different", _("They expected something else")
    WORRY = "worry", _("There was a worry")
    OTHER = "other", _("Another reason")


class Procedure(models.TextChoices):
    YES = "yes", _("yes, with both")
    PARTLY = "partly", _("with one of the two")
    NO = "no", _("no")


class Closure(models.Model):
    """Why and how it ends. `procedure`: was there a last talk? Both reason and note are for the team only."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="closure")
    reason = models.CharField(max_length=9, choices=Reason)
    started_by = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    talk_on = models.DateField(null=True)
    procedure = models.CharField(max_length=6, choices=Procedure, blank=True)
    note = EncryptedTextField(blank=True, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=Reason.values), name="closure_reason_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(procedure__in=["", *Procedure.values]),
                name="closure_procedure_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"closure of group {self.group_id}"


class Decision(models.TextChoices):
    GO_ON = "go_on", _("they go on")
    END = "end", _("it is rounded off")


class Moving(models.Model):
    """Somebody of a pair moved. Out of reach: further than one of the two wants to travel; then the team decides."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="movings")
    noted_at = models.DateTimeField()
    is_out_of_reach = models.BooleanField()
    decision = models.CharField(max_length=5, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True)
                | models.Q(decision__in=Decision.values, decided_at__isnull=False),
                name="a_decision_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["seat"],
                condition=models.Q(decision="", is_out_of_reach=True),
                name="one_move_to_decide_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"move of seat {self.seat_id}"
