"""The page that shows the API runs under the policy of the site."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_shows_every_group_of_addresses(visitor):
    page = visitor()

    page.goto("/api/docs/")

    page.wait_for_selector("#swagger-ui .opblock")
    assert page.locator(".opblock").count() > 50


def test_an_address_can_be_tried(visitor):
    page = visitor()
    page.goto("/api/docs/")

    page.click("#operations-catalogues-catalogues_retrieve .opblock-summary-control")
    page.click("text=Try it out")
    page.click("button.execute")

    page.wait_for_selector(".live-responses-table .response-col_status >> text=200")
    assert "Walking" in page.inner_text(".live-responses-table")
