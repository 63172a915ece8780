from accounts.models.consents import Consent, Disclosure
from accounts.models.merges import FormerId
from accounts.models.people import Person, PersonInterest, PersonLanguage
from accounts.models.places import Cell, Place, PostalPlace
from accounts.models.profiles import Profile
from accounts.models.proxies import Proxy
from accounts.models.users import User

__all__ = [
    "Cell",
    "Consent",
    "Disclosure",
    "FormerId",
    "Person",
    "PersonInterest",
    "PersonLanguage",
    "Place",
    "PostalPlace",
    "Profile",
    "Proxy",
    "User",
]
