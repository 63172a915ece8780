"""The page that shows the API runs under the policy of the site."""

import pytest

from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_shows_every_group_of_addresses(visitor):
    page = visitor(viewport={"width": 1280, "height": 900})
    schema = page.request.get("/api/v1/schema/?format=json").json()
    groups = {
        tag for path in schema["paths"].values() for each in path.values() for tag in each["tags"]
    }
    page.goto("/api/docs/")
    page.wait_for_selector("#swagger-ui .opblock")
    seen = set()

    def scrolled_through():
        """Only what is in view is drawn."""
        seen.update(page.locator(".opblock-tag").all_inner_texts())
        page.mouse.wheel(0, 400)
        return seen == groups

    wait_until(scrolled_through, 30)


def test_an_address_can_be_tried(visitor):
    page = visitor()
    page.goto("/api/docs/")

    page.click("#operations-catalogues-catalogues_retrieve .opblock-summary-control")
    page.click("text=Try it out")
    page.click("button.execute")

    page.wait_for_selector(".live-responses-table .response-col_status >> text=200")
    assert "Walking" in page.inner_text(".live-responses-table")
