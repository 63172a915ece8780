from accounts.services.consents import change_disclosures, give_consent, withdraw_consent
from accounts.services.people import change_person, register_person
from accounts.services.places import change_place, geocode_place, sweep_places
from accounts.services.profiles import change_interests, change_languages, change_profile

__all__ = [
    "change_disclosures",
    "change_interests",
    "change_languages",
    "change_person",
    "change_place",
    "change_profile",
    "geocode_place",
    "give_consent",
    "register_person",
    "sweep_places",
    "withdraw_consent",
]
