from notifications.services.delivering import deliver_due, deliver_message, sweep
from notifications.services.queueing import queue_message, resend_message

__all__ = ["deliver_due", "deliver_message", "queue_message", "resend_message", "sweep"]
