from django.db.models import QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped]

from organisations.models import Enrolment
from organisations.models.enrolments import Side
from waitlist.selectors import list_silent


class ToSpeakToFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")
    side = filters.ChoiceFilter(choices=Side.choices)
    silent = filters.BooleanFilter(method="by_silence")

    def by_silence(
        self, rows: QuerySet[Enrolment], _name: str, wanted: bool
    ) -> QuerySet[Enrolment]:
        silent = list_silent(by=self.request.user)
        return rows.filter(pk__in=silent) if wanted else rows.exclude(pk__in=silent)
