"""The six models of support: one registry, so that a seventh is a new row here and not a new app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModelOfSupport(models.TextChoices):
    BUDDY = "buddy", _("buddies")
    PEER = "peer", _("peer groups")
    NETWORK = "network", _("strengthening your own network")
    COMPETENCE = "competence", _("making plans together")
    ENGAGEMENT = "engagement", _("voluntary engagement")
    COMMUNITY = "community", _("community building")

    @property
    def makes_pairs(self) -> bool:
        """Are a volunteer and somebody who looks proposed to each other here? Only then are there searches and proposals."""
        return self == ModelOfSupport.BUDDY

    @property
    def forms_groups(self) -> bool:
        """Do people wait here for a group with a theme?"""
        return self == ModelOfSupport.PEER


MAKES_PAIRS = [model.value for model in ModelOfSupport if model.makes_pairs]
FORMS_GROUPS = [model.value for model in ModelOfSupport if model.forms_groups]
