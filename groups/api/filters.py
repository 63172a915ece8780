"""What lists of pairs may be narrowed by."""

from django_filters import rest_framework as filters  # type: ignore[import-untyped]

from groups.states import State


class PairFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")
    state = filters.ChoiceFilter(choices=State.choices)
