from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "organisations"

    def ready(self) -> None:
        from accounts.exports import register_export
        from notifications.chosen import ask_of_team
        from organisations import theme_messages
        from organisations.exports import answers_of, groups_wished_by
        from organisations.messages import register_kinds
        from organisations.panels import register_panels
        from organisations.permissions import organisations_of

        ask_of_team(lambda user: organisations_of(user).exists())
        register_kinds()
        register_panels()
        theme_messages.register_kinds()
        register_export("questions", answers_of)
        register_export("groups_wished", groups_wished_by)
