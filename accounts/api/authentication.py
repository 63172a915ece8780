from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.request import Request


class SessionToken(XSessionTokenAuthentication):  # type: ignore[misc]
    """The session of a program that logged in through allauth's headless addresses, by the header X-Session-Token."""

    def authenticate_header(self, request: Request) -> str:
        """Named, so that who is not logged in gets 401 and not 403."""
        return "X-Session-Token"


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.api.authentication.SessionToken"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}
