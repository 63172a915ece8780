"""The first talk with somebody who registered: when, where or by phone, with whom, and what came of it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from encrypted_fields.fields import EncryptedTextField

from organisations.models.enrolments import Enrolment
from organisations.states import TalkState

TALK_PLACE_LIMIT = 200


class TalkWay(models.TextChoices):
    PLACE = "place", _("at a place")
    PHONE = "phone", _("by phone")
    VIDEO = "video", _("by video")


class Talk(models.Model):
    """PLANNED → HELD, MISSED or CANCELLED. `version` rises with each other moment: the person is told of each once. `place` is an
    address or, by video, a link; `with_user` is who of the team holds it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="talks")
    state = FSMField(default=TalkState.PLANNED, choices=TalkState.choices, protected=True)
    at = models.DateTimeField()
    way = models.CharField(max_length=5, choices=TalkWay)
    place = EncryptedTextField(blank=True, null=True)
    with_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="talks"
    )
    note = EncryptedTextField(blank=True, null=True)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(state=TalkState.PLANNED),
                name="one_planned_talk_per_enrolment",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=TalkState.values), name="talk_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=TalkWay.values), name="talk_way_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=TalkState.PLANNED, ended_at=None)
                | (~models.Q(state=TalkState.PLANNED) & models.Q(ended_at__isnull=False)),
                name="a_talk_that_is_over_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(state=TalkState.PLANNED),
                name="talk_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"talk with enrolment {self.enrolment_id}"

    @transition(field=state, source=TalkState.PLANNED, target=TalkState.HELD)
    def hold(self, *, at: datetime) -> None:
        """It took place."""
        self.ended_at = at

    @transition(field=state, source=TalkState.PLANNED, target=TalkState.MISSED)
    def miss(self, *, at: datetime) -> None:
        """The person did not come, or could not be reached."""
        self.ended_at = at

    @transition(field=state, source=TalkState.PLANNED, target=TalkState.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        """It will not take place."""
        self.ended_at = at
