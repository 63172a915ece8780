from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import channels, exports
        from notifications.channels import chat, hand, letter, mail, push, sms
        from notifications.messages import register_kinds
        from notifications.panels import register_panels

        for module in (mail, sms, chat, push, letter, hand):  # in order of preference
            channel = module.channel()
            if channel is not None:
                channels.add(channel)
        register_kinds()
        exports.register()
        register_panels()
