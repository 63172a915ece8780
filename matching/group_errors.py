"""Refusals about forming groups."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class FormingUnderWay(DomainError):
    code = "forming_under_way"
    message = _("Groups are being looked for in this programme. Wait for it, or cancel it.")


class FormingClosed(DomainError):
    code = "forming_closed"
    message = _("This search for groups has ended already.")


class DraftClosed(DomainError):
    """Somebody dealt with it before."""

    code = "draft_closed"
    message = _("This draft was dealt with already.")


class DraftBreaksRules(DomainError):
    """What must hold would not. `params` hold the rules in words."""

    code = "draft_breaks_rules"
    message = _("This cannot be: %(why)s.")


class MemberNotReady(DomainError):
    """Somebody of the draft paused, stopped, took consent back or found a place elsewhere."""

    code = "member_not_ready"
    message = _("Somebody in this draft is not available any more. Look at it again.")


class OwnDraft(DomainError):
    code = "own_draft"
    message = _("You are in this draft yourself. Ask a colleague to decide.")


class NotInThisDraft(DomainError):
    code = "not_in_this_draft"
    message = _("This person is not in this draft.")


class LeadsThenAlready(DomainError):
    """The database holds it, also across programmes."""

    code = "leads_then_already"
    message = _("A facilitator of this draft leads or backs up another group at the same moment.")


class RoomTakenThen(DomainError):
    code = "room_taken_then"
    message = _("Another group meets in this room at the same moment.")


class InAnotherDraft(DomainError):
    code = "in_another_draft"
    message = _("Somebody of this draft is in another one already.")


class PartUnknown(InvalidInput):
    code = "part_unknown"
    message = _("Choose who leads the group, or who is the back-up.")
    field = "part"


class SplitImpossible(InvalidInput):
    """Everybody or nobody would go."""

    code = "split_impossible"
    message = _("Tick some of the people, and leave some.")
    field = "people"


class MergeImpossible(DomainError):
    code = "merge_impossible"
    message = _("Only two drafts with the same theme can become one.")


class PlaceUnusable(InvalidInput):
    code = "place_unusable"
    message = _("Choose a meeting place of the organisation and a moment when it is open.")
    field = "place"


class GroupAnswerClosed(DomainError):
    code = "group_answer_closed"
    message = _("This group is not asked for any more. We keep looking for you.")
