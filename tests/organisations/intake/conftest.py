"""A programme with its team and somebody who registered."""

import pytest

from organisations import services
from organisations.selectors import current_intake_form, questions_of
from organisations.states import State
from tests.clock import NOW
from tests.people import make_person
from tests.teams import enrolment_at, make_user


@pytest.fixture
def ana(programme, cora):
    return enrolment_at(State.APPLIED, make_person("Ana", user=make_user()), programme, by=cora)


@pytest.fixture
def setting(programme, lea):
    """`setting(question, …)` makes these the questions of today."""

    def save(*questions, by=lea, version=None):
        form = current_intake_form(programme_id=programme.pk)
        services.save_questions(
            programme_id=programme.pk,
            questions=questions,
            by=by,
            now=NOW,
            expected_version=(form.version if form else 0) if version is None else version,
        )
        return questions_of(current_intake_form(programme_id=programme.pk))

    return save
