"""Which areas proposals connect: centres of coarse cells, counted."""

import pytest
from django.utils import translation

from matching.areas import lines_between_areas
from organisations.states import State
from tests.matching.builders import another_seeker, make_scene, propose
from tests.people import make_person
from tests.teams import enrolment_at

pytestmark = pytest.mark.django_db


def lines(scene, state="draft", language="nl"):
    with translation.override(language):
        return lines_between_areas(programme=scene.programme, state=state)


def test_pairs_of_the_same_two_areas_are_one_line():
    scene = make_scene()
    scene.draft()
    propose(scene, another_seeker(scene))

    (line,) = lines(scene)

    cell = scene.ana.place.cell
    assert (line.count, line.start, line.end) == (2, "Gent", "Gent")
    assert (line.from_lat, line.from_lon, line.to_lat, line.to_lon) == (cell.lat, cell.lon) * 2


def test_towns_are_named_in_the_readers_language():
    scene = make_scene()
    scene.draft()

    assert [line.start for line in lines(scene, language="fr")] == ["Gand"]


def test_other_areas_are_other_lines():
    scene = make_scene()
    scene.draft()
    near = make_person("Cem", place="9050")
    propose(scene, enrolment_at(State.ACTIVE, near, scene.programme, by=scene.cora))

    assert sorted(line.count for line in lines(scene)) == [1, 1]


def test_only_the_state_that_was_asked_for_is_drawn():
    scene = make_scene()
    scene.draft()

    assert lines(scene, "offered") == []


def test_who_has_no_place_any_more_is_left_out():
    scene = make_scene()
    scene.draft()
    scene.ana.place.delete()

    assert lines(scene) == []
