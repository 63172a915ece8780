"""Questions of a programme's own, in versions, and what people answered."""

from django.conf import settings
from django.db import models

from core.fields import SealedJSONField
from organisations.models.enrolments import Enrolment
from organisations.models.organisations import Programme


class IntakeForm(models.Model):
    """The questions of a programme from one change to the next, in their order (`organisations.intake`); never changed."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="intake_forms")
    version = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="one_intake_form_per_version"
            ),
            # Target of the composite key that keeps an answer inside its programme.
            models.UniqueConstraint(fields=["id", "programme"], name="form_belongs_to_programme"),
        ]

    def __str__(self) -> str:
        return f"questions {self.version} of programme {self.programme_id}"


class IntakeAnswer(models.Model):
    """What somebody said to one question, sealed, with the version in which it was asked: so it stays readable as it was."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="intake_answers"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    form = models.ForeignKey(IntakeForm, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(max_length=12)
    said = SealedJSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "code"], name="one_answer_per_question")
        ]

    def __str__(self) -> str:
        return f"answer of enrolment {self.enrolment_id} to {self.code}"
