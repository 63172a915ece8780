"""For the team: does everybody wait about as long, and is everybody matched about as often?"""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import login_of
from core.suppression import K
from matching.audit import DIMENSIONS, audit_of
from organisations.api.access import TeamView
from organisations.models.enrolments import Side
from organisations.selectors import get_programme


def _number(text: str) -> serializers.IntegerField:
    return serializers.IntegerField(allow_null=True, help_text=text)


class FiguresSerializer(serializers.Serializer[Any]):
    """One group. A number that would say something about fewer people than `smallest_group` is null."""

    code = serializers.CharField(allow_blank=True, help_text="Empty: not known, or everybody.")
    label = serializers.CharField()  # type: ignore[assignment]
    waiting = _number("How many wait now; null: hidden.")
    half_weeks = _number("Half of those who wait now wait longer; null: hidden, or nobody waits.")
    tenth_weeks = _number("One in ten of those who wait now waits longer.")
    new = _number("How many registered in the last 12 months; null: hidden.")
    percent = _number("How many in a hundred of the new ones were matched.")
    percent_is_hidden = serializers.BooleanField()
    found_weeks = _number("Half of those who were matched waited less.")


class AuditTableSerializer(serializers.Serializer[Any]):
    by = serializers.ChoiceField(list(DIMENSIONS))
    rows = FiguresSerializer(many=True)


class AuditSideSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(Side.choices)
    total = FiguresSerializer()
    tables = AuditTableSerializer(many=True)


class AuditSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    smallest_group = serializers.IntegerField(help_text="Of fewer people nothing is told.")
    sides = AuditSideSerializer(many=True)


class AuditView(TeamView):
    throttle_scope = "heavy"

    @extend_schema(operation_id="team_programmes_audit", responses=AuditSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Waiting time and matches by language, province, wish about gender and age; small groups are hidden, also from
        subtraction."""
        programme, now = get_programme(public_id=public_id, by=login_of(request)), timezone.now()
        told = {"at": now, "smallest_group": K, "sides": audit_of(programme=programme, now=now)}
        return Response(AuditSerializer(told).data)
