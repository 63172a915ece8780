"""A coordinator's Monday in a programme with 300 people: every page of the team is opened, and what she does there is done."""

from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import User
from config.demo.load import load
from config.demo.logins import PASSWORD
from config.demo.scenes import KOMPAS
from groups.models import Group
from matching.messages import OFFERED
from matching.models import Draft, MatchRun, Proposal, RuleSet
from matching.services.ranking import rank_for
from matching.states import ProposalState, RunState
from notifications.models import Delivery
from organisations.models import Enrolment, Import, Programme, Role, SavedFilter, Talk
from organisations.models.enrolments import Side
from organisations.states import State
from tests.organisations.imports.builders import BEN, CEM, csv_of
from tests.organisations.questions import some_questions
from tests.waiting import wait_until
from waitlist.models import Contact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CORA = "coordinator.gent@kompaan.example"
PEOPLE = 560  # if there were two organisations; hers has 300

EVERY_PAGE = {
    f"organisations:{name}"
    for name in (
        *("desk", "people", "add_person", "person", "step", "answers", "proxies", "timeline"),
        *(
            "duplicates",
            "two_people",
            "papers",
            "agreement",
            "sure",
            "imports",
            "import",
            "programmes",
        ),
        *("programme", "add_programme", "info_note", "questions", "add_question", "question"),
    )
} | {
    *("matching:board", "matching:left_over", "matching:audit", "matching:rules"),
    *("matching:reasons", "matching:proposal_detail", "matching:swap", "matching:fits"),
    *("matching:beside", "matching:looks", "waitlist:to_speak_to"),
    *("groups:pairs", "groups:pair", "groups:agreement", "groups:timings"),
    *("groups:groups", "groups:group", "groups:figures", "groups:plan", "groups:texts"),
    *("matching:groups_board", "matching:left_out", "matching:draft"),
    *("organisations:themes", "organisations:theme"),
    *("organisations:meeting_places", "organisations:meeting_place"),
}


class Monday:
    """Her browser, and where she has been."""

    def __init__(self, page):
        self.page, self.seen = page, set()
        page.on("response", self._note)

    def _note(self, response):
        if response.request.resource_type == "document" and response.status == 200:
            path = "/" + response.url.split("/", 3)[3].split("?")[0]
            self.seen.add(resolve(path).view_name)

    def opens(self, name, *arguments, query=""):
        answer = self.page.goto(reverse(name, args=arguments) + query)
        assert answer.status == 200, (name, answer.status)

    def sends(self, view, /, *arguments, button="button", **typed):
        """Fill in the form that goes there and send it."""
        form = self.page.locator(f'main form[action="{reverse(view, args=arguments)}"]').first
        for field, value in typed.items():
            form.locator(f"[name={field}]").first.evaluate(
                "e => e.closest('details')?.setAttribute('open', '')"
            )
            form.locator(f"[name={field}]").first.fill(str(value))
        form.evaluate("e => e.closest('details')?.setAttribute('open', '')")
        with self.page.expect_navigation():
            form.locator(button).last.click()
        assert not self.page.locator(".note.bad[role=alert]").count(), self.page.content()

    def saves(self):
        """Send the main form of this page."""
        with self.page.expect_navigation():
            self.page.locator("main form[method=post] button.button:not(.quiet)").last.click()


@pytest.fixture
def kompas(db):
    load(people=PEOPLE, now=timezone.now(), scenes=[KOMPAS])
    User.objects.filter(email=CORA).update(language="en")
    role = Role.objects.get(user__email=CORA)
    role.name = Role.Name.LEAD
    role.save()
    programme = Programme.objects.get(organisation=role.organisation, model_of_support="buddy")
    some_questions(programme)
    return programme


@pytest.fixture
def monday(visitor, kompas):
    page = visitor()
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(CORA)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main h1").wait_for()
    return Monday(page)


def get_to_know(monday, kompas):
    """Somebody new: a talk is planned; somebody who phoned; a list of an organisation nearby."""
    new = Enrolment.objects.filter(programme=kompas, state=State.APPLIED, talks=None)[0]
    for name, more in (("desk", ()), ("person", (new.public_id,))):
        monday.opens(f"organisations:{name}", *more)
        parts = ("looks", "words", "groups", "not-reached")[: 4 if name == "desk" else 2]
        for part in parts:  # fetched afterwards, told to who listens
            monday.page.locator(f"div#more-{part} h2").wait_for()
        assert monday.page.locator("#more-said").inner_text().count("“") == len(parts)
        assert monday.page.locator("[aria-busy]").count() == 0
    monday.page.locator("[name=way]").first.check()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monday.sends("organisations:plan_talk", new.public_id, day=tomorrow, time="10:00", place="Café")
    assert Talk.objects.filter(enrolment=new).count() == 1

    monday.opens("organisations:add_person")
    monday.page.locator("[name=name_to_use]").fill("Zülal")
    monday.page.locator("[name=place]").fill("9000")
    monday.page.locator("[name=phone]").fill("0470 12 34 56")
    monday.page.locator("[name=consent]").check()
    monday.saves()
    zulal = Enrolment.objects.get(person__name_to_use="Zülal")
    monday.opens("organisations:person", zulal.public_id)
    monday.sends("organisations:change_state", zulal.public_id, "activate", note="Likes to walk")
    for name in ("proxies", "timeline"):
        monday.opens(f"organisations:{name}", zulal.public_id)
    monday.opens("organisations:step", zulal.public_id, "when")
    monday.opens("organisations:sure", zulal.public_id, "leave")
    assert Enrolment.objects.get(pk=zulal.pk).state == State.ACTIVE

    monday.opens("organisations:people", query="?q=zulal")
    assert monday.page.locator("#rows").get_by_text("Zülal").count()
    monday.sends("organisations:save_filter", name="Her")
    assert SavedFilter.objects.filter(user__email=CORA).count() == 1
    monday.opens("organisations:duplicates")
    monday.opens("organisations:two_people")


def bring_in_a_list(monday, kompas):
    monday.opens("organisations:imports")
    people = csv_of(BEN, CEM)
    monday.page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": people}
    )
    monday.saves()
    batch = Import.objects.get()
    wait_until(lambda: Import.objects.get().state != "reading", 30)
    monday.opens("organisations:import", batch.public_id)


def look_after_the_programme(monday, kompas):
    public_id = kompas.public_id
    monday.opens("organisations:programmes")
    monday.opens("organisations:add_programme")
    monday.opens("organisations:programme", public_id)
    monday.page.locator("[name=answer_days]").fill("9")
    monday.saves()
    assert Programme.objects.get(pk=kompas.pk).answer_days == 9
    monday.opens("organisations:questions", public_id)
    monday.opens("organisations:add_question", public_id)
    monday.opens("organisations:question", public_id, "q2")
    monday.opens("organisations:info_note", kompas.organisation.public_id)
    monday.opens("groups:timings", public_id)
    monday.opens("matching:rules", public_id)
    monday.page.locator("[name=minimum_score]").fill("50")
    monday.saves()
    assert RuleSet.objects.filter(programme=kompas).latest("version").rules["minimum_score"] == 50


def search_and_decide(monday, kompas):
    public_id = kompas.public_id
    before = MatchRun.objects.filter(programme=kompas).count()
    monday.opens("matching:board", public_id)
    monday.sends("matching:search", public_id)
    search = reverse("matching:search", args=[public_id])
    monday.page.locator(f'main form[action="{search}"]').wait_for(timeout=90_000)  # it is ready
    finished = MatchRun.objects.filter(programme=kompas, state=RunState.FINISHED)
    assert finished.count() == before + 1
    drafts = Proposal.objects.filter(programme=kompas, state=ProposalState.DRAFT)
    for view in ("", "?view=table", "?view=map", "?state=offered"):
        monday.opens("matching:board", public_id, query=view)
    held, sent, never = drafts.filter(on_hold_until=None).order_by("-score")[:3]
    monday.opens("matching:swap", held.public_id)
    monday.opens("matching:proposal_detail", held.public_id)
    monday.sends("matching:hold", held.public_id)
    monday.opens("matching:proposal_detail", sent.public_id)
    monday.sends("matching:approve", sent.public_id)
    monday.opens("matching:proposal_detail", never.public_id)
    monday.sends("matching:reject", never.public_id)
    states = dict(Proposal.objects.values_list("pk", "state"))
    assert Proposal.objects.get(pk=held.pk).on_hold_until
    assert (states[sent.pk], states[never.pk]) == (ProposalState.OFFERED, ProposalState.REJECTED)
    for name in ("reasons", "left_over", "audit"):
        monday.opens(f"matching:{name}", public_id)
    return sent


def who_fits(monday, kompas):
    """Somebody with whom a volunteer fits: looked at beside the first, and offered."""
    waiting = Enrolment.objects.filter(programme=kompas, state=State.ACTIVE, side=Side.SEEKER)
    somebody = next(
        each
        for each in waiting.select_related("programme")
        if rank_for(enrolment=each, now=timezone.now())
    )
    monday.opens("matching:fits", somebody.public_id)
    with monday.page.expect_navigation():
        monday.page.locator("main a[href*='/beside/']").first.click()
    with monday.page.expect_navigation():
        monday.page.locator("main .actions form[method=post] button.button").first.click()
    offered = Proposal.objects.filter(seeker=somebody, state=ProposalState.OFFERED)
    assert offered.count() == 1


def look_after_people(monday, kompas):
    volunteer = Enrolment.objects.filter(programme=kompas, side=Side.VOLUNTEER, state=State.ACTIVE)[
        0
    ]
    monday.opens("organisations:person", volunteer.public_id)
    monday.opens("organisations:agreement", volunteer.public_id)
    monday.opens("organisations:answers", volunteer.public_id)
    monday.opens("organisations:papers")
    monday.opens("matching:looks")
    monday.opens("waitlist:to_speak_to")
    before = Contact.objects.count()
    spoken = monday.page.locator("main form[action*='/spoken/']").first
    spoken.evaluate("e => e.closest('details')?.setAttribute('open', '')")
    spoken.locator("button").first.click()
    wait_until(lambda: Contact.objects.count() == before + 1, 10)
    pair = Group.objects.filter(programme=kompas)[0]
    monday.opens("groups:pairs")
    monday.opens("groups:pair", pair.public_id)
    monday.opens("groups:agreement", pair.public_id)


def look_after_groups(monday, kompas):
    """The other programme of her organisation: its drafts, its themes and rooms, and a group that meets."""
    draft = Draft.objects.filter(programme__organisation=kompas.organisation, state="draft")[0]
    programme, group = draft.programme, Group.objects.get(peer__isnull=False)
    for view in ("", "?view=table", "?view=map"):
        monday.opens("matching:groups_board", programme.public_id, query=view)
    monday.opens("matching:left_out", programme.public_id)
    monday.opens("matching:draft", draft.public_id)
    monday.sends("matching:approve_draft", draft.public_id)
    assert Draft.objects.get(pk=draft.pk).state == "asked"
    monday.opens("organisations:themes", programme.public_id)
    monday.opens("organisations:theme", draft.theme.public_id)
    monday.opens("organisations:meeting_places", kompas.organisation.public_id)
    monday.opens("organisations:meeting_place", draft.place.public_id)
    monday.opens("groups:groups")
    for name in ("group", "plan", "texts"):
        monday.opens(f"groups:{name}", group.public_id)
    monday.opens("groups:figures", group.programme.public_id)


def all_told(asked):
    """Everybody who was asked has a way by which it was told, or waits to be told by the team."""
    ways = set(asked.values_list("channel", "state"))
    return ways and ways <= {("mail", "sent"), ("mail", "cancelled"), ("hand", "created")}


def test_a_coordinators_monday(monday, kompas, sink, worker):
    assert Enrolment.objects.filter(programme=kompas).count() >= 300

    get_to_know(monday, kompas)
    bring_in_a_list(monday, kompas)
    look_after_the_programme(monday, kompas)
    sent = search_and_decide(monday, kompas)
    who_fits(monday, kompas)
    look_after_people(monday, kompas)
    look_after_groups(monday, kompas)

    assert monday.seen >= EVERY_PAGE, EVERY_PAGE - monday.seen
    answers = [*sent.answers.values_list("pk", flat=True)]
    asked = Delivery.objects.filter(message__kind=OFFERED, message__context__answer__in=answers)
    wait_until(lambda: all_told(asked), 60)
    assert sink.mails
