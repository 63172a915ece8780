"""All addresses. Pages carry no language in the address: the person's language decides."""

from django.urls import include, path

handler400 = "core.views.not_read"
handler404 = "core.views.not_found"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("notifications.urls")),
    path("", include("accounts.urls")),
    path("", include("organisations.urls")),
    path("", include("groups.urls")),
    path("", include("matching.urls")),
    path("", include("followup.urls")),
    path("", include("waitlist.urls")),
    path("api/", include("config.api")),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]
