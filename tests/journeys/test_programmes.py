"""What only a browser shows of a programme's pages: rules are tried before they are saved, and questions come when they apply."""

import pytest
from django.urls import reverse

from matching.models import RuleSet
from organisations.models import Programme
from tests.journeys.looking import opened
from tests.journeys.test_every_page import scene

__all__ = ["scene"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_would_change_is_told_when_a_slider_is_moved(visitor, scene):
    Programme.objects.filter(pk=scene.programme.pk).update(required_clearances=[])
    page = opened(visitor, 1280, "light", "en", scene.cora)
    page.goto(reverse("matching:rules", args=[scene.programme.public_id]))
    page.get_by_text("With these people nothing changes.").wait_for()

    page.locator("[name=minimum_score]").fill("1000")

    page.get_by_text("people would have nobody left.").wait_for()
    assert RuleSet.objects.filter(programme=scene.programme).count() == 1


def test_a_question_comes_when_it_applies(visitor, scene):
    page = opened(visitor, 360, "light", "en", scene.cem.person.user)
    page.goto(reverse("organisations:own_answers", args=[scene.cem.public_id]))
    how_many = page.locator("[name=answer_q2]")
    hidden_first = how_many.is_hidden()

    page.locator("[name=answer_q1][value=yes]").check()
    how_many.fill("2")
    page.locator("main form button.button").click()
    page.get_by_text("Thank you. Saved.").wait_for()

    assert hidden_first
