"""Who can log in to the demo. One password for all: the demo is never on with real people."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import User

PASSWORD = "kompaan-demo-2026"  # noqa: S105  (printed by `load_demo`, and only where the demo is on)


@dataclass(frozen=True)
class Login:
    email: str
    language: str
    who: str


SEEKER, VOLUNTEER = "seeker@kompaan.example", "volunteer@kompaan.example"
SECOND_SEEKER = "seeker.yes@kompaan.example"
AGREED_SEEKER = "seeker.agreed@kompaan.example"
AGREED_VOLUNTEER = "volunteer.agreed@kompaan.example"
FACILITATOR, PEER = "facilitator@kompaan.example", "peer@kompaan.example"
LOGINS = (
    Login(SEEKER, "nl", "Sara looks for a buddy, and has a proposal to answer"),
    Login(VOLUNTEER, "nl", "Bram volunteers, and has two: Sara, and Joris who said yes"),
    Login(SECOND_SEEKER, "nl", "Joris said yes, and waits for Bram"),
    Login(AGREED_SEEKER, "fr", "Amina has a buddy: Luc"),
    Login(AGREED_VOLUNTEER, "fr", "Luc has a buddy: Amina"),
    Login(FACILITATOR, "nl", "Hilde leads a group of people who care for their partner"),
    Login(PEER, "nl", "Mia is in that group"),
    Login("coordinator.gent@kompaan.example", "nl", "coordinator of Kompas Gent"),
    Login("coordinator.brussels@kompaan.example", "fr", "coordinator of Le Pont Bruxelles"),
)


def create_login(email: str) -> User:
    """One of `LOGINS`, with an address that is confirmed, so that allauth lets them in."""
    login = next(login for login in LOGINS if login.email == email)
    user = User.objects.create_user(email, PASSWORD, language=login.language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
