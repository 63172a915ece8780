from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from groups import exports, leaving, merging
        from groups.happenings import register_happenings
        from groups.messages import register_kinds
        from groups.panels import register_panels
        from groups.peer_mails import register_peer_kinds

        exports.register()
        leaving.register()
        merging.register()
        register_happenings()
        register_kinds()
        register_peer_kinds()
        register_panels()
