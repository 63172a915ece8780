from django.urls import path

from notifications.api import inbox_views, views

urlpatterns = [
    path("me/choices/", views.MyChoicesView.as_view(), name="my_choices"),
    path("me/choices/pause/", views.MyPauseView.as_view(), name="my_pause"),
    path("messages/", inbox_views.MessagesView.as_view(), name="messages"),
    path("messages/<uuid:public_id>/", inbox_views.MessageView.as_view(), name="message"),
    path(
        "messages/<uuid:public_id>/read/",
        inbox_views.MessageReadView.as_view(),
        name="message_read",
    ),
]
