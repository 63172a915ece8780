from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from matching import choice_messages, group_messages, group_panels, merging
        from matching.messages import register_kinds
        from matching.panels import register_panels
        from matching.services.looks import LOOKED_AT
        from organisations.happenings import HAPPENINGS

        HAPPENINGS[LOOKED_AT] = _("The team looked what is possible")
        merging.register()
        register_kinds()
        choice_messages.register_kinds()
        group_messages.register_kinds()
        register_panels()
        group_panels.register_panels()
