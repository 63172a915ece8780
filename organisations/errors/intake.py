"""Refusals about a programme's own questions and their answers."""

from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput


class AnswerMissing(InvalidInput):
    code = "answer_missing"
    message = _("Please answer this question.")


class AnswerUnusable(InvalidInput):
    code = "answer_unusable"
    message = _("This is not one of the possible answers.")


class AnswerTooLong(InvalidInput):
    code = "answer_too_long"
    message = _("Write at most %(limit)s characters.")


class QuestionTextMissing(InvalidInput):
    code = "question_text_missing"
    message = _("Write it in at least one language.")


class QuestionTextTooLong(InvalidInput):
    code = "question_text_too_long"
    message = _("Write at most %(limit)s characters.")


class ChoicesMissing(InvalidInput):
    code = "choices_missing"
    message = _("Give at least 2 and at most %(most)s choices, in the same order in each language.")


class ConditionImpossible(InvalidInput):
    code = "condition_impossible"
    message = _(
        "A question can only depend on an answer to an earlier question that the same people are asked."
    )


class TooManyQuestions(InvalidInput):
    code = "too_many_questions"
    message = _("A programme asks at most %(most)s questions.")
