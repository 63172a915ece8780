from accounts.models.consents import Consent, Disclosure
from accounts.models.people import Person, PersonInterest, PersonLanguage
from accounts.models.profiles import Profile
from accounts.models.users import User

__all__ = [
    "Consent",
    "Disclosure",
    "Person",
    "PersonInterest",
    "PersonLanguage",
    "Profile",
    "User",
]
