"""My messages: whose they are, what they say now, and that they were read."""

import pytest
from django.db import connection
from django.urls import reverse

from notifications.inbox import count_unread, get_own, list_own, words_now
from notifications.kinds import get_kind
from notifications.models import Message
from notifications.rendering import subject_of
from notifications.services import mark_read, plan_due
from notifications.states import MessageState
from tests.clock import NOW, earlier, later
from tests.notifications.builders import HELLO_KIND, again, make_reader, message_at, plan, queue
from tests.notifications.letters import by_letter
from tests.pages.builders import links_of, says, visitor
from tests.teams import make_user

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def ana():
    return make_reader(user=make_user())


@pytest.fixture
def browser(ana):
    return visitor(ana.user)


def told(person=None, **more):
    """A message on its ways."""
    return plan(queue(person, **more)).message


def inbox(browser, page=1):
    return browser.get(reverse("inbox"), {"page": page})


def opened(browser, message):
    return browser.get(reverse("message", args=[message.public_id]))


def test_messages_to_the_person_and_to_the_login_stand_together_newest_first(ana):
    first = told(ana, now=earlier(hours=2), due_at=earlier(hours=2))
    second = told(user=ana.user, now=earlier(hours=1), due_at=earlier(hours=1))
    third = told(ana)

    assert list(list_own(user=ana.user)) == [third, second, first]


def test_who_is_only_a_login_has_messages_too():
    cora = make_user()
    message = told(user=cora)

    assert list(list_own(user=cora)) == [message]


def test_messages_of_others_are_not_there(ana, browser):
    other = told()

    assert list(list_own(user=ana.user)) == []
    assert opened(browser, other).status_code == 404
    assert again(other).read_at is None


def test_what_was_suppressed_or_is_not_due_is_not_there(ana, browser):
    suppressed = message_at(MessageState.SUPPRESSED, ana)
    waiting = queue(ana, due_at=later(hours=1))

    assert list(list_own(user=ana.user)) == []
    assert [opened(browser, each).status_code for each in (suppressed, waiting)] == [404, 404]


def test_somebody_who_gets_letters_reads_them_here_too():
    emma = by_letter(user=make_user(), email="")
    message = told(emma)

    assert list(list_own(user=emma.user)) == [message]


def test_the_list_tells_neutral_words_the_day_and_what_is_new(ana, browser):
    old, new = told(ana, context={"name": "Eve"}), told(ana, context={"name": "Eve"})
    mark_read(message=old, now=NOW)

    page = inbox(browser)

    assert says(page, "You have 1 new message.")
    assert page.content.decode().count("new, March 2, 2026") == 1
    assert not says(page, "Eve")
    assert reverse("message", args=[new.public_id]) in links_of(page)


def test_the_list_is_in_the_language_of_its_reader(ana):
    message = told(ana)
    Message.objects.filter(pk=message.pk).update(kind="followup.team")

    page = inbox(visitor(ana.user, language="nl"))

    assert says(page, subject_of(get_kind("followup.team"), "nl"))


def test_all_are_read_and_none_are_there(ana, browser):
    assert says(inbox(browser), "No messages yet.")

    opened(browser, told(ana))

    assert says(inbox(browser), "You read all of them.")


def test_opening_a_message_shows_its_words_of_now_and_marks_it(ana, browser):
    message = told(ana)
    Message.objects.filter(pk=message.pk).update(context={"name": "<b>Zoë</b>"})

    page = opened(browser, message)

    assert says(page, "Dear <b>Zoë</b>,")
    assert HELLO_KIND.sample()["link"] in links_of(page)
    assert says(page, "Open the page")
    assert not says(page, HELLO_KIND.sample()["link"])
    assert again(message).read_at is not None


def test_the_first_time_it_is_read_counts(ana):
    message = told(ana)

    for moment in (NOW, later(hours=1)):
        mark_read(message=again(message), now=moment)

    assert again(message).read_at == NOW


@pytest.mark.parametrize(
    "change",
    [
        {"context": {"over": True}},
        {"kind": "tests.nobody_knows"},
        {"expires_at": earlier(days=1)},
        {"kind": "followup.team", "context": {"group": 0}},
    ],
    ids=["no longer true", "unknown", "too late", "about something that is gone"],
)
def test_what_is_over_says_so(ana, browser, change):
    message = told(ana)
    Message.objects.filter(pk=message.pk).update(**change)

    page = opened(browser, message)

    assert page.status_code == 200
    assert says(page, "This is over: it is no longer current.")
    assert inbox(browser).status_code == 200


def test_what_we_cannot_write_is_no_message_that_is_over(ana):
    message = told(ana, context={"broken": True})

    with pytest.raises(ZeroDivisionError):
        words_now(message, now=NOW)


def test_a_late_message_is_over_from_its_last_moment_on(ana):
    message = told(ana, expires_at=later(hours=1))

    assert words_now(message, now=later(minutes=59)) is not None
    assert words_now(message, now=later(hours=1)) is None


def test_only_unread_ones_are_counted(ana, django_assert_num_queries):
    told(ana)
    told(user=ana.user)
    mark_read(message=told(ana), now=NOW)
    user = type(ana.user).objects.select_related("person").get(pk=ana.user.pk)

    with django_assert_num_queries(1):
        assert count_unread(user=user) == 2


def fill(ana, number):
    for _each in range(number):
        queue(ana)
    plan_due(now=NOW)


@pytest.mark.parametrize("number", [1, 25])
def test_a_page_reads_as_little_for_many_as_for_few(
    ana, browser, django_assert_max_num_queries, number
):
    fill(ana, number)

    with django_assert_max_num_queries(MOST):
        page = inbox(browser)

    assert page.content.decode().count('href="/messages/') == number + 1  # and the menu


def test_a_long_list_has_pages(ana, browser):
    fill(ana, 27)

    assert inbox(browser, 2).content.decode().count('href="/messages/') == 2 + 1


def test_a_message_reads_few_rows(ana, browser, django_assert_max_num_queries):
    message = told(ana)

    with django_assert_max_num_queries(MOST):
        opened(browser, message)


def test_the_list_looks_at_no_messages_of_others(ana):
    told(ana)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan_of = list_own(user=ana.user).explain()

    assert "Seq Scan" not in plan_of
    assert "BitmapOr" in plan_of


def test_a_message_is_found_with_its_reader(ana, django_assert_num_queries):
    message = told(ana)
    user = type(ana.user).objects.select_related("person").get(pk=ana.user.pk)

    with django_assert_num_queries(1):
        found = get_own(user=user, public_id=message.public_id)
        assert found.person.user == ana.user
