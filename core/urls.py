from django.urls import path

from core import views

urlpatterns = [
    path("", views.front, name="front"),
    path("how/", views.information, {"page": "how"}, name="how"),
    path("privacy/", views.information, {"page": "privacy"}, name="privacy"),
    path("accessibility/", views.information, {"page": "accessibility"}, name="accessibility"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("components/", views.components, name="components"),
    path("language/", views.set_language, name="set_language"),
    path("health/", views.health, name="health"),
]
