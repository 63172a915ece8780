"""Two files turn out to be one person: what was told, and how they want to be told, goes with the one that is kept."""

from accounts.models import Person
from notifications.models import Choice, Habit, Message


def move_messages(*, kept: Person, other: Person) -> None:
    """What the kept file chose stays; of the other comes what the kept one did not say."""
    Message.objects.filter(person=other).update(person=kept)
    if Habit.objects.filter(person=kept).exists():
        Habit.objects.filter(person=other).delete()
    Habit.objects.filter(person=other).update(person=kept)
    said = set(Choice.objects.filter(person=kept).values_list("topic", "channel"))
    for choice in Choice.objects.filter(person=other).order_by("pk"):
        if (choice.topic, choice.channel) in said:
            choice.delete()
        else:
            choice.person = kept
            choice.save(update_fields=["person"])
