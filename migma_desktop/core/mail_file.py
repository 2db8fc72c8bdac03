"""Read an email that a mail program has saved: an .eml file (RFC 5322, MIME).

What real files do is read too: headers and texts in another encoding than they name, parts within
parts, no text but an attachment. Nothing of it is shown or carried out here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from migma_desktop.core import html_scan
from migma_desktop.core.errors import FileRefused
from migma_desktop.core.models import Sender
from migma_desktop.core.textfiles import MAX_BYTES, decode_named, decode_text
from migma_desktop.core.texts import say

_HIDDEN = re.compile(r"display\s*:\s*none|max-height\s*:\s*0|font-size\s*:\s*0", re.IGNORECASE)
_FILLING = re.compile(
    r"&(?:zwnj|zwj|nbsp|#847|#8199|#8203|#173|shy);|[\u034f\u00a0\u200b-\u200d\u00ad\u2007]"
)
_TAGS = re.compile(r"<[^<>]*>")
_LONGEST_PREHEADER = 300
_BEFORE_PREHEADER = 40  # tags of layout that may stand before it


@dataclass(frozen=True, slots=True)
class MailFile:
    """What a saved email says. ``html`` is empty where it has words alone."""

    html: str
    text: str
    subject: str
    preheader: str
    sender: Sender
    attachments: tuple[str, ...] = ()
    pictures_inside: int = 0  # shown in the HTML, carried in the file
    is_guess: bool = False  # no encoding fits what the file says of itself


def read_mail(data: bytes, *, name: str) -> MailFile:
    """Read the bytes of an .eml file; ``name`` is for the error. Raises FileRefused."""
    message = message_from_bytes(_mended(data))
    if not _looks_like_mail(message):
        raise FileRefused(
            say("“{name}” is not an email that can be read", name=name),
            say("It has no sender and no subject. Save the email as .eml once more."),
        )
    html, html_guess = _words(message, "html", name)
    text, text_guess = ("", False) if html.strip() else _words(message, "plain", name)
    if not html.strip() and not text.strip():
        raise FileRefused(
            say("“{name}” has no text that can be read", name=name),
            say(
                "It may be encrypted, or consist of attachments alone. Open it in your mail "
                "program and copy its text from there."
            ),
        )
    preheader, html = _taken_preheader(html)
    return MailFile(
        html=html,
        text=text,
        subject=_header(message, "Subject"),
        preheader=preheader,
        sender=_sender(message),
        attachments=tuple(_attachments(message)),
        pictures_inside=len(set(re.findall(r"\bcid:[^\s\"'>)]+", html))),
        is_guess=html_guess or text_guess,
    )


def _mended(data: bytes) -> bytes:
    """Take away what stands before the headers: a byte order mark, or a mailbox's "From " line."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return data.split(b"\n", 1)[-1] if data.startswith(b"From ") else data


def _looks_like_mail(message: Message) -> bool:
    return any(message.get(name) is not None for name in ("From", "Subject", "Content-Type"))


def _words(message: Message, kind: str, name: str) -> tuple[str, bool]:
    """Return the first text of a kind that is no attachment, and whether it is a guess."""
    for part in message.walk():
        if (
            part.get_content_type() != f"text/{kind}"
            or part.get_content_disposition() == "attachment"
        ):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            continue
        if len(payload) > MAX_BYTES:
            raise FileRefused(
                say("The text of “{name}” is too large", name=name),
                say("Gmail cuts off what is longer than a tenth of it, so it can't be sent."),
            )
        found = decode_named(payload, _read(part.get_content_charset))
        if found is not None:
            return found.replace("\r\n", "\n").replace("\r", "\n"), False
        read = decode_text(payload, name=name)
        return read.text, read.is_guess
    return "", False


def _header(message: Message, name: str) -> str:
    """Return a header's words in one line."""
    raw = next((value for each, value in message.raw_items() if each.lower() == name.lower()), "")
    return _decoded(str(raw))


def _decoded(raw: str) -> str:
    """Decode the words of a header (RFC 2047), and raw letters as old programs wrote them.

    The standard library's newer policies parse headers strictly and stumble over broken ones.
    """
    data = raw.encode("ascii", "surrogateescape") if _is_escaped(raw) else raw.encode()
    words = decode_named(data, "utf-8") or data.decode("cp1252", "replace")
    try:
        pieces = decode_header(" ".join(words.split()))
    except HeaderParseError:
        return " ".join(words.split())
    found = [
        piece if isinstance(piece, str) else _in_charset(piece, charset or "utf-8")
        for piece, charset in pieces
    ]
    return " ".join("".join(found).split())


def _read(parameter: Callable[[], str | None]) -> str:
    """Read a parameter of a header; the library stumbles over some that are broken (RFC 2231)."""
    try:
        return parameter() or ""
    except (TypeError, ValueError, LookupError):
        return ""


def _is_escaped(raw: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in raw)


def _in_charset(piece: bytes, charset: str) -> str:
    named = decode_named(piece, charset)
    return piece.decode("cp1252", "replace") if named is None else named


def _sender(message: Message) -> Sender:
    name, address = _first_address(_header(message, "From"))
    _name, reply_to = _first_address(_header(message, "Reply-To"))
    return Sender(address=address, name=name, reply_to="" if reply_to == address else reply_to)


def _first_address(header: str) -> tuple[str, str]:
    found = [each for each in getaddresses([header]) if "@" in each[1]]
    return found[0] if found else ("", "")


def _attachments(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        name = _decoded(_read(part.get_filename))
        if part.get_content_disposition() == "attachment" or (name and not part.get("Content-ID")):
            yield " ".join((name or part.get_content_type()).split())


def _taken_preheader(html: str) -> tuple[str, str]:
    """Return the hidden line that inboxes show behind the subject, and the HTML without it.

    The program writes that line itself, from its own field; two of them would follow each other.
    """
    start, depth, name = -1, 0, ""
    tags = 0
    for match in html_scan.markup(html[html_scan.body_start(html) :]):
        opened, ended = (match["name"] or "").lower(), (match["end"] or "").lower()
        if start < 0:
            tags += bool(opened)
            if tags > _BEFORE_PREHEADER:
                break
            if opened in {"div", "span", "p"} and _HIDDEN.search(match["attributes"]):
                start, depth, name = match.start(), 1, opened
        elif opened == name:
            depth += 1
        elif ended == name:
            depth -= 1
            if depth == 0:
                return _without(html, html_scan.body_start(html), start, match.end())
    return "", html


def _without(html: str, offset: int, start: int, end: int) -> tuple[str, str]:
    from html import unescape

    hidden = html[offset + start : offset + end]
    words = " ".join(unescape(_FILLING.sub(" ", _TAGS.sub(" ", hidden))).split())
    if not words or len(words) > _LONGEST_PREHEADER:
        return "", html
    return words, html[: offset + start] + html[offset + end :]
