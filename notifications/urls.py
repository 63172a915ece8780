from django.urls import path

from notifications import views

urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", views.mail, name="mail"),
    path("metrics/", views.metrics, name="metrics"),
]
