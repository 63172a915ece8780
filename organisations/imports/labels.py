"""What a field of a spreadsheet is called on the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LABELS: dict[str, Promise] = {
    "name_to_use": _("name to use"),
    "family_name": _("family name"),
    "full_name": _("name"),
    "family_first": _("name"),
    "name": _("name"),
    "side": _("side"),
    "postcode": _("postcode or municipality"),
    "municipality": _("postcode or municipality"),
    "street": _("street and number"),
    "house_number": _("street and number"),
    "email": _("e-mail address"),
    "phone": _("phone number"),
    "birth": _("year of birth"),
    "gender": _("gender"),
    "languages": _("languages"),
    "message_language": _("language of our messages"),
    "interests": _("interests"),
    "day_parts": _("when"),
    "theme": _("theme"),
    "note": _("remarks"),
    "registered_on": _("registered on"),
}


def label_of(field: str) -> str:
    return str(_LABELS.get(field, field))
