from notifications.models.messages import Attempt, Message

__all__ = ["Attempt", "Message"]
