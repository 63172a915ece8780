from groups.models.agreements import Agreement, Signature
from groups.models.breaks import Break
from groups.models.calendars import CalendarFeed
from groups.models.gatherings import Attendance, Gathering
from groups.models.groups import Group, Seat
from groups.models.peers import PeerGroup
from groups.models.sessions import Session
from groups.models.timings import Timings
from groups.models.waits import Leaving, Wait

__all__ = [
    "Agreement",
    "Attendance",
    "Break",
    "CalendarFeed",
    "Gathering",
    "Group",
    "Leaving",
    "PeerGroup",
    "Seat",
    "Session",
    "Signature",
    "Timings",
    "Wait",
]
