from django.urls import path

from notifications.views import mailbox, watching

urlpatterns = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.mail, name="mail"),
    path("metrics/", watching.metrics, name="metrics"),
]
