from django_filters import rest_framework as filters  # type: ignore[import-untyped]

from matching.states import DraftState, ProposalState
from organisations.models.enrolments import Side


class LookFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")
    side = filters.ChoiceFilter(choices=Side.choices)


class ProposalFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")
    run = filters.UUIDFilter(field_name="run__public_id")
    state = filters.ChoiceFilter(choices=ProposalState.choices)
    minimum_score = filters.NumberFilter(field_name="score", lookup_expr="gte")


class FormingFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")


class DraftFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")
    theme = filters.UUIDFilter(field_name="theme__public_id")
    state = filters.ChoiceFilter(choices=DraftState.choices)
