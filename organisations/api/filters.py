from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped]

from organisations.models import Enrolment
from organisations.models.enrolments import Side
from organisations.selectors import NOBODY, cared_for_by, filter_enrolments
from organisations.states import State

Q_LIMIT = 100


class SteadyOrder(filters.OrderingFilter):  # type: ignore[misc]
    """An order in which no two rows are equal: else somebody could stand on two pages, or on none."""

    def filter(self, rows: Any, value: Any) -> Any:
        ordered = super().filter(rows, value)
        return ordered.order_by(*ordered.query.order_by, "pk")


class EnrolmentFilter(filters.FilterSet):  # type: ignore[misc]
    programme = filters.UUIDFilter(field_name="programme__public_id")
    side = filters.ChoiceFilter(choices=Side.choices)
    state = filters.ChoiceFilter(choices=State.choices)
    waiting_before = filters.IsoDateTimeFilter(field_name="waiting_since", lookup_expr="lt")
    q = filters.CharFilter(method="filter_q", label="Words of the name, the place or the address")
    coordinator = filters.CharFilter(
        method="filter_coordinator", label="E-mail address of who takes care, or nobody"
    )
    ordering = SteadyOrder(
        fields={
            "applied_at": "applied_at",
            "waiting_since": "waiting_since",
            "person__name_to_use": "name",
        }
    )

    def filter_coordinator(
        self, rows: QuerySet[Enrolment], _name: str, value: str
    ) -> QuerySet[Enrolment]:
        if value == NOBODY:
            return cared_for_by(rows, NOBODY)
        return rows.filter(coordinator__email=value.lower())

    def filter_q(self, rows: QuerySet[Enrolment], _name: str, value: str) -> QuerySet[Enrolment]:
        return filter_enrolments(rows, q=value[:Q_LIMIT])
