"""Refusals about themes, meeting places and who waits for what."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class NoGroupsHere(DomainError):
    """The programme's model of support forms no groups of people who share something."""

    code = "no_groups_here"
    message = _("This programme does not form groups.")


class ThemeNameMissing(InvalidInput):
    code = "theme_name_missing"
    message = _("Give the theme a name in at least one language, each in at most 80 characters.")
    field = "name_nl"


class ThemeNameTaken(InvalidInput):
    code = "theme_name_taken"
    message = _("There is a theme with this name already.")
    field = "name_nl"


class SizesImpossible(InvalidInput):
    code = "sizes_impossible"
    message = _("At least 2 members, then the wished number, then at most 30.")
    field = "wished_members"


class ThemeEnded(DomainError):
    code = "theme_ended"
    message = _("This theme is not there any more. Choose another one.")
    field = "theme"


class ThemeElsewhere(InvalidInput):
    """It is a theme of another programme."""

    code = "theme_elsewhere"
    message = _("This theme is not one of this programme. Choose another one.")
    field = "theme"


class ThemeInUse(DomainError):
    code = "theme_in_use"
    message = _("People still wait for this theme. Let them choose another one first.")


class NoWishHere(DomainError):
    """Volunteers lead groups; only who looks for one waits for a theme."""

    code = "no_wish_here"
    message = _("Only who looks for a group in this programme chooses a theme.")
    field = "theme"


class NoLeadHere(DomainError):
    code = "no_lead_here"
    message = _("Only a volunteer of this programme leads groups.")


class PlaceNameMissing(InvalidInput):
    code = "place_name_missing"
    message = _("Give the place a name of at most 80 characters.")
    field = "name"


class PlaceNameTaken(InvalidInput):
    code = "place_name_taken"
    message = _("There is a meeting place with this name already.")
    field = "name"


class IdeaMissing(InvalidInput):
    code = "idea_missing"
    message = _("Say in at most 80 characters what the group would be about.")
    field = "name"


class IdeaOpen(DomainError):
    code = "idea_open"
    message = _("We are still looking at your last idea. You get an answer.")


class IdeaAnswered(DomainError):
    code = "idea_answered"
    message = _("This idea was answered already.")
