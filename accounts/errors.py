from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, InvalidInput


class PlaceUnknown(InvalidInput):
    code = "place_unknown"
    message = _("We do not know this postcode or municipality. Try the postcode, for example 9000.")
    field = "place"


class PlaceInOtherCountry(InvalidInput):
    code = "other_country"
    message = _("This looks like a postcode of another country. We work in Belgium only.")
    field = "place"


class PlaceAmbiguous(InvalidInput):
    code = "place_ambiguous"
    message = _("There are several places with this name: %(candidates)s. Type the postcode.")
    field = "place"


class NameMissing(InvalidInput):
    code = "name_missing"
    message = _("Tell us which name we may use.")
    field = "name_to_use"


class NameTooLong(InvalidInput):
    code = "name_too_long"
    message = _("A name may have at most 80 characters.")
    field = "name_to_use"


class BirthYearImpossible(InvalidInput):
    code = "birth_year_impossible"
    message = _("This year of birth is not possible. Type four digits, for example 1985.")
    field = "birth_year"


class TooYoung(InvalidInput):
    code = "too_young"
    message = _(
        "You have to be at least 16 to register yourself. Call us: we look for a way together."
    )
    field = "birth_year"


class EmailInvalid(InvalidInput):
    code = "email_invalid"
    message = _("This is not a complete e-mail address.")
    field = "email"


class PhoneInvalid(InvalidInput):
    code = "phone_invalid"
    message = _("This is not a complete phone number. For example: 0470 12 34 56.")
    field = "phone"


class NoWayToReach(InvalidInput):
    code = "no_way_to_reach"
    message = _("We need an e-mail address, a phone number or an address to answer you.")
    field = "reach_by"


class AgesReversed(InvalidInput):
    code = "ages_reversed"
    message = _("The second age has to be higher than the first.")
    field = "wish_age_to"


class TextTooLong(InvalidInput):
    code = "text_too_long"
    message = _("This text is too long: at most %(limit)s characters, now %(length)s.")


class ConsentNeeded(InvalidInput):
    code = "consent_needed"
    message = _("Without your agreement we cannot look for somebody.")
    field = "consent"


class AlreadyRegistered(DomainError):
    code = "already_registered"
    message = _("You are registered already.")


class EmailDiffers(DomainError):
    code = "email_differs"
    message = _("This login has another e-mail address than the person who was registered here.")


class ProxyIsPerson(InvalidInput):
    code = "proxy_is_person"
    message = _("This is the address of the person. Give that of who helps.")
    field = "email"


class ProxyMayNothing(InvalidInput):
    code = "proxy_may_nothing"
    message = _("Say what this person may do.")
    field = "may"


class ProxyTooLong(InvalidInput):
    code = "proxy_too_long"
    message = _("Choose a last day within a year: you can always name somebody again.")
    field = "ends_on"


class ProxyEndsEarly(InvalidInput):
    code = "proxy_ends_early"
    message = _("Choose a last day that is not before the first day, and not in the past.")
    field = "ends_on"
