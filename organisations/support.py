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
