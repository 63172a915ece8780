from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class RunUnderWay(DomainError):
    code = "run_under_way"
    message = _("A search is under way for this programme. Wait for it, or cancel it.")


class RunClosed(DomainError):
    code = "run_closed"
    message = _("This search has ended already.")


class RunCancelled(DomainError):
    """Raised inside a search to end it; never shown."""

    code = "run_cancelled"


class ProposalClosed(DomainError):
    """Somebody dealt with it before."""

    code = "proposal_closed"
    message = _("This proposal was dealt with already.")


class DeadlinePassed(DomainError):
    code = "deadline_passed"
    message = _("The time to answer is over. Your coordinator will look for somebody again.")


class AlreadyAnswered(DomainError):
    code = "already_answered"
    message = _("You have answered already.")


class NotAskedYet(DomainError):
    code = "not_asked_yet"
    message = _("It is not your turn yet.")


class PersonNotReady(DomainError):
    """One of the two paused or stopped, or withdrew consent."""

    code = "person_not_ready"
    message = _("One of the two is not available at the moment.")


class KeptApart(DomainError):
    code = "kept_apart"
    message = _("These two people must not be brought together.")


class NoLongerFits(DomainError):
    """Something changed: a hard rule is broken now. `params` may hold `rules`."""

    code = "no_longer_fits"
    message = _("These two no longer fit: %(why)s.")


class OwnProposal(DomainError):
    code = "own_proposal"
    message = _("You are one of the two yourself. Ask a colleague to decide.")


class AlreadyProposed(DomainError):
    code = "already_proposed"
    message = _("These two were proposed to each other before.")


class PlacesAllLocked(DomainError):
    """A search could not plan around more locked drafts than somebody has places."""

    code = "places_all_locked"
    message = _("One of the two has no place left that is not fixed in another proposal already.")


class RulesInvalid(InvalidInput):
    code = "rules_invalid"
    message = _("This rule or weight does not exist or has an impossible value.")


class LinkInvalid(DomainError):
    code = "link_invalid"
    message = _("This link does not work any more. Log in, or call your coordinator.")
    status = 410


class ChoiceNotAllowed(DomainError):
    """The programme shows one proposal at a time."""

    code = "choice_not_allowed"
    message = _("This programme shows one proposal at a time.")


class ChoiceImpossible(InvalidInput):
    """Too few or too many cards, or not all for the same person."""

    code = "choice_impossible"
    message = _("Tick from 2 to %(most)s drafts of one person who looks for somebody.")


class ChoiceClosed(DomainError):
    code = "choice_closed"
    message = _("This choice is over already.")


class CardGone(DomainError):
    """Something changed since it was shown; the others may still be possible."""

    code = "card_gone"
    message = _("This one is not possible any more. Look at the others.")


class QuestionUnusable(InvalidInput):
    code = "question_unusable"
    message = _("Write your question here, in at most 1,000 characters.")
    field = "question"


class NotWaiting(DomainError):
    """Only who is ready and waits can be looked at."""

    code = "not_waiting"
    message = _("This person does not wait at the moment.")


class LookNoteTooLong(InvalidInput):
    code = "look_note_too_long"
    message = _("Write in at most 1,000 characters what you did or found.")
    field = "note"


class NothingCounts(InvalidInput):
    """All weights are zero: then everybody fits as badly."""

    code = "nothing_counts"
    message = _("Give at least one part a weight above 0. Otherwise nothing counts.")


class NoPairsHere(DomainError):
    """The programme's model of support brings nobody together in pairs."""

    code = "no_pairs_here"
    message = _("This programme does not bring people together in pairs.")


class KeptApartOrProposed(DomainError):
    """Two files that are kept apart or proposed to each other are not merged."""

    code = "kept_apart_or_proposed"
    message = _("These two are kept apart, or proposed to each other. Look at that first.")
