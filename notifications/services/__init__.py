from notifications.services.delivering import deliver_due, deliver_message, sweep
from notifications.services.queueing import mark_told, queue_message, resend_message

__all__ = [
    "deliver_due",
    "deliver_message",
    "mark_told",
    "queue_message",
    "resend_message",
    "sweep",
]
