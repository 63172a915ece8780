"""The team of the demo keeps in touch with who waits: a sign of life some days ago, and talks with most."""

from datetime import timedelta
from itertools import islice

from config.demo.stage import Stage
from groups.models.agreements import Way
from waitlist import services
from waitlist.models import Sign
from waitlist.selectors import list_waiting

WRITTEN_DAYS, ANSWERED_DAYS = 12, 10
LEFT_UNSPOKEN = 4


def keep_in_touch(stage: Stage) -> None:
    """Everybody who waits for long heard something; one in three has answered, one of them with a break. All but a few who wait
    longest were spoken to."""
    written = stage.on(WRITTEN_DAYS, 8)
    services.send_signs(now=written)
    signs = Sign.objects.filter(enrolment__programme=stage.programme, sent_at=written)
    for number, sign_id in enumerate(signs.order_by("pk").values_list("pk", flat=True)[::3]):
        services.answer_sign(
            sign_id=sign_id,
            said="pause" if number == 1 else "yes",
            by=None,
            now=stage.on(ANSWERED_DAYS, 9) + timedelta(minutes=number),
            way=Way.LINK,
        )
    _speak(stage)


def _speak(stage: Stage) -> None:
    long_ago = stage.ago(weeks=stage.programme.speak_after_weeks)
    rows = list_waiting().filter(programme=stage.programme, waits_since__lte=long_ago)
    for number, enrolment in enumerate(islice(rows.order_by("pk"), LEFT_UNSPOKEN, None)):
        services.note_contact(
            enrolment_id=enrolment.pk, by=stage.team, now=stage.on(3 + number % 50, 11)
        )
