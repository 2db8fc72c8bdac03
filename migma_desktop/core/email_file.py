"""An email as a file that mail programs open (RFC 5322), and as one that a browser shows."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from migma_desktop.core import html_scan
from migma_desktop.core.models import Draft, RecipientType, RenderedEmail
from migma_desktop.core.rendering import plain_text

_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_NO_SCRIPTS = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "img-src http: https: data:; style-src 'unsafe-inline' http: https: data:; "
    "font-src http: https: data:; form-action 'none'; base-uri 'none'\">"
)


def as_unsent_eml(draft: Draft, rendered: RenderedEmail) -> bytes:
    """Return the email as a file that mail programs open as a draft, to be sent by hand.

    ``X-Unsent: 1`` is what Outlook and others go by; those that don't know it open it to be read.
    A mailing gets no recipient: its people are known to Migma alone.
    """
    sender = draft.sender
    is_person = draft.recipient.type is RecipientType.PERSON
    to = draft.recipient.email.strip() if is_person else ""
    message = empty_message(to, sender.address, sender.reply_to)
    message["X-Unsent"] = "1"
    message["Subject"] = one_line(rendered.subject)
    if sender.address:
        message["From"] = address_of(sender.address, sender.name)
    if to:
        message["To"] = address_of(to)
    if sender.reply_to:
        message["Reply-To"] = address_of(sender.reply_to)
    add_bodies(message, rendered.html)
    return message.as_bytes()


def for_browser(html: str) -> str:
    """Return the HTML of a file that a browser may open: no script in it runs, no form leaves."""
    found = _HEAD.search(html)
    if found is not None and found.end() <= html_scan.body_start(html):
        return html[: found.end()] + _NO_SCRIPTS + html[found.end() :]
    start = 0
    for match in html_scan.markup(html):
        if match["name"] is not None and match["name"].lower() != "html":
            break
        if match["raw"] is not None or match["end"] is not None:
            break
        start = match.end()
    return f"{html[:start]}{_NO_SCRIPTS}{html[start:]}"


def empty_message(*addresses: str) -> EmailMessage:
    """Begin a message whose header lines can hold these addresses."""
    return EmailMessage(policy=SMTP if all(map(str.isascii, addresses)) else SMTPUTF8)


def add_bodies(message: EmailMessage, html: str) -> None:
    """Add the text part and the HTML part."""
    message.set_content(plain_text(html), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")


def address_of(address: str, name: str = "") -> Address | str:
    """Return an address with its name; one that is no address any more as it is."""
    try:
        return Address(one_line(name), addr_spec=address)
    except (ValueError, IndexError):
        return one_line(f"{name} {address}")


def one_line(text: str) -> str:
    """Return a text that can't begin another header."""
    return " ".join(text.split())
