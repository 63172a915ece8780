"""A provider on this machine that answers as it is told, a browser that can read what is sent to it, and people who chose."""

import datetime as dt
import ipaddress
import json
import os
import ssl
import threading
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from notifications.models import Choice
from notifications.services import add_device
from notifications.topics import Topic
from tests.clock import NOW
from tests.notifications.builders import make_reader
from tests.teams import make_user

HANG, DROP, STOP_SHORT, SPEAK_NONSENSE = "hang", "drop", "short", "nonsense"
_number = count(1)


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: bytes


class Provider:
    """Keeps all that it was asked. `answer` is a status, or what it does instead of answering; `words` stand in the answer."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.answer: int | str = 201
        self.words = b""
        self.headers: dict[str, str] = {}
        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.server.daemon_threads = True
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def stop(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def _handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            provider.asked.append(Asked(self.path, dict(self.headers), body))
            if provider.answer == HANG:
                provider.over.wait()
            elif provider.answer == SPEAK_NONSENSE:
                self.wfile.write(b"hello, who is there?\r\n\r\n")
            elif provider.answer == STOP_SHORT:
                self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nso far")
            elif provider.answer != DROP:
                self._answer()

        def _answer(self) -> None:
            self.send_response(int(provider.answer))
            for name, value in provider.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(provider.words)))
            self.end_headers()
            self.wfile.write(provider.words)

        do_GET = do_POST  # noqa: N815  (who follows a redirect comes back with it)

        def log_message(self, *_said: object) -> None:
            pass

    return Handler


def make_certificate(folder) -> tuple[ssl.SSLContext, str]:
    """A certificate of our own for this machine: the server's side of it, and the file that makes clients trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a push service of the tests")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=3650))
        .not_valid_after(now + dt.timedelta(days=3650))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, str(public)


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Browser:
    """The keys that a browser makes when it subscribes, and what it does with what comes in."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def p256dh(self) -> str:
        return text_of(
            self.key.public_key().public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
            )
        )

    @property
    def auth(self) -> str:
        return text_of(self.secret)

    @property
    def keys(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}

    def read(self, sealed: bytes) -> dict[str, str]:
        opened = http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.secret)
        return json.loads(opened)


def a_browser(host: str = "fcm.googleapis.com") -> Browser:
    return Browser(f"https://{host}/send/{next(_number)}")


def with_device(browser: Browser, user=None):
    """Somebody who sees messages in this browser, and the device."""
    user = user or make_user()
    device = add_device(**browser.keys, name="Firefox on Linux", by=user, now=NOW)
    return user, device


def who_chose(channel: str, **details):
    """Somebody with a phone who wants to hear about care by this channel, and not by mail."""
    person = make_reader(**({"phone": "0470123456"} | details))
    for code, wanted in ((channel, True), ("mail", False)):
        Choice.objects.create(person=person, topic=Topic.CARE, channel=code, wanted=wanted)
    return person
