"""When somebody stops in a programme or takes back their consent: their seats in groups of peers and their waits end with it."""

from accounts.withdrawing import register_withdrawing
from groups.services.leaving import end_in_groups, end_in_groups_of
from organisations.leaving import register_leaving


def register() -> None:
    register_leaving(end_in_groups)
    register_withdrawing(end_in_groups_of)
