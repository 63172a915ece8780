"""How the journeys open a page as somebody, and look at it with the rules of accessibility."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

# What fits at 320 px fits on any phone.
SHAPES = [
    pytest.param(320, "light", "nl", id="320-light-nl"),
    pytest.param(1280, "dark", "fr", id="1280-dark-fr"),
]


def log_in(page, user):
    """As after a login; that one logs in by the form is shown elsewhere."""
    client = Client()
    client.force_login(user)
    keep_session(page, client)


def keep_session(page, client):
    """What was begun without a browser goes on in it."""
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
    page.context.add_cookies([cookie | {"domain": "localhost", "path": "/"}])


def faults_of(page, path):
    """What is wrong with one page: rules of axe that are broken, another page than was asked for, content wider than the screen, no
    heading."""
    page.goto(path)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(told => told.violations)")
    faults = [
        f"{path}: {rule['id']} {json.dumps([node['html'][:160] for node in rule['nodes'][:2]])}"
        for rule in found
    ]
    login = reverse("account_login")
    if login in page.url and login not in path:
        faults.append(f"{path}: asks for a login")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append(f"{path}: wider than the screen")
    if page.locator("h1").count() != 1:
        faults.append(f"{path}: {page.locator('h1').count()} first headings")
    return faults


def check(page, paths):
    # In each page from its start: to send half a megabyte to one page after the other takes as long as looking at it.
    page.add_init_script(Axe().axe_script)
    return [fault for path in paths for fault in faults_of(page, path)]


def opened(visitor, width, scheme, language, user=None):
    page = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language)
    if user is not None:
        user.language = language
        user.save()
        log_in(page, user)
    return page
