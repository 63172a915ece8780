from groups.models.agreements import Agreement, Signature
from groups.models.breaks import Break
from groups.models.groups import Group, Seat
from groups.models.sessions import Session
from groups.models.timings import Timings

__all__ = ["Agreement", "Break", "Group", "Seat", "Session", "Signature", "Timings"]
