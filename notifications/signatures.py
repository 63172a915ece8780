"""Signed requests: a header such as `t=1772442000,v1=5257a8…`, where v1 is the HMAC-SHA256 of "<t>.<body>" with a shared key."""

import hashlib
import hmac
from datetime import datetime

TOLERANCE_S = 300


def sign(body: bytes, *, key: str, at: datetime) -> str:
    moment = str(int(at.timestamp()))
    return f"t={moment},v1={_mac(moment, body, key)}"


def is_signed(body: bytes, header: str, *, key: str, now: datetime) -> bool:
    """Was it signed with this key within the last five minutes? More than one v1 may stand there, while a key is replaced."""
    said = [part.strip().partition("=") for part in header.split(",")]
    moment = next((value for name, _sign, value in said if name == "t"), "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        return False
    if abs(now.timestamp() - int(moment)) > TOLERANCE_S:
        return False
    right = _mac(moment, body, key)
    return any(
        hmac.compare_digest(value.encode(), right.encode())
        for name, _sign, value in said
        if name == "v1"
    )


def _mac(moment: str, body: bytes, key: str) -> str:
    return hmac.new(key.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
