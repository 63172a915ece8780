"""The addresses of the API, and the page that shows it."""

from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from core.errors import NotFoundHere


@extend_schema(exclude=True)
class NothingHereView(APIView):
    """An address that does not exist: also this refusal is JSON, with a code."""

    permission_classes = [AllowAny]
    authentication_classes = []

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFoundHere


app_name = "api"
urlpatterns = [
    path("v1/", include("accounts.api.urls")),
    path("v1/", include("notifications.api.urls")),
    path("v1/", include("organisations.api.urls")),
    path("v1/", include("groups.api.urls")),
    path("v1/", include("matching.api.urls")),
    path("v1/", include("followup.api.urls")),
    path("v1/", include("waitlist.api.urls")),
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="core/api.html"),
        name="docs",
    ),
    re_path("", NothingHereView.as_view(), name="nothing"),
]
