from notifications.models.choices import Choice, Device, Habit
from notifications.models.deliveries import Attempt, ChannelRest, DeadAddress, Delivery
from notifications.models.letters import LetterBatch
from notifications.models.messages import Message

__all__ = [
    "Attempt",
    "ChannelRest",
    "Choice",
    "DeadAddress",
    "Delivery",
    "Device",
    "Habit",
    "LetterBatch",
    "Message",
]
