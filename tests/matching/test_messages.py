"""What matching tells people: true when it is sent, and no name before both said yes."""

import pytest
from django.conf import settings
from django.urls import resolve

from accounts.services import change_disclosures
from core.errors import NotFoundHere
from matching import services
from matching.errors import ProposalClosed
from matching.links import read_answer_token
from matching.messages import _KINDS
from matching.models import Answer, MatchRun
from matching.states import ProposalState
from notifications.kinds import get_kind
from notifications.models import Message
from notifications.rendering import build_mail, render
from tests.clock import NOW, later
from tests.matching.builders import answer_of, approve, make_scene, proposal_at, say
from tests.notifications.mail_links import links_in
from tests.teams import make_coordinator

pytestmark = pytest.mark.django_db


def messages(kind, to):
    whose = {"user": to} if hasattr(to, "roles") else {"person": to}
    return Message.objects.filter(kind=f"matching.{kind}", **whose)


def mail(kind, to):
    return build_mail(messages(kind, to).get())


def page_of(text):
    (link,) = links_in(text)
    return resolve(link.removeprefix(settings.SITE_URL))


# To the two people


def test_an_offer_names_nobody_but_its_reader():
    scene, _proposal = proposal_at(ProposalState.OFFERED)

    text = mail("proposal_offered", scene.ana).body

    assert "Ana" in text
    assert "Ben" not in text


def test_an_offer_has_the_link_of_its_own_reader():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    token = page_of(mail("proposal_offered", scene.ana).body).kwargs["token"]

    assert read_answer_token(token) == answer_of(proposal, scene.ana)


def test_an_offer_says_until_when_one_may_think():
    scene, _proposal = proposal_at(ProposalState.OFFERED)
    scene.ana.language = "en"
    scene.ana.save()

    assert "Monday 9 March" in mail("proposal_offered", scene.ana).body


def test_an_offer_is_worth_nothing_after_its_deadline():
    scene, proposal = proposal_at(ProposalState.OFFERED)

    assert messages("proposal_offered", scene.ana).get().expires_at == proposal.deadline_at


@pytest.mark.parametrize("state", [ProposalState.WITHDRAWN, ProposalState.EXPIRED])
def test_an_offer_that_is_over_is_not_sent_any_more(state):
    scene, _proposal = proposal_at(state)

    assert mail("proposal_offered", scene.ana) is None


def test_who_answered_is_not_asked_again():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    say(proposal, scene.ana, yes=True)

    assert mail("proposal_offered", scene.ana) is None


def test_a_reminder_has_the_link_too():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    services.remind_and_expire(now=later(days=3))

    token = page_of(mail("proposal_reminder", scene.ben).body).kwargs["token"]

    assert read_answer_token(token) == answer_of(proposal, scene.ben)


def test_who_hears_that_it_does_not_go_on_hears_neither_who_nor_why():
    scene, _proposal = proposal_at(ProposalState.DECLINED)

    text = mail("proposal_closed", scene.ben).body

    assert "Ana" not in text
    assert page_of(text).view_name == "organisations:home"


def test_who_said_no_hears_nothing_more():
    scene, _proposal = proposal_at(ProposalState.DECLINED)

    assert not messages("proposal_closed", scene.ana).exists()


def test_who_was_not_asked_yet_hears_nothing_of_a_no():
    scene, proposal = proposal_at(ProposalState.OFFERED, make_scene(asks_volunteer_first=True))
    say(proposal, scene.ben, yes=False)

    assert not messages("proposal_closed", scene.ana).exists()


def test_who_was_not_asked_yet_does_not_hear_that_it_was_taken_back():
    scene, proposal = proposal_at(ProposalState.OFFERED, make_scene(asks_volunteer_first=True))

    services.withdraw_proposal(proposal_id=proposal.pk, by=scene.cora, now=NOW)

    assert not messages("proposal_closed", scene.ana).exists()


def test_both_hear_that_an_offer_was_taken_back():
    scene, _proposal = proposal_at(ProposalState.WITHDRAWN)

    assert mail("proposal_closed", scene.ana)
    assert mail("proposal_closed", scene.ben)


def test_that_it_does_not_go_on_is_not_said_when_it_does():
    scene, proposal = proposal_at(ProposalState.AGREED)
    Message.objects.create(
        kind="matching.proposal_closed",
        person=scene.ana,
        context={"answer": answer_of(proposal, scene.ana).pk},
        dedupe_key="by-hand",
        created_at=NOW,
        due_at=NOW,
    )

    assert mail("proposal_closed", scene.ana) is None


# Both said yes


def test_both_read_each_others_name_once_they_said_yes():
    scene, _proposal = proposal_at(ProposalState.AGREED)

    assert "Ben" in mail("introduced", scene.ana).body
    assert "Ana" in mail("introduced", scene.ben).body


def test_an_introduction_gives_no_number_and_no_address_that_was_not_given_free():
    scene, _proposal = proposal_at(ProposalState.AGREED)

    assert scene.ben.user.email not in mail("introduced", scene.ana).body


def test_an_introduction_gives_what_the_other_wants_to_give():
    scene, _proposal = proposal_at(ProposalState.AGREED)
    change_disclosures(
        person=scene.ben, choices={"email": "introduction"}, by=scene.ben.user, now=NOW
    )

    assert scene.ben.user.email in mail("introduced", scene.ana).body


def test_nobody_is_introduced_before_both_said_yes():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    Message.objects.create(
        kind="matching.introduced",
        person=scene.ana,
        context={"answer": answer_of(proposal, scene.ana).pk},
        dedupe_key="by-hand",
        created_at=NOW,
        due_at=NOW,
    )

    assert mail("introduced", scene.ana) is None


def test_an_introduction_leads_to_the_page_of_the_two():
    scene, proposal = proposal_at(ProposalState.AGREED)

    page = page_of(mail("introduced", scene.ana).body)

    assert (page.view_name, page.kwargs["public_id"]) == ("matching:buddy", proposal.public_id)


# To the team


@pytest.mark.parametrize(
    "state", [ProposalState.AGREED, ProposalState.DECLINED, ProposalState.EXPIRED]
)
def test_the_team_hears_how_it_ended_without_names(state):
    scene, proposal = proposal_at(state)

    text = mail("team_answer", scene.cora).body

    assert "Ana" not in text
    assert "Ben" not in text
    assert page_of(text).kwargs["public_id"] == proposal.public_id


def test_a_yes_of_both_is_told_to_the_team_in_other_words_than_a_no():
    agreed, _one = proposal_at(ProposalState.AGREED)
    declined, _other = proposal_at(ProposalState.DECLINED)

    words = [mail("team_answer", each.cora).body.split("\n")[0] for each in (agreed, declined)]

    assert words[0] != words[1]


def test_everybody_in_the_team_hears_it_once():
    scene = make_scene()
    carl = make_coordinator(scene.programme.organisation)
    proposal_at(ProposalState.AGREED, scene)

    assert messages("team_answer", scene.cora).count() == 1
    assert messages("team_answer", carl).count() == 1


def ask(scene, proposal, text, at=NOW):
    return services.ask_question(
        answer_id=answer_of(proposal, scene.ana).pk,
        text=text,
        by=scene.ana.user,
        way="page",
        now=at,
    )


def test_a_question_is_not_in_the_mail_but_behind_its_link():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    ask(scene, proposal, "Is there a lift?")

    text = mail("team_question", scene.cora).body

    assert "lift" not in text
    assert page_of(text).kwargs["public_id"] == proposal.public_id


def test_a_second_question_is_told_again():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    ask(scene, proposal, "Is there a lift?")

    ask(scene, proposal, "And a bus?", at=later(minutes=1))

    assert messages("team_question", scene.cora).count() == 2


def test_a_question_about_what_is_decided_is_refused():
    scene, proposal = proposal_at(ProposalState.WITHDRAWN)

    with pytest.raises(ProposalClosed):
        ask(scene, proposal, "Is there a lift?")


def test_nobody_asks_in_the_name_of_somebody_else():
    scene, proposal = proposal_at(ProposalState.OFFERED)
    answer = answer_of(proposal, scene.ana)

    with pytest.raises(NotFoundHere):
        services.ask_question(
            answer_id=answer.pk, text="Who?", by=scene.ben.user, way="page", now=NOW
        )


def finished_run(scene, by):
    run = services.request_run(
        programme_id=scene.programme.pk, objective="most_people", by=by, now=NOW
    )
    services.execute_run(run_id=run.pk, now=NOW)
    return MatchRun.objects.get(pk=run.pk)


def test_who_asked_for_a_search_hears_how_many_proposals_there_are():
    scene = make_scene()
    run = finished_run(scene, scene.cora)

    text = mail("run_finished", scene.cora).body

    assert str(run.pairs) in text
    assert page_of(text).kwargs["public_id"] == scene.programme.public_id


def test_of_a_regular_search_the_whole_team_hears():
    scene = make_scene()
    carl = make_coordinator(scene.programme.organisation)
    finished_run(scene, by=None)

    assert messages("run_finished", scene.cora).count() == 1
    assert messages("run_finished", carl).count() == 1


# Every kind


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("code", [kind[0] for kind in _KINDS])
def test_every_kind_can_be_written_in_every_language(code, language):
    kind = get_kind(code)

    words = render(kind, kind.sample(), language)

    assert words.subject
    assert links_in(words.text)
    assert "{{" not in words.text + words.html


def test_a_mail_is_written_in_the_language_of_its_reader():
    scene = make_scene()
    scene.ana.language = "fr"
    scene.ana.save()
    approve(scene.draft(), scene.cora)

    sent = {
        lang: mail("proposal_offered", who) for lang, who in (("fr", scene.ana), ("nl", scene.ben))
    }

    assert {lang: each.extra_headers["Content-Language"] for lang, each in sent.items()} == {
        "fr": "fr",
        "nl": "nl",
    }


def test_an_introduction_is_written_in_the_language_of_its_reader():
    scene, _proposal = proposal_at(ProposalState.AGREED)
    message = messages("introduced", scene.ana).get()

    assert build_mail(message).extra_headers["Content-Language"] == scene.ana.language


def test_messages_hold_ids_and_no_words():
    proposal_at(ProposalState.AGREED)

    contexts = Message.objects.filter(kind__startswith="matching.").values_list(
        "context", flat=True
    )

    assert {type(value) for context in contexts for value in context.values()} == {int}


def test_both_answers_have_a_message_of_their_own():
    _scene, proposal = proposal_at(ProposalState.OFFERED)

    keys = {f"proposal:{proposal.pk}:offered:{each.pk}" for each in Answer.objects.all()}

    assert keys == set(
        Message.objects.filter(kind="matching.proposal_offered").values_list(
            "dedupe_key", flat=True
        )
    )
