from django.urls import path

from notifications.api import views

urlpatterns = [
    path("me/choices/", views.MyChoicesView.as_view(), name="my_choices"),
    path("me/choices/pause/", views.MyPauseView.as_view(), name="my_pause"),
]
