from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from groups import exports, merging
        from groups.happenings import register_happenings
        from groups.messages import register_kinds
        from groups.panels import register_panels

        exports.register()
        merging.register()
        register_happenings()
        register_kinds()
        register_panels()
