from waitlist.services.answers import answer_latest, answer_sign
from waitlist.services.contacts import note_contact
from waitlist.services.signs import send_signs
from waitlist.services.sweeping import sweep

__all__ = ["answer_latest", "answer_sign", "note_contact", "send_signs", "sweep"]
