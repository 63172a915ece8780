from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "organisations"

    def ready(self) -> None:
        from accounts.exports import register_export
        from organisations import theme_messages
        from organisations.exports import answers_of, groups_wished_by
        from organisations.messages import register_kinds

        register_kinds()
        theme_messages.register_kinds()
        register_export("questions", answers_of)
        register_export("groups_wished", groups_wished_by)
