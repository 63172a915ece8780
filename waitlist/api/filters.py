from django_filters import rest_framework as filters  # type: ignore[import-untyped]

from organisations.models.enrolments import Side


class ToSpeakToFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")
    side = filters.ChoiceFilter(choices=Side.choices)
    silent = filters.BooleanFilter(field_name="is_silent")
