"""For the team: the rules and weights of a programme, what others would do, and the versions there were."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import login_of
from core.api.serializers import Input, read
from matching import services
from matching.engine.types import PARTS, Rule
from matching.models import RuleSet
from matching.rule_words import RULES
from matching.selectors import list_rule_sets
from matching.services.rules import current_rule_set, engine_rules
from organisations.api.access import InTeam, TeamView
from organisations.models import Programme
from organisations.selectors import get_programme

_LIMITS = (
    *("minimum_score", "language_level", "common_day_parts", "default_reach_m"),
    *("bonus_max", "bonus_full_days"),
)
_NAMES = {str(rule.name).lower(): rule for rule in RULES}


class LimitsSerializer(Input):
    """Which rules are on, and how strict they are."""

    on = serializers.ListField(
        child=serializers.ChoiceField(list(_NAMES)),
        help_text="Rules that are on. Who must stay apart always stays apart.",
    )
    minimum_score = serializers.IntegerField(help_text="0–1000.")
    language_level = serializers.IntegerField(help_text="1–3.")
    common_day_parts = serializers.IntegerField(help_text="0–21.")
    default_reach_m = serializers.IntegerField(help_text="1,000–100,000 metres.")
    bonus_max = serializers.IntegerField(help_text="0–1000.")
    bonus_full_days = serializers.IntegerField(help_text="1–3650.")


class WeightsSerializer(Input):
    """What counts how much, 0–100 each."""

    travel = serializers.IntegerField()
    availability = serializers.IntegerField()
    goal = serializers.IntegerField()
    interests = serializers.IntegerField()
    dislikes = serializers.IntegerField()
    experience = serializers.IntegerField()
    style = serializers.IntegerField()  # type: ignore[assignment]
    duration = serializers.IntegerField()
    wishes = serializers.IntegerField()


class TriedRulesSerializer(Input):
    rules = LimitsSerializer()
    weights = WeightsSerializer()


class NewRulesSerializer(TriedRulesSerializer):
    version = serializers.IntegerField(help_text="The version that was read.")


class RuleSetSerializer(serializers.Serializer[RuleSet]):
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    created_by = serializers.EmailField(source="created_by.email", default=None, allow_null=True)
    rules = serializers.SerializerMethodField()
    weights = serializers.SerializerMethodField()

    @extend_schema_field(LimitsSerializer)
    def get_rules(self, rule_set: RuleSet) -> dict[str, Any]:
        rules, _weights = engine_rules(rule_set)
        on = [name for name, rule in _NAMES.items() if rules.on & rule]
        return {"on": on} | {name: getattr(rules, name) for name in _LIMITS}

    @extend_schema_field(WeightsSerializer)
    def get_weights(self, rule_set: RuleSet) -> dict[str, int]:
        _rules, weights = engine_rules(rule_set)
        return {part: getattr(weights, part) for part in PARTS}


class PreviewSerializer(serializers.Serializer[Any]):
    """What would change for the people who can be proposed now."""

    volunteers = serializers.IntegerField(source="compared.volunteers")
    seekers = serializers.IntegerField(source="compared.seekers")
    pairs = serializers.IntegerField(source="compared.pairs", help_text="Possible now.")
    gone = serializers.IntegerField(source="compared.gone")
    new = serializers.IntegerField(source="compared.new")
    left_alone = serializers.IntegerField(
        source="compared.left_alone", help_text="Have somebody now, and would have nobody."
    )
    helped = serializers.IntegerField(source="compared.helped")
    other_first = serializers.IntegerField(
        source="compared.other_first", help_text="Somebody else would fit them best."
    )
    most = serializers.IntegerField(
        source="compared.most", help_text="Pairs that a search could make now."
    )
    most_then = serializers.IntegerField(source="compared.most_then")
    waiting = serializers.IntegerField(help_text="All who look and are ready.")
    ready = serializers.IntegerField(help_text="All volunteers who are ready.")
    is_sample = serializers.BooleanField(help_text="Only some of them were compared.")
    drafts = serializers.IntegerField()
    drafts_gone = serializers.IntegerField(help_text="Drafts that would break the new rules.")


class RulesView(TeamView):
    @extend_schema(operation_id="team_programmes_rules", responses=RuleSetSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """The rules and weights that the next search follows."""
        current = current_rule_set(programme=_programme(request, public_id), now=timezone.now())
        return Response(RuleSetSerializer(current).data)

    @extend_schema(
        operation_id="team_programmes_rules_change",
        request=NewRulesSerializer,
        responses=RuleSetSerializer,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """A new version. Refused when somebody else saved one since `version` was read."""
        said = read(NewRulesSerializer, request)
        saved = services.save_rule_set(
            programme=_programme(request, public_id),
            by=login_of(request),
            now=timezone.now(),
            expected_version=said["version"],
            **_typed(said),
        )
        return Response(RuleSetSerializer(saved).data)


class PreviewView(TeamView):
    throttle_scope = "heavy"

    @extend_schema(
        operation_id="team_programmes_rules_preview",
        request=TriedRulesSerializer,
        responses=PreviewSerializer,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """What these rules would change. Nothing is saved."""
        found = services.preview_rules(
            programme=_programme(request, public_id),
            by=login_of(request),
            now=timezone.now(),
            **_typed(read(TriedRulesSerializer, request)),
        )
        return Response(PreviewSerializer(found).data)


class VersionsView(ListAPIView[RuleSet]):
    """The versions of a programme's rules, newest first."""

    permission_classes = [InTeam]
    serializer_class = RuleSetSerializer

    def get_queryset(self) -> QuerySet[RuleSet]:
        if getattr(self, "swagger_fake_view", False):
            return RuleSet.objects.none()
        return list_rule_sets(programme=_programme(self.request, self.kwargs["public_id"]))


def _programme(request: Request, public_id: UUID) -> Programme:
    return get_programme(public_id=public_id, by=login_of(request))


def _typed(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What was sent, as the services take it."""
    rules = dict(said["rules"])
    on = Rule.APART
    for name in rules["on"]:
        on |= _NAMES[name]
    return {"rules": rules | {"on": int(on)}, "weights": dict(said["weights"])}
