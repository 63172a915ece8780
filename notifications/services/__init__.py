from notifications.services.delivering import deliver_due, hand_over, sweep
from notifications.services.devices import add_device, remove_device
from notifications.services.merging import move_messages
from notifications.services.planning import plan_due
from notifications.services.queueing import mark_told, queue_message, resend

__all__ = [
    "add_device",
    "deliver_due",
    "hand_over",
    "mark_told",
    "move_messages",
    "plan_due",
    "queue_message",
    "remove_device",
    "resend",
    "sweep",
]
