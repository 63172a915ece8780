"""Every transition of every life cycle from every state: where it leads, or that it is refused by name and changes nothing.

The table is written by hand. Who may make which move is in the other files of this folder.
"""

import inspect

import pytest
from django.apps import apps
from django.forms.models import model_to_dict
from django_fsm import FSMField

from core.states import WrongMove, move
from groups.models import Group, Seat
from groups.moments import Moment
from organisations.models import Programme, ProgrammeVersion, Theme
from tests.clock import NOW

LIFE_CYCLES = {
    "accounts.Place": """
        ask: pending found not_found failed > pending
        find: pending failed > found
        miss: pending failed > not_found
        fail: pending failed > failed""",
    "followup.CheckIn": """
        ask: planned > asked
        answer: planned asked missed answered > answered
        miss: planned asked > missed""",
    "groups.Gathering": """
        change: planned > planned
        hold: planned > took_place
        cancel: planned > cancelled""",
    "groups.Group": """
        begin: introduced > active
        start_trial: introduced > trial
        settle: trial > active
        pause: active > paused
        resume: paused > active
        start_closing: introduced trial active paused > closing
        close: introduced trial active paused closing > closed""",
    "groups.Seat": """
        take: held > taken
        free: held taken > freed""",
    "groups.Session": """
        plan: proposed > planned
        hold: planned > took_place
        cancel: proposed planned > cancelled
        did_not_happen: took_place > cancelled""",
    "groups.Wait": """
        offer: waiting > offered
        join: offered > joined
        go: waiting offered > gone""",
    "matching.Answer": """
        ask: to_come > asked
        say_yes: asked > yes
        say_no: asked > no
        close: to_come asked > closed""",
    "matching.Choice": """
        make: open > made
        refuse: open > refused
        expire: open > expired
        withdraw: open > withdrawn""",
    "matching.Draft": """
        ask: draft > asked
        form: asked > formed
        reject: draft > rejected
        replace: draft > replaced
        dissolve: asked > dissolved""",
    "matching.DraftMember": """
        ask: to_come > asked
        say_yes: asked > yes
        say_no: asked > no
        wait: asked > waits
        close: to_come asked yes > closed""",
    "matching.Forming": """
        finish: running > finished
        fail: queued running > failed
        cancel: queued running > cancelled""",
    "matching.MatchRun": """
        spread: running > spread
        finish: running > finished
        fail: queued running spread > failed
        cancel: queued running spread > cancelled""",
    "matching.Proposal": """
        offer: draft > offered
        reject: draft > rejected
        refuse_card: draft > declined
        replace: draft > superseded
        agree: offered > agreed
        decline: offered > declined
        expire: offered > expired
        withdraw: offered > withdrawn""",
    "matching.RunPart": """
        finish: running > done""",
    "notifications.Delivery": """
        mark_sent: created sending temporary > sent
        mark_delivered: sent > delivered
        try_again: sending > temporary
        refuse: sending temporary sent > permanent
        give_up: created sending temporary sent > technical
        cancel: created sending > cancelled""",
    "notifications.Message": """
        plan: queued > planned
        suppress: queued > suppressed""",
    "organisations.Enrolment": """
        start_intake: applied > intake
        activate: applied intake > active
        decline: applied intake > declined
        pause: active > paused
        resume: paused > active
        leave: applied intake active paused > left""",
    "organisations.Import": """
        show: reading > preview
        begin: preview > applying
        finish: applying > done
        fail: reading applying > failed
        cancel: reading preview applying > cancelled""",
    "organisations.Talk": """
        hold: planned > held
        miss: planned > missed
        cancel: planned > cancelled""",
    "organisations.ThemeIdea": """
        accept: open > accepted
        decline: open > declined""",
    "waitlist.Sign": """
        renew: asked missed renewed ended > renewed
        end: asked missed renewed ended > ended
        miss: asked > missed
        close: asked > closed""",
}


def table_of(name):
    """transition → ({from}, to)"""
    table = {}
    for line in LIFE_CYCLES[name].split("\n")[1:]:
        transition, _colon, way = line.strip().partition(": ")
        starts, _arrow, target = way.partition(" > ")
        table[transition] = (set(starts.split()), target)
    return table


def facts_for(transition):
    """Something for everything that it asks for."""
    known = {
        "at": NOW,
        "answer_by": NOW,
        "moment": Moment(NOW.date(), NOW.time(), NOW),
        "minutes": 120,
        "group": Group(),
        "seat": Seat(),
        "theme": Theme(),
        "under": ProgrammeVersion(settings=Programme().settings()),
        "starts_at": NOW,
        "due_at": NOW,
        "deadline_at": NOW,
        "review_on": NOW.date(),
        "again_at": None,
        "address": None,
        "cell": None,
        "postal": None,
        "found": b"",
        "columns": {},
        "facts": {},
        "only_good": True,
        "rows": 1,
        "regions": 2,
    }
    return {name: known.get(name, "other") for name in inspect.signature(transition).parameters}


def test_every_life_cycle_stands_in_the_table():
    there = {
        f"{model._meta.app_label}.{model.__name__}": {
            each.name for each in model(state="").get_all_state_transitions()
        }
        for model in apps.get_models()
        if any(isinstance(field, FSMField) for field in model._meta.fields)
    }

    assert there == {name: set(table_of(name)) for name in LIFE_CYCLES}


@pytest.mark.parametrize("name", LIFE_CYCLES)
def test_each_transition_leads_where_the_table_says_and_is_refused_elsewhere(name):
    model = apps.get_model(name)
    states = [state for state, _label in model._meta.get_field("state").choices]

    for transition, (starts, target) in table_of(name).items():
        assert starts <= set(states)
        for state in states:
            row = model(state=state)
            before = model_to_dict(row)
            bound = getattr(row, transition)
            if state in starts:
                move(bound, **facts_for(bound))
                assert (transition, state, row.state) == (transition, state, target)
                continue
            with pytest.raises(WrongMove):
                move(bound, **facts_for(bound))
            assert (transition, state, model_to_dict(row)) == (transition, state, before)
