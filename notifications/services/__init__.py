from notifications.services.delivering import deliver_due, hand_over, sweep
from notifications.services.merging import move_messages
from notifications.services.planning import plan_due
from notifications.services.queueing import mark_told, queue_message, resend

__all__ = [
    "deliver_due",
    "hand_over",
    "mark_told",
    "move_messages",
    "plan_due",
    "queue_message",
    "resend",
    "sweep",
]
