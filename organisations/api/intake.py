"""A programme's own questions: set by its lead, read by everybody, answered by the person or the team."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.access import login_of
from core.api.serializers import Input, Text, YesNo, read
from organisations import services
from organisations.api.access import InTeam, TeamView, open_programme, own_enrolment
from organisations.intake import Choice, Kind, Question, When
from organisations.models import Enrolment, IntakeForm, Programme
from organisations.models.enrolments import Side
from organisations.selectors import (
    current_intake_form,
    get_enrolment,
    get_programme,
    list_intake_answers,
    list_intake_forms,
    questions_of,
)


class ChoiceTextSerializer(Input):
    code = serializers.CharField(read_only=True)
    label = serializers.DictField(child=Text(), help_text="Language → text.")  # type: ignore[assignment]


class ConditionSerializer(Input):
    code = serializers.CharField(help_text="Of an earlier question.")
    value = serializers.CharField(help_text="The code of a choice (c1, c2, …), or yes or no.")


class OwnQuestionSerializer(Input):
    """`code` is given by the service: leave it out for a new question."""

    code = serializers.CharField(required=False, default="")
    kind = serializers.ChoiceField(Kind.choices)
    label = serializers.DictField(child=Text(), help_text="Language → text.")  # type: ignore[assignment]
    help = serializers.DictField(child=Text(), required=False)
    choices = ChoiceTextSerializer(many=True, required=False)
    is_required = YesNo(default=False)
    is_sensitive = YesNo(default=False, help_text="Only the team reads the answer.")
    side = serializers.ChoiceField(
        Side.choices, allow_blank=True, default="", help_text="Empty: both."
    )
    when = ConditionSerializer(required=False, allow_null=True, default=None)


class QuestionsSerializer(Input):
    version = serializers.IntegerField(help_text="0: nothing was asked yet.")
    questions = OwnQuestionSerializer(many=True)


class QuestionsVersionSerializer(serializers.Serializer[IntakeForm]):
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    created_by = serializers.EmailField(source="created_by.email", default=None, allow_null=True)
    questions = OwnQuestionSerializer(many=True)


class AnsweredSerializer(serializers.Serializer[Any]):
    """An answer, with the question as it was. `said` is text, a number, a day, a code or a list of codes."""

    question = OwnQuestionSerializer()
    said = serializers.JSONField(allow_null=True)
    at = serializers.DateTimeField()
    version = serializers.IntegerField()
    is_old = serializers.BooleanField(help_text="It is asked otherwise now, or not at all.")


class AnswersInput(Input):
    version = serializers.IntegerField(help_text="The version of the questions that was read.")
    answers = serializers.DictField(
        child=serializers.JSONField(), help_text="Code of the question → answer."
    )


class PublicQuestionsView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="programmes_questions", responses=QuestionsSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What a programme that is open asks besides."""
        return Response(_told(open_programme(public_id)))


class TeamQuestionsView(TeamView):
    @extend_schema(operation_id="team_programmes_questions", responses=QuestionsSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_told(get_programme(public_id=public_id, by=login_of(request))))

    @extend_schema(
        operation_id="team_programmes_questions_change",
        request=QuestionsSerializer,
        responses=QuestionsSerializer,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        """All questions in their order; only for the lead. Refused when somebody else changed them since `version` was read."""
        programme = get_programme(public_id=public_id, by=login_of(request))
        said = read(QuestionsSerializer, request)
        services.save_questions(
            programme_id=programme.pk,
            questions=[_question(each) for each in said["questions"]],
            by=login_of(request),
            now=timezone.now(),
            expected_version=said["version"],
        )
        return Response(_told(programme))


def _told(programme: Programme) -> Any:
    form = current_intake_form(programme_id=programme.pk)
    asked = form.questions if form else []
    return QuestionsSerializer({"version": form.version if form else 0, "questions": asked}).data


def _question(said: dict[str, Any]) -> Question:
    when = said["when"]
    choices = tuple(Choice("", each["label"]) for each in said.get("choices", ()))
    more = {
        "help": said.get("help", {}),
        "choices": choices,
        "when": When(**when) if when else None,
    }
    return Question(**{**said, **more})


class TeamQuestionsVersionsView(ListAPIView[IntakeForm]):
    """The versions of a programme's questions, newest first."""

    permission_classes = [InTeam]
    serializer_class = QuestionsVersionSerializer

    def get_queryset(self) -> QuerySet[IntakeForm]:
        if getattr(self, "swagger_fake_view", False):
            return IntakeForm.objects.none()
        by = login_of(self.request)
        return list_intake_forms(programme=get_programme(public_id=self.kwargs["public_id"], by=by))


class AnswersView(APIView):
    """One's own answers. What is sensitive is not shown again."""

    in_team = False

    @extend_schema(responses=AnsweredSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        told = list_intake_answers(enrolment=self.enrolment(request, public_id))
        shown = [each for each in told if self.in_team or not each.question.is_sensitive]
        return Response(AnsweredSerializer(shown, many=True).data)

    @extend_schema(request=AnswersInput, responses=AnsweredSerializer(many=True))
    def put(self, request: Request, public_id: UUID) -> Response:
        """All answers at once: what is left out is no longer answered, but for one's own sensitive answers, which stay."""
        enrolment = self.enrolment(request, public_id)
        said = read(AnswersInput, request)
        services.answer_intake(
            enrolment_id=enrolment.pk,
            said=self.hidden(enrolment) | said["answers"],
            by=login_of(request),
            now=timezone.now(),
            expected_version=said["version"],
        )
        return self.get(request, public_id)

    def enrolment(self, request: Request, public_id: UUID) -> Enrolment:
        return own_enrolment(request, public_id)

    def hidden(self, enrolment: Enrolment) -> dict[str, Any]:
        asked = current_intake_form(programme_id=enrolment.programme_id)
        hidden = {
            each.code for each in questions_of(asked, side=enrolment.side) if each.is_sensitive
        }
        return {
            each.question.code: each.said
            for each in list_intake_answers(enrolment=enrolment)
            if each.question.code in hidden
        }


class TeamAnswersView(AnswersView):
    """The answers of somebody in one's programmes, also what is sensitive. Reading them is noted."""

    permission_classes = [InTeam]
    in_team = True

    def enrolment(self, request: Request, public_id: UUID) -> Enrolment:
        by = login_of(request)
        enrolment = get_enrolment(public_id=public_id, by=by)
        services.note_look(enrolments=[enrolment], by=by, now=timezone.now())
        return enrolment

    def hidden(self, enrolment: Enrolment) -> dict[str, Any]:
        return {}
