"""What a group of peers is besides a group: what it is about, where and when it meets, how large it is."""

from django.db import models
from django.utils.translation import get_language
from encrypted_fields.fields import EncryptedTextField

from groups.models.groups import Group
from organisations.models import MeetingPlace, Theme

TEXT_LIMIT = 4000


class PeerGroup(models.Model):
    """Of a group of kind PEER, LINK or COURSE. The sizes are those of the theme when it was formed: at `least` so many come, it was
    formed for about `wished`, and there are never more than `most` members (a trigger on seats; who leads it does not count).

    Nobody new comes into a closed group once it has met. `day_part` is a code of `DAY_PARTS`. `rules` and `materials` are what
    its people read; `version` is that of these texts.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="peer")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="groups")
    place = models.ForeignKey(
        MeetingPlace, null=True, on_delete=models.PROTECT, related_name="groups"
    )
    day_part = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    is_closed = models.BooleanField()
    least = models.PositiveSmallIntegerField()
    wished = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    rules = EncryptedTextField(blank=True, null=True)
    materials = EncryptedTextField(blank=True, null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    least__gte=2, least__lte=models.F("wished"), wished__lte=models.F("most")
                ),
                name="a_group_has_least_wished_and_most_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"what group {self.group_id} is"

    @property
    def name(self) -> str:
        """What it is about, in the language of who reads it."""
        return self.theme.name_in(get_language() or "nl")
