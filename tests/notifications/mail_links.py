"""The links of a mail that are about its matter."""

from django.conf import settings

_FOOTER = ("/stop-mails/", "/my-messages/")


def links_in(text: str) -> list[str]:
    """The addresses of ours in a mail, without those of the lines below it by which mails are stopped or chosen."""
    links = [word for word in text.split() if word.startswith(settings.SITE_URL)]
    return [each for each in links if not each.removeprefix(settings.SITE_URL).startswith(_FOOTER)]
