"""A coordinator gets to know somebody, with one of each thing that she keeps about it."""

from accounts.models import User
from organisations.models import Enrolment, SavedFilter
from organisations.services import plan_talk, publish_note, record_clearance, save_filter
from tests.clock import NOW, later


def get_to_know(*, talk_with: Enrolment, paper_of: Enrolment, by: User) -> SavedFilter:
    """A talk to come, a paper, an information note for volunteers, and a filter, which it gives."""
    plan_talk(
        enrolment_id=talk_with.pk, at=later(days=3), way="place", place="Kouter 1", by=by, now=NOW
    )
    record_clearance(enrolment_id=paper_of.pk, kind="training", seen_on=NOW.date(), by=by, now=NOW)
    publish_note(organisation_id=paper_of.organisation_id, texts={"nl": "Lees"}, by=None, now=NOW)
    return save_filter(name="Wachten", query="state=applied", by=by, now=NOW)
