"""The life cycles of a run, a proposal and an answer.

Run: QUEUED → RUNNING → FINISHED / FAILED / CANCELLED; one that is cut into parts goes RUNNING → SPREAD → RUNNING. Part: QUEUED → RUNNING → DONE,
and gone when its run ends. Proposal: DRAFT → OFFERED → AGREED, or REJECTED, DECLINED, EXPIRED,
WITHDRAWN, SUPERSEDED. Answer: TO_COME → ASKED → YES / NO, or CLOSED.
Choice: OPEN → MADE / REFUSED / EXPIRED / WITHDRAWN.
Forming: QUEUED → RUNNING → FINISHED / FAILED / CANCELLED. Draft of a group: DRAFT → ASKED → FORMED, or REJECTED, REPLACED, DISSOLVED. Member of a
draft: TO_COME → ASKED → YES / NO, WAITS when the group is full, or CLOSED.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    QUEUED = "queued", _("waiting to start")
    RUNNING = "running", _("searching")
    SPREAD = "spread", _("searching by region")
    FINISHED = "finished", _("ready")
    FAILED = "failed", _("stopped by a fault")
    CANCELLED = "cancelled", _("cancelled")


LIVE_RUN = (RunState.QUEUED, RunState.RUNNING, RunState.SPREAD)


class PartState(models.TextChoices):
    QUEUED = "queued", _("waiting to start")
    RUNNING = "running", _("searching")
    DONE = "done", _("ready")


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("to look at")
    OFFERED = "offered", _("people decide")
    AGREED = "agreed", _("both said yes")
    REJECTED = "rejected", _("not proposed")
    DECLINED = "declined", _("somebody said no")
    EXPIRED = "expired", _("no answer in time")
    WITHDRAWN = "withdrawn", _("taken back")
    SUPERSEDED = "superseded", _("replaced by a newer search")


OPEN = (ProposalState.DRAFT, ProposalState.OFFERED)


class ChoiceState(models.TextChoices):
    OPEN = "open", _("to choose")
    MADE = "made", _("chosen")
    REFUSED = "refused", _("none of them")
    EXPIRED = "expired", _("no answer in time")
    WITHDRAWN = "withdrawn", _("taken back")


class AnswerState(models.TextChoices):
    TO_COME = "to_come", _("not asked yet")
    ASKED = "asked", _("asked")
    YES = "yes", _("said yes")
    NO = "no", _("said no")
    CLOSED = "closed", _("no longer needed")


class FormingState(models.TextChoices):
    QUEUED = "queued", _("waiting to start")
    RUNNING = "running", _("searching")
    FINISHED = "finished", _("ready")
    FAILED = "failed", _("stopped by a fault")
    CANCELLED = "cancelled", _("cancelled")


LIVE_FORMING = (FormingState.QUEUED, FormingState.RUNNING)


class DraftState(models.TextChoices):
    DRAFT = "draft", _("to look at")
    ASKED = "asked", _("people decide")
    FORMED = "formed", _("the group is there")
    REJECTED = "rejected", _("not proposed")
    REPLACED = "replaced", _("replaced by a newer draft")
    DISSOLVED = "dissolved", _("too few said yes")


OPEN_DRAFT = (DraftState.DRAFT, DraftState.ASKED)
LIVE_DRAFT = (DraftState.ASKED, DraftState.FORMED)


class MemberState(models.TextChoices):
    TO_COME = "to_come", _("not asked yet")
    ASKED = "asked", _("asked")
    YES = "yes", _("said yes")
    NO = "no", _("said no")
    WAITS = "waits", _("said yes, waits for a free place")
    CLOSED = "closed", _("no longer needed")
