"""The row in which an inbox lists an email, as far as each mail program shows it.

Every length is an approximation: a program cuts where its column ends, so a wide window, a large
font or wide letters change it. The numbers are typical ones, in characters:

- subjects from typecount.com, "Email Subject Line Length" (Gmail 70 and 40, Apple Mail 64 and 35,
  Outlook 73 and 38 on desktop and phone), which agree with what emailtooltester.com measured;
- preview texts from emailtooltester.com, "How long can a subject line be?" (Apple Mail on an
  iPhone: 99), and from the newsletter preheader optimizer of newsletrix (Gmail 90, Outlook 55,
  Apple Mail 140);
- senders from campaign.name, "Email subject line tester" (20 to 25 on phones).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from migma_desktop.core import html_scan
from migma_desktop.core.texts import Text, say

_MOST_READ = 400  # characters of the body: more than any row shows
_JOINERS = frozenset("\u200d\ufe0f\ufe0e\u20e3")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_UNSEEN = dict.fromkeys(map(ord, "\u034f\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff\u2007"), None)


@dataclass(frozen=True, slots=True)
class RowRoom:
    """How many characters of each part a program shows, typically."""

    sender: int
    subject: int
    preview: int
    is_one_line: bool = False  # the preview takes what the subject leaves of both


@dataclass(frozen=True, slots=True)
class MailProgram:
    """A program whose rows are shown."""

    name: str
    desktop: RowRoom
    phone: RowRoom


PROGRAMS = (
    MailProgram("Gmail", RowRoom(22, 70, 90, is_one_line=True), RowRoom(24, 40, 44)),
    MailProgram("Outlook", RowRoom(30, 73, 55), RowRoom(24, 38, 70)),
    MailProgram("Apple Mail", RowRoom(32, 64, 140), RowRoom(25, 35, 99)),
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as far as it is shown."""

    text: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class InboxRow:
    """What one program shows."""

    sender: Cut
    subject: Cut
    preview: Cut


@dataclass(frozen=True, slots=True)
class Listing:
    """What an inbox has to go by, whatever it shows of it."""

    sender: str = ""
    subject: str = ""
    preview: str = ""
    is_body: bool = False  # the preview is the first text of the body: no preheader was written


def listing(*, sender: str, subject: str, preheader: str, html: str) -> Listing:
    """Tell what a final email is listed by; without a preheader, its first words stand there."""
    shown = _line(preheader)
    return Listing(
        sender=_line(sender),
        subject=_line(subject),
        preview=shown or first_text(html),
        is_body=not shown,
    )


def row(listed: Listing, room: RowRoom) -> InboxRow:
    """Cut a listing as a program does that has this room."""
    subject = cut(listed.subject, room.subject)
    preview = room.preview
    if room.is_one_line:
        both = room.subject + room.preview
        preview = max(0, min(both - len(subject.text), both))
    return InboxRow(cut(listed.sender, room.sender), subject, cut(listed.preview, preview))


def cut(text: str, most: int) -> Cut:
    """Cut a text behind so many characters, as people count them: an emoji is never split."""
    kept: list[str] = []
    for number, cluster in enumerate(clusters(text)):
        if number == most:
            return Cut("".join(kept).rstrip(), is_cut=True)
        kept.append(cluster)
    return Cut(text)


def clusters(text: str) -> Iterator[str]:
    """Yield the characters as people see them, without splitting emoji, flags and accents."""
    held = ""
    for char in text:
        if held and not _belongs_to(held, char):
            yield held
            held = ""
        held += char
    if held:
        yield held


def first_text(html: str) -> str:
    """Return the first words of a body, hidden ones included: mail programs don't look at styles.

    What is invisible by itself, such as the padding behind a preheader, is left out.
    """
    pieces: list[str] = []
    length = 0
    position = html_scan.body_start(html)
    for match in html_scan.markup(html):
        if match.start() < position:
            continue
        length += _take(html[position : match.start()], pieces)
        position = match.end()
        if length > _MOST_READ:
            break
    else:
        _take(html[position:], pieces)
    return _line(" ".join(pieces))[:_MOST_READ]


def length_hint(listed: Listing) -> Text | None:
    """Say what to do about the row, if there is something."""
    if listed.is_body and listed.preview:
        return say("There is no preview text, so the first words of the email stand there.")
    if listed.is_body:
        return say("There is no preview text, and no word in the email that could stand there.")
    return None


def _take(written: str, pieces: list[str]) -> int:
    text = _line(unescape(written))
    if text:
        pieces.append(text)
    return len(text)


def _line(text: str) -> str:
    return " ".join(text.translate(_UNSEEN).split())


def _belongs_to(held: str, char: str) -> bool:
    code, last = ord(char), held[-1]
    if char in _JOINERS or last == "\u200d" or code in _SKIN_TONES or code in _TAGS:
        return True
    if code in _FLAGS and ord(last) in _FLAGS:
        return sum(ord(each) in _FLAGS for each in held) % 2 == 1
    return bool(unicodedata.combining(char)) or unicodedata.category(char) in {"Mn", "Me"}
