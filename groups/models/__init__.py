from groups.models.groups import Group, Seat

__all__ = ["Group", "Seat"]
