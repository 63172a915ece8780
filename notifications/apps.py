from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import channels
        from notifications.channels import hand, mail

        for module in (mail, hand):  # in order of preference
            channels.add(module.channel())
