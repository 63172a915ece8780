"""Messages that somebody, or a fault of ours, made hard to send: headers that were smuggled in, far too much, addresses that are none."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import Person
from notifications.errors import ContextTooLarge
from notifications.models import Message
from notifications.services.queueing import CONTEXT_LIMIT
from notifications.states import DeliveryState as State
from tests.notifications.builders import deliver, make_reader, queue

pytestmark = pytest.mark.django_db

SMUGGLED = "Ana\r\nBcc: eve@example.org\r\n\r\nHello from Eve"


def to(address):
    """What became of a message to this address; no service writes it, a row from elsewhere may hold it."""
    ana = make_reader()
    Person.objects.filter(pk=ana.pk).update(email=address)
    return deliver(queue(Person.objects.get(pk=ana.pk)))


def test_a_name_brings_no_headers_into_a_mail(post):
    deliver(queue(context={"name": SMUGGLED}))

    [mail] = post.mails
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    assert [len(each) for each in post.recipients] == [1]


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.org\r\nBcc: eve@example.org",
        "ana@example.org\nRCPT TO:<eve@example.org>",
        "@example.org",
        "ana@",
        "ana@exa mple.org",
        "ana@example.org, eve@example.org",
        "<ana@example.org> SIZE=1",
        "a" * 60 + "@" + "b" * 190 + ".be",
    ],
)
def test_an_address_that_is_none_ends_at_once_and_nothing_goes_out(post, address):
    delivery = to(address)

    assert (delivery.state, post.recipients) == (State.PERMANENT, [])


def test_a_mailbox_without_a_domain_is_for_the_mail_server_to_judge(post):
    post.answers["rcpt"] = "553 5.1.3 no such address"

    delivery = to("ana")

    assert (delivery.state, delivery.failure) == (State.PERMANENT, "smtp_553")


def test_a_domain_in_other_letters_is_written_as_mail_servers_read_it(post):
    to("ana@bücher.example")

    assert post.recipients == [["ana@xn--bcher-kva.example"]]


@pytest.mark.parametrize("address", ["jürgen@example.org", "ана@example.org"])
def test_a_name_before_the_at_in_other_letters_is_refused_where_it_is_typed(address):
    """Few mail servers take it (RFC 6531)."""
    with pytest.raises(ValidationError):
        validate_email(address)


def test_five_megabytes_are_refused_before_they_are_a_row():
    with pytest.raises(ContextTooLarge):
        queue(context={"name": "x" * 5_000_000})

    assert Message.objects.count() == 0


def test_what_is_just_not_too_much_goes_out_with_a_short_subject(post):
    delivery = deliver(queue(context={"name": "x" * (CONTEXT_LIMIT - 100)}))

    [mail] = post.mails
    assert (delivery.state, len(mail["Subject"]) <= 100) == (State.SENT, True)
