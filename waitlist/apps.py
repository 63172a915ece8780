from django.apps import AppConfig


class WaitlistConfig(AppConfig):
    name = "waitlist"

    def ready(self) -> None:
        from waitlist import exports
        from waitlist.happenings import register_happenings
        from waitlist.messages import register_kinds
        from waitlist.panels import register_panels

        exports.register()
        register_happenings()
        register_kinds()
        register_panels()
