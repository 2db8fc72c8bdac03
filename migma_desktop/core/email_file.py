"""An email as a file that mail programs open (RFC 5322), and as one that a browser shows."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from migma_desktop.core import html_scan
from migma_desktop.core.models import Draft, RecipientType, RenderedEmail
from migma_desktop.core.rendering import text_part

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
    is_person = draft.recipient.type is RecipientType.PERSON
    to = _with_plain_domain(draft.recipient.email) if is_person else ""
    sender = _with_plain_domain(draft.sender.address)
    reply_to = _with_plain_domain(draft.sender.reply_to)
    message = empty_message(to, sender, reply_to)
    message["X-Unsent"] = "1"
    message["Subject"] = one_line(rendered.subject)
    if sender:
        message["From"] = address_of(sender, draft.sender.name)
    if to:
        message["To"] = address_of(to)
    if reply_to:
        message["Reply-To"] = address_of(reply_to)
    add_bodies(message, rendered.html, text_part(draft, rendered.html))
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


def add_bodies(message: EmailMessage, html: str, text: str) -> None:
    """Add the text part, and the HTML part byte for byte.

    As bytes: content given as text would get its line ends rewritten and one more at the end.
    """
    message.set_content(text, cte="quoted-printable")
    data = html.encode(errors="replace")
    message.add_alternative(data, maintype="text", subtype="html", params={"charset": "utf-8"})


def address_of(address: str, name: str = "") -> Address | str:
    """Return an address with its name; one that is no address any more as it is."""
    try:
        return Address(one_line(name), addr_spec=address)
    except (ValueError, IndexError):
        return one_line(f"{name} {address}")


def one_line(text: str) -> str:
    """Return a text that can't begin another header."""
    return " ".join(text.split())


def _with_plain_domain(address: str) -> str:
    """Write a domain as name servers know it: many programs read no others in a file."""
    local, at, domain = address.strip().rpartition("@")
    if domain.isascii():
        return address.strip()
    import idna  # loaded by whoever checks an address, and not before

    try:
        return f"{local}{at}{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return address.strip()
