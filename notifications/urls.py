from django.urls import path

from notifications.views import choosing, devices, inbox, mailbox, receipts, unsubscribing, watching

urlpatterns = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.mail, name="mail"),
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/<uuid:public_id>/", inbox.message, name="message"),
    path("devices/", devices.devices, name="devices"),
    path("devices/add/", devices.add, name="add_device"),
    path("devices/<uuid:public_id>/remove/", devices.remove, name="remove_device"),
    path("sw.js", devices.service_worker, name="service_worker"),
    path("metrics/", watching.metrics, name="metrics"),
    path("my-messages/choices/", choosing.my_choices, name="my_choices"),
    path("stop-mails/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("health/messages/", watching.health, name="health_messages"),
    path("messages/receipts/", receipts.receipts, name="receipts"),
]
