from notifications.services.alerting import watch
from notifications.services.choosing import end_pause, pause, set_choices, switch_mail
from notifications.services.delivering import deliver_due, hand_over, sweep
from notifications.services.devices import add_device, remove_device
from notifications.services.digests import send_digests
from notifications.services.letters import make_batch, post_batch, print_batch, undo_batch
from notifications.services.merging import move_messages
from notifications.services.planning import plan_due
from notifications.services.queueing import dismiss, mark_told, queue_message, resend
from notifications.services.reading import mark_read
from notifications.services.receipts import note_receipt
from notifications.services.suppressing import lift

__all__ = [
    "add_device",
    "deliver_due",
    "dismiss",
    "end_pause",
    "hand_over",
    "lift",
    "make_batch",
    "mark_read",
    "mark_told",
    "move_messages",
    "note_receipt",
    "pause",
    "plan_due",
    "post_batch",
    "print_batch",
    "queue_message",
    "remove_device",
    "resend",
    "send_digests",
    "set_choices",
    "sweep",
    "switch_mail",
    "undo_batch",
    "watch",
]
