"""The rules and weights of a programme, in versions: a run and a proposal keep the version they were made under."""

from django.conf import settings
from django.db import models

from organisations.models import Programme


class RuleSet(models.Model):
    """`rules` and `weights` hold what differs from the engine's defaults; a version is never changed, only followed."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rule_sets")
    version = models.PositiveIntegerField()
    rules = models.JSONField(default=dict)
    weights = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="one_rule_set_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"rules {self.version} of programme {self.programme_id}"
