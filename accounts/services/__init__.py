from accounts.services.bulk import NewPerson, new_person, register_people
from accounts.services.consents import change_disclosures, give_consent, withdraw_consent
from accounts.services.merging import take_in
from accounts.services.people import change_person, link_login, register_person
from accounts.services.places import change_place, check_place, geocode_place, sweep_places
from accounts.services.profiles import change_interests, change_languages, change_profile
from accounts.services.proxies import end_proxy, name_proxy

__all__ = [
    "NewPerson",
    "change_disclosures",
    "change_interests",
    "change_languages",
    "change_person",
    "change_place",
    "change_profile",
    "check_place",
    "end_proxy",
    "geocode_place",
    "give_consent",
    "link_login",
    "name_proxy",
    "new_person",
    "register_people",
    "register_person",
    "sweep_places",
    "take_in",
    "withdraw_consent",
]
