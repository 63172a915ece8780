"""A coordinator notes how somebody of their organisation wants to hear from us."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from notifications.readers import reader_of_person
from notifications.views.choosing import choices_page
from organisations.selectors import get_enrolment
from organisations.views.desk import team_user


@login_required
def choices(request: HttpRequest, public_id: UUID) -> HttpResponse:
    enrolment = get_enrolment(public_id=public_id, by=team_user(request))
    return choices_page(
        request,
        reader=reader_of_person(enrolment.person),
        here=reverse("organisations:choices", args=[public_id]),
        back=reverse("organisations:person", args=[public_id]),
        for_another=True,
    )
