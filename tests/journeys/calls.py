"""A program that speaks with the live site over HTTP, as another service would."""

import json
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode


class Program:
    """Keeps its cookies and its token; answers are JSON."""

    def __init__(self, site: str) -> None:
        self.site, self.headers = site, {"Accept-Language": "en"}
        self.cookies = CookieJar()
        self._open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies)
        ).open

    def call(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            self.site + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **self.headers},
            method=method,
        )
        try:
            with self._open(request, timeout=20) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as refusal:
            return json.loads(refusal.read() or b"{}")

    def log_in(self, email: str, password: str) -> None:
        """By allauth's headless API, then with a lasting token."""
        told = self.call(
            "POST", "/_allauth/app/v1/auth/login", {"email": email, "password": password}
        )
        self.headers["X-Session-Token"] = told["meta"]["session_token"]
        token = self.call("POST", "/api/v1/token/")["token"]
        del self.headers["X-Session-Token"]
        self.headers["Authorization"] = f"Token {token}"

    def answer_link(self, link: str, answer: str) -> str:
        """Open a link of a mail, press its button, and read the page that comes."""
        self._open(link, timeout=20).close()
        secret = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        form = urlencode({"answer": answer, "csrfmiddlewaretoken": secret}).encode()
        with self._open(urllib.request.Request(link, data=form), timeout=20) as page:
            return str(page.read().decode())
