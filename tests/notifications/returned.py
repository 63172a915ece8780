"""Mails that came back, in the shapes of the mail servers that people have. Written for these tests; nobody's mail is in them.

In each, MESSAGE stands for the id of the message it is about, and ana@example.org is to whom we wrote.
"""

from base64 import b64encode
from uuid import UUID

MESSAGE = UUID("6f1c2a52-8f0c-4d55-9d0b-3b7d7c0a9f11")
SITE = "127.0.0.1"
ID = f"<{MESSAGE}@{SITE}>"
DATE = "Mon, 02 Mar 2026 10:30:00 +0100"

ORIGINAL = f"""Return-Path: <hallo@kompaan.example>
Received: by mail.kompaan.example; {DATE}
From: Kompaan <hallo@kompaan.example>
To: ana@example.org
Subject: News for you
Message-ID: {ID}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Ana,
"""
HEADERS = ORIGINAL.split("\n\n", maxsplit=1)[0] + "\n"


def block(action: str = "failed", status: str = "5.1.1", to: str = "ana@example.org", **more: str):
    fields = {
        "Final-Recipient": f"rfc822; {to}",
        "Action": action,
        "Status": status,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)


def report(
    *blocks: str,
    returned: str = ORIGINAL,
    returned_as: str = "message/rfc822",
    report_as: str = "message/delivery-status",
    head: str = "",
    about: str = "Reporting-MTA: dns; mx.example.org\n",
    outer: str = 'multipart/report; report-type=delivery-status; boundary="B"',
    part_head: str = "",
) -> bytes:
    parts = [
        f"Content-Type: text/plain; charset=us-ascii\n\nYour mail was not delivered.\nSee {ID}\n",
        f"Content-Type: {report_as}\n{part_head}\n" + "\n".join([about, *blocks]),
    ]
    if returned:
        parts.append(f"Content-Type: {returned_as}\n\n{returned}")
    body = "".join(f"--B\n{part}\n" for part in parts) + "--B--\n"
    top = f"From: MAILER-DAEMON@mx.example.org\nTo: hallo@kompaan.example\nSubject: Undelivered\nDate: {DATE}\n"
    return f"{top}{head}MIME-Version: 1.0\nContent-Type: {outer}\n\n{body}".encode()


def encoded(text: str) -> str:
    return b64encode(text.encode()).decode() + "\n"


def complaint(feedback: str = "abuse", *, returned: str = ORIGINAL, more: str = "") -> bytes:
    return report(
        about=f"Feedback-Type: {feedback}\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n{more}",
        report_as="message/feedback-report",
        outer='multipart/report; report-type=feedback-report; boundary="B"',
        returned=returned,
    )


DIAGNOSED = "smtp; 550 5.1.1 <ana@example.org>: Recipient address rejected: User unknown"
_FULL = block(status="5.2.2", Diagnostic_Code="smtp; 552 5.2.2 Mailbox full")

# name → the mail, what it says, with which status
SAYS = {
    "postfix": (
        report(
            block(
                Original_Recipient="rfc822;ana@example.org",
                Remote_MTA="dns; mx.example.org",
                Diagnostic_Code=DIAGNOSED,
            )
        ),
        ("bounced", "5.1.1"),
    ),
    "postfix, headers only": (
        report(block(), returned=HEADERS, returned_as="text/rfc822-headers"),
        ("bounced", "5.1.1"),
    ),
    "postfix, delayed": (
        report(block("delayed", "4.4.1", Will_Retry_Until=DATE)),
        ("delayed", "4.4.1"),
    ),
    "postfix, given up after days": (
        report(block("failed", "4.4.1", Diagnostic_Code="X-Postfix; connect timed out")),
        ("bounced", "4.4.1"),
    ),
    "postfix, success": (report(block("delivered", "2.0.0")), ("delivered", "2.0.0")),
    "exim": (
        report(
            block(status="5.0.0", Diagnostic_Code="smtp; 550 no such user here"),
            head="Auto-Submitted: auto-replied\nX-Failed-Recipients: ana@example.org\n",
            returned=HEADERS,
            returned_as="text/rfc822-headers",
        ),
        ("bounced", "5.0.0"),
    ),
    "exim, whose status says less than their server": (
        report(block(status="5.0.0", Diagnostic_Code="smtp; 550-5.1.1 unknown")),
        ("bounced", "5.1.1"),
    ),
    "exchange": (
        report(
            block(
                status="5.1.10",
                Diagnostic_Code="smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found",
            ),
            head=f"In-Reply-To: {ID}\nReferences: {ID}\n",
            returned="",
        ),
        ("bounced", "5.1.10"),
    ),
    "exchange, in a mail with a footer around it": (
        report(block(status="5.7.1"), outer='multipart/mixed; boundary="B"'),
        ("bounced", "5.7.1"),
    ),
    "gmail": (
        report(
            block(
                "failed",
                "5.1.1",
                Remote_MTA="dns; gmail-smtp-in.l.google.com. (142.250.0.27, the server.)",
                Diagnostic_Code="smtp; 550-5.1.1 The email account that you tried to reach does\n not exist. 550 5.1.1",
                Last_Attempt_Date=DATE,
            ),
            head=f"References: {ID}\nX-Failed-Recipients: ana@example.org\n",
        ),
        ("bounced", "5.1.1"),
    ),
    "no status at all": (report(block(status="")), ("bounced", "")),
    "capitals and comments": (
        report(block("Failed (for good)", "5.1.1 (bad address)", ORIGINAL_Recipient="")),
        ("bounced", "5.1.1"),
    ),
    "carriage returns": (report(block()).replace(b"\n", b"\r\n"), ("bounced", "5.1.1")),
    "a report in base64": (
        report(
            about=encoded("Reporting-MTA: dns; mx\n\n" + block(status="5.1.2")),
            part_head="Content-Transfer-Encoding: base64\n",
        ),
        ("bounced", "5.1.2"),
    ),
    "a report in quoted-printable": (
        report(
            block().replace("rfc822; ", "rfc822=3B "),
            part_head="Content-Transfer-Encoding: quoted-printable\n",
        ),
        ("bounced", "5.1.1"),
    ),
    "a returned mail in base64": (
        report(
            block(),
            returned=encoded(ORIGINAL),
            returned_as="message/rfc822\nContent-Transfer-Encoding: base64",
        ),
        ("bounced", "5.1.1"),
    ),
    "an international report": (
        report(
            block(to="ana@exämple.org"),
            report_as="message/global-delivery-status",
            part_head="Content-Transfer-Encoding: 8bit\n",
            returned_as="message/global",
        ),
        ("bounced", "5.1.1"),
    ),
    "eight bits where there should be seven": (
        report(block(Diagnostic_Code="smtp; 550 boîte pleine")).replace("î".encode(), b"\xee"),
        ("bounced", "5.1.1"),
    ),
    "a list that one of its people refuses and another takes": (
        report(
            block(to="gone@other.example"), block("delivered", "2.0.0", to="here@other.example")
        ),
        ("delivered", "2.0.0"),
    ),
    "others before ours": (
        report(block("delivered", "2.0.0", to="ben@other.example"), _FULL),
        ("bounced", "5.2.2"),
    ),
    "a part within a part": (
        report(block())
        .replace(b'boundary="B"', b'boundary="A"')
        .replace(
            b"\n\n--B\n",
            b'\n\n--A\nContent-Type: multipart/mixed; boundary="B"\n\n--B\n',
            1,
        )
        + b"--A--\n",
        ("bounced", "5.1.1"),
    ),
    "huge": (report(block(), returned=ORIGINAL + ("x" * 76 + "\n") * 68_000), ("bounced", "5.1.1")),
    "a complaint": (complaint(), ("complained", "")),
    "a complaint without the mail": (
        complaint(returned="", more="Original-Rcpt-To: <ana@example.org>\n").replace(
            b"Subject: Undelivered\n", f"Subject: x\nReferences: {ID}\n".encode()
        ),
        ("complained", ""),
    ),
    "who does not want it any more": (complaint("opt-out"), ("complained", "")),
}

_OTHER = "<4b0b2f3e-0000-4000-8000-000000000000@elsewhere.example>"

# What changes nothing.
JUNK = {
    "an answer of a person": (
        f"From: ana@example.org\nTo: hallo@kompaan.example\nIn-Reply-To: {ID}\n\nThank you!\n".encode()
    ),
    "out of office": (
        f"From: ana@example.org\nAuto-Submitted: auto-replied\nIn-Reply-To: {ID}\n\nI am away.\n".encode()
    ),
    "a report about somebody else's mail": report(block(), returned=f"Message-ID: {_OTHER}\n\nx\n"),
    "a report that names no mail": report(block(), returned=""),
    "handed on": report(block("relayed", "2.0.0")),
    "handed on to some, refused for others": report(
        block("expanded", "2.0.0"), block(to="gone@other.example")
    ),
    "an action that nobody knows": report(block("dropped")),
    "no recipient": report(),
    "an empty report": report(about="", part_head=""),
    "a report cut off before its blocks": report(block()).split(b"Final-Recipient")[0],
    "no spam after all": complaint("not-spam"),
    "a report about our signatures": complaint("auth-failure"),
    "a complaint without a kind": complaint().replace(b"Feedback-Type", b"X-Type"),
    "a mail that was passed on with a report in it": (
        b"Content-Type: message/rfc822\n\n" + report(block())
    ),
    "no mail": b"\x00\xff\xfe" * 400,
    "only line ends": b"\n" * 5000 + b"x",
    "parts without a boundary": b"Content-Type: multipart/report\n\n--x\n\ny\n",
    "a report that is not text": report(
        about="!!!!not base64!!!!\n", part_head="Content-Transfer-Encoding: base64\n"
    ),
    "a set of signs that nobody knows": report(
        part_head="Content-Transfer-Encoding: base64\n", about="====\n"
    ).replace(b"us-ascii", b"x-klingon"),
    "parts in parts in parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)
    ),
    "a header without an end": b"Content-Type: multipart/report; boundary=" + b"(" * 20_000,
}
