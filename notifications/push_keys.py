"""Web Push: whose servers are spoken to, the keys of a browser, and our own (VAPID).

A browser says itself where its messages go. We would ask any address on our network for who says one, so only those of the makers
of browsers count (PUSH_HOSTS), checked when it is kept and again when something is sent.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from django.conf import settings

# No user, no fragment, no backslash: nothing that two readers of addresses take for different hosts.
_ADDRESS = re.compile(r"https://([a-z0-9.-]+)(?::([0-9]{1,5}))?/[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*")
_POINT = 65  # bytes of a point of P-256, not compressed
_SECRET = 16


def is_push_service(endpoint: str) -> bool:
    """PUSH_HOSTS holds names; one that begins with a dot stands for all below it; ":port" behind it for another port than 443."""
    found = _ADDRESS.fullmatch(endpoint)
    if found is None:
        return False
    name, port = found.groups()
    host = name if port in (None, "443") else f"{name}:{port}"
    return any(
        host == each or (each.startswith(".") and host.endswith(each))
        for each in settings.PUSH_HOSTS
    )


def are_keys(p256dh: str, auth: str) -> bool:
    """RFC 8291: a point of the curve P-256, and 16 bytes that only the browser and we know."""
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        point, secret = from_text(p256dh), from_text(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == _POINT and len(secret) == _SECRET


def make_private_key() -> str:
    """A new key of ours, as it stands in VAPID_PRIVATE_KEY."""
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


@lru_cache(maxsize=4)
def public_key_of(private_key: str) -> str:
    """What browsers are given, to take messages only from who has the private one (RFC 8292)."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    number = int.from_bytes(from_text(private_key), "big")
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return _text(
        point.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
    )


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Raises ValueError for what is not base64url; padding may be left out."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+=*", text):
        raise ValueError
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
