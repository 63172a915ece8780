"""Programs that call the API for somebody."""

from typing import Any

from django.urls import reverse
from rest_framework.authtoken.models import Token
from rest_framework.response import Response
from rest_framework.test import APIClient

from accounts.models import User


def address_of(name: str, *args: object) -> str:
    """`address_of("team_run", run.public_id)`."""
    return reverse(f"api:{name}", args=args)


def refusal(answer: Response) -> tuple[int, str]:
    """The status and the code of a refusal, which always has a message too."""
    told = answer.json()
    assert set(told) == {"code", "message", "fields"}
    assert told["message"]
    return answer.status_code, told["code"]


class Caller:
    """A program with the token of `user`, or of nobody, that reads in `language`."""

    def __init__(
        self, user: User | None = None, *, language: str = "en", host: str = "127.0.0.1"
    ) -> None:
        self.client = APIClient(HTTP_ACCEPT_LANGUAGE=language, REMOTE_ADDR=host)
        if user is not None:
            token, _created = Token.objects.get_or_create(user=user)
            self.client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")

    def get(self, name: str, /, *args: object, **query: Any) -> Response:
        return self.client.get(address_of(name, *args), query)

    def post(self, name: str, /, *args: object, **body: Any) -> Response:
        return self.client.post(address_of(name, *args), body)

    def put(self, name: str, /, *args: object, **body: Any) -> Response:
        return self.client.put(address_of(name, *args), body)

    def patch(self, name: str, /, *args: object, **body: Any) -> Response:
        return self.client.patch(address_of(name, *args), body)

    def delete(self, name: str, /, *args: object) -> Response:
        return self.client.delete(address_of(name, *args))
