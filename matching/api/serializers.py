"""How proposals look from outside to the two people, and searches to the team."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import Input, Text, YesNo
from matching.advice_words import gains_in_words, wanted_in_words
from matching.models import LeftOver, MatchRun
from matching.models.runs import Objective
from matching.states import AnswerState, ProposalState, RunState
from matching.words import (
    change_in_words,
    differences,
    distance_band,
    reason_in_words,
    reasons,
    to_ask,
)
from organisations.api.serializers import ProgrammeNameSerializer, SomebodySerializer
from organisations.models import Enrolment
from organisations.models.enrolments import Side


class CardSerializer(serializers.Serializer[Any]):
    """A proposal as one of its two people reads it: nothing that the other did not choose to show."""

    id = serializers.UUIDField(source="proposal")
    state = serializers.ChoiceField(ProposalState.choices)
    my_answer = serializers.ChoiceField(AnswerState.choices)
    is_open = serializers.BooleanField(help_text="An answer is waited for.")
    deadline_at = serializers.DateTimeField(allow_null=True)
    organisation = serializers.CharField()
    looks_for_me = serializers.BooleanField(
        help_text="The other is the one who looks for somebody."
    )
    name = serializers.CharField(help_text="Empty until both said yes.")
    reasons = serializers.ListField(child=serializers.CharField())
    to_ask = serializers.ListField(child=serializers.CharField())
    shown = serializers.DictField(
        child=serializers.CharField(), help_text="What the other shows: part in words → text."
    )
    question = serializers.CharField(help_text="What was asked of the team.")
    text = serializers.CharField(help_text="What the programme says with every proposal.")
    meets_every_weeks = serializers.IntegerField(
        allow_null=True, help_text="How often people meet in this programme; null: not said."
    )


class AnswerInput(Input):
    yes = YesNo(help_text="A no needs no reason.")


class QuestionSerializer(Input):
    text = Text()


class EnrolmentNameSerializer(serializers.Serializer[Enrolment]):
    """Who in a programme; for the team."""

    id = serializers.UUIDField(source="public_id")
    side = serializers.ChoiceField(Side.choices)
    person = SomebodySerializer()


class FitSerializer(serializers.Serializer[Any]):
    """Why two people fit, in words for the team; `facts` is an attribute of what is shown."""

    score = serializers.IntegerField(help_text="0–1000.")
    bonus = serializers.IntegerField(help_text="For waiting; not in the score.")
    distance = serializers.SerializerMethodField(help_text="A band between areas.")
    reasons = serializers.SerializerMethodField()
    differences = serializers.SerializerMethodField()
    to_ask = serializers.SerializerMethodField()

    def get_distance(self, fit: Any) -> str:
        metres = fit.facts.get("metres")
        return "" if metres is None else distance_band(metres)

    def get_reasons(self, fit: Any) -> list[str]:
        return reasons(fit.facts, together=False)

    def get_differences(self, fit: Any) -> list[str]:
        return differences(fit.facts)

    def get_to_ask(self, fit: Any) -> list[str]:
        return to_ask(fit.facts)


class CandidateSerializer(FitSerializer):
    """Somebody who fits the person whose arrival list this is."""

    enrolment = EnrolmentNameSerializer()
    waiting_since = serializers.DateTimeField(source="enrolment.waiting_since")
    travel = serializers.ListField(
        child=serializers.CharField(),
        help_text="How long it takes whom about, from area to area; empty when nobody said how they travel.",
    )
    before = serializers.ListField(
        source="past.before",
        child=serializers.CharField(),
        help_text="What was tried before, in words.",
    )
    draft = serializers.UUIDField(
        source="past.draft_id",
        allow_null=True,
        help_text="A proposal of these two that lies ready.",
    )
    is_new = serializers.BooleanField(help_text="Fits only because something was bent.")


class RunSerializer(serializers.Serializer[MatchRun]):
    id = serializers.UUIDField(source="public_id")
    programme = ProgrammeNameSerializer()
    rules_version = serializers.IntegerField(source="rule_set.version")
    settings_version = serializers.IntegerField(
        source="programme_version.version", default=None, allow_null=True
    )
    objective = serializers.ChoiceField(Objective.choices)
    state = serializers.ChoiceField(RunState.choices)
    progress = serializers.IntegerField(help_text="In percent.")
    regions = serializers.IntegerField(
        help_text="In how many regions it is searched, each on its own; 1: in one piece."
    )
    regions_done = serializers.IntegerField(
        help_text="How many of several regions are searched already."
    )
    volunteers = serializers.IntegerField()
    seekers = serializers.IntegerField()
    pairs = serializers.IntegerField()
    total = serializers.IntegerField(help_text="Sum of the scores and bonuses of all pairs.")
    gap = serializers.IntegerField(help_text="0: it is proven that nothing better exists.")
    gains = serializers.SerializerMethodField(
        help_text="What the same search would find if something changed, in words."
    )
    wanted = serializers.SerializerMethodField(
        help_text="Volunteers to look for, those who fit most people first, in words."
    )
    failure = serializers.CharField(help_text="A code; empty when nothing failed.")
    requested_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_gains(self, run: MatchRun) -> list[str]:
        return gains_in_words(run.advice)

    def get_wanted(self, run: MatchRun) -> list[str]:
        return wanted_in_words(run.advice)


class RunRequestSerializer(Input):
    programme = serializers.UUIDField()
    objective = serializers.ChoiceField(Objective.choices, default=Objective.MOST_PEOPLE)


class LeftOverSerializer(serializers.Serializer[LeftOver]):
    enrolment = EnrolmentNameSerializer()
    reason = serializers.CharField(help_text="A code.")
    reason_in_words = serializers.SerializerMethodField()
    change_in_words = serializers.SerializerMethodField(
        help_text="The smallest change that would help; empty when there is none."
    )
    opens = serializers.IntegerField(help_text="How many people that change would open.")

    def get_reason_in_words(self, row: LeftOver) -> str:
        return reason_in_words(row.reason)

    def get_change_in_words(self, row: LeftOver) -> str:
        return change_in_words(row.change, row.amount, row.opens)
