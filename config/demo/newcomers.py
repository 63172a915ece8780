"""What the coordinator did for the people of these weeks: takes care of most, planned some talks, and asked for papers."""

from datetime import timedelta
from typing import Any

from config.demo.stage import Stage
from organisations import services
from organisations.models import Enrolment
from organisations.models.enrolments import ClearanceKind, Side
from organisations.models.talks import TalkWay
from organisations.states import LIVE, State

TALKS, PAPERS_THAT_END = 5, 2
NOTE = {
    "nl": "We brengen mensen samen als gelijken. Je bent verzekerd tijdens je vrijwilligerswerk. We betalen gemaakte kosten terug."
    " Wat je hoort, blijft tussen jullie.",
    "fr": "Nous mettons des personnes en contact, d’égal à égal. Vous êtes assuré pendant votre volontariat. Nous remboursons les frais."
    " Ce que vous entendez reste entre vous.",
    "en": "We bring people together as equals. You are insured while you volunteer. We pay back what you spent."
    " What you hear stays between you.",
}


def get_to_know(stage: Stage) -> None:
    """Two days ago, so that nobody gets a mail about it today."""
    then = stage.ago(days=2)
    who: dict[str, Any] = {"by": stage.team, "now": then}
    services.publish_note(
        organisation_id=stage.programme.organisation_id, texts=NOTE, by=None, now=then
    )
    people = Enrolment.objects.filter(programme=stage.programme, state__in=LIVE).order_by("pk")
    for number, enrolment in enumerate(people):
        if number % 3:
            services.assign_coordinator(enrolment_id=enrolment.pk, coordinator=stage.team, **who)
    talks = people.filter(state=State.INTAKE, applied_at__lt=then).select_related("person")
    for number, enrolment in enumerate(talks[:TALKS]):
        by_phone = bool(enrolment.person.phone)
        services.plan_talk(
            enrolment_id=enrolment.pk,
            at=stage.on(-1 - number // 2, 9) + timedelta(hours=number),
            way=TalkWay.PHONE if by_phone else TalkWay.PLACE,
            place="" if by_phone else stage.scene.organisation,
            **who,
        )
    for enrolment in people.filter(state=State.ACTIVE, side=Side.VOLUNTEER)[:PAPERS_THAT_END]:
        services.record_clearance(
            enrolment_id=enrolment.pk,
            kind=ClearanceKind.AGREEMENT,
            seen_on=stage.ago(days=200).date(),
            valid_until=(stage.now + timedelta(weeks=3)).date(),
            filed_at="Map 3",
            **who,
        )
