from waitlist.models.contacts import Contact
from waitlist.models.forecasts import Forecast
from waitlist.models.signs import Sign

__all__ = ["Contact", "Forecast", "Sign"]
