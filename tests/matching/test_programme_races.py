"""Two people save the same part of a programme at once: one is kept, the other is told, and nothing is lost in silence."""

import pytest

from core.errors import ChangedMeanwhile
from matching.models import RuleSet
from matching.services import save_rule_set
from matching.services.rules import current_rule_set
from organisations.intake import Question
from organisations.models import Enrolment, IntakeForm, ProgrammeVersion
from organisations.selectors import list_intake_answers
from organisations.services import answer_intake, change_programme, save_questions
from tests.clock import NOW
from tests.matching.builders import make_scene
from tests.matching.test_races import ROUNDS
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def one_of_two(results):
    """Was one refused because the other came first?"""
    return [type(each) for each in results if isinstance(each, Exception)] == [ChangedMeanwhile]


def test_two_who_save_rules_at_once_do_not_overwrite_each_other():
    scene = make_scene()
    for version in range(1, ROUNDS + 1):
        assert current_rule_set(programme=scene.programme, now=NOW).version == version

        def save(minimum, version=version):
            return lambda: save_rule_set(
                programme=scene.programme,
                rules={"minimum_score": minimum},
                weights={},
                by=scene.cora,
                now=NOW,
                expected_version=version,
            )

        results = at_once(save(100 + version), save(200 + version))

        assert one_of_two(results)
    assert RuleSet.objects.count() == ROUNDS + 1


def test_two_who_save_settings_at_once_do_not_overwrite_each_other():
    scene = make_scene()
    for version in range(1, ROUNDS + 1):

        def save(days, version=version):
            return lambda: change_programme(
                programme_id=scene.programme.pk,
                by=None,
                now=NOW,
                expected_version=version,
                answer_days=days,
            )

        assert one_of_two(at_once(save(10 + version), save(30 + version)))
    assert ProgrammeVersion.objects.filter(programme=scene.programme).count() == ROUNDS + 1


def test_two_who_set_questions_at_once_do_not_overwrite_each_other():
    scene = make_scene()

    def save(label):
        question = Question(code="", kind="yes_no", label={"nl": label}, help={})
        return lambda: save_questions(
            programme_id=scene.programme.pk,
            questions=[question],
            by=None,
            now=NOW,
            expected_version=0,
        )

    assert one_of_two(at_once(save("Roken?"), save("Honden?")))
    assert IntakeForm.objects.count() == 1


def test_two_who_answer_for_one_person_at_once_do_not_overwrite_each_other():
    scene = make_scene()
    question = Question(code="", kind="short_text", label={"nl": "Waarom?"}, help={})
    save_questions(
        programme_id=scene.programme.pk,
        questions=[question],
        by=None,
        now=NOW,
        expected_version=0,
    )
    seen = Enrolment.objects.get(pk=scene.seeker.pk).version

    def answer(by, text):
        return lambda: answer_intake(
            enrolment_id=scene.seeker.pk,
            said={"q1": text},
            by=by,
            now=NOW,
            expected_version=1,
            expected_enrolment=seen,
        )

    assert one_of_two(at_once(answer(scene.cora, "a"), answer(scene.ana.user, "b")))
    assert len(list_intake_answers(enrolment=scene.seeker)) == 1
