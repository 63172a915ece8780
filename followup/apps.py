from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"

    def ready(self) -> None:
        from followup import exports
        from followup.happenings import register_happenings
        from followup.messages import register_kinds
        from followup.panels import register_panels

        exports.register()
        register_happenings()
        register_kinds()
        register_panels()
