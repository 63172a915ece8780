from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from matching.messages import register_kinds
        from matching.panels import register_panels

        register_kinds()
        register_panels()
