"""Build the MIME message that a recipient would get (RFC 5322, 2045 to 2047, 2369, 8058)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache

from migma_desktop.sandbox.filling import Values, fill_text


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that goes into one message, filled in.

    The text part alone is still ``text_template`` and ``sources``: it is made from the HTML when
    the message is, since that may take longer than a window can wait.
    """

    id: str
    to: str
    to_name: str
    sender: str
    sender_name: str
    reply_to: str | None
    subject: str
    html: str
    text_template: str
    sources: Sequence[Values]
    sent_at: datetime
    unsubscribe: bool


def build_message(letter: Letter) -> EmailMessage:
    """Return the message with a text and an HTML part, both byte for byte as given."""
    message = EmailMessage()
    message["Authentication-Results"] = _results(_ascii_domain(letter.sender.rpartition("@")[2]))
    message["From"] = _address(letter.sender, letter.sender_name)
    message["To"] = _address(letter.to, letter.to_name)
    if letter.reply_to is not None:
        message["Reply-To"] = _address(letter.reply_to, "")
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.sent_at)
    sender_domain = letter.sender.rpartition("@")[2]
    message["Message-ID"] = f"<{letter.id}@{_ascii_domain(sender_domain)}>"
    message["X-Migma-Message-Id"] = letter.id
    if letter.unsubscribe:
        link = f"https://sandbox.migma.invalid/unsubscribe/{letter.id}"
        message["List-Unsubscribe"] = f"<{link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # As bytes: content given as text would get its line ends rewritten and one more at the end.
    utf8 = {"charset": "utf-8"}
    text = fill_text(text_of(letter.text_template), letter.sources).encode("utf-8")
    html = letter.html.encode("utf-8")
    message.set_content(text, maintype="text", subtype="plain", params=utf8)
    message.add_alternative(html, maintype="text", subtype="html", params=utf8)
    return message


@lru_cache(maxsize=64)
def text_of(html: str) -> str:
    """The plain text alternative of an HTML email; kept, since a batch asks for one many times."""
    # Together they cost 70 ms, so only once something is sent.
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # ships no types

    from migma_desktop.core.text_part import text_of as read_text

    try:
        return read_text(html)
    except (LxmlError, ValueError, TypeError, RecursionError):
        return ""  # not enough of a document to read: a comment alone, say


def _results(domain: str) -> str:
    """What a receiver writes about an email from a verified domain (RFC 8601)."""
    return (
        f"inbox.sandbox.migma.invalid; dkim=pass header.d={domain}; "
        f"spf=pass smtp.mailfrom=send.{domain}; dmarc=pass (p=NONE) header.from={domain}"
    )


def _address(spec: str, name: str) -> Address:
    local, _, domain = spec.rpartition("@")
    return Address(display_name=name, username=local, domain=_ascii_domain(domain))


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    import idna  # comes with httpx and email-validator; needed for international domains alone

    return idna.encode(domain, uts46=True).decode("ascii")
