from groups.services.groups import close_group, form_group, free_seat, hold_seat

__all__ = ["close_group", "form_group", "free_seat", "hold_seat"]
