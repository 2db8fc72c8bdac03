"""Open a file as a new email: its text, and what there is to know about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from migma_desktop.core.draft import ContentSource, Draft
from migma_desktop.core.line_endings import LineEnding
from migma_desktop.core.mail_file import MailFile, read_mail
from migma_desktop.core.textfiles import TextFile, read_bytes, read_text_file
from migma_desktop.core.texts import Text, say

WAYS = {
    ".html": ContentSource.HTML,
    ".htm": ContentSource.HTML,
    ".md": ContentSource.MARKDOWN,
    ".markdown": ContentSource.MARKDOWN,
    ".mjml": ContentSource.MJML,
    ".txt": ContentSource.TEXT,
}
MAIL_ENDING = ".eml"
MAIL_BYTES = 40_000_000
"""Bytes of a saved email, its attachments included; no mail server takes more."""

_LOCAL_PICTURE = re.compile(
    r"<(?:img|mj-image)\b[^>]*?\bsrc\s*=\s*[\"']?(?!https?:|//|cid:|data:|\{\{)([^\s\"'>]+)",
    re.IGNORECASE,
)
_BUILT_IN_PICTURE = re.compile(r"\bsrc\s*=\s*[\"']?data:", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A new email made of a file; ``notes`` are for people."""

    draft: Draft
    encoding: str
    line_ending: LineEnding = LineEnding.LF
    is_guess: bool = False  # nothing in the file says its encoding
    can_be_written_back: bool = True
    notes: tuple[Text, ...] = ()


def open_as_email(path: Path) -> Opened:
    """Read a file. Raises FileRefused with a sentence for people."""
    if path.suffix.lower() == MAIL_ENDING:
        return _of_mail(read_mail(read_bytes(path, limit=MAIL_BYTES), name=path.name))
    read = read_text_file(path)
    way = WAYS.get(path.suffix.lower(), ContentSource.MARKDOWN)
    if way in {ContentSource.HTML, ContentSource.TEXT} and read.text.lstrip().startswith("<mjml"):
        way = ContentSource.MJML
    return _of_text(read, way)


def _of_text(read: TextFile, way: ContentSource) -> Opened:
    draft = replace(Draft(), source=way).with_written(read.text)
    return Opened(
        draft,
        encoding=read.encoding,
        line_ending=read.line_ending,
        is_guess=read.is_guess,
        notes=_about_text(read.text, way),
    )


def _about_text(text: str, way: ContentSource) -> tuple[Text, ...]:
    notes = []
    if "\ufffd" in text:
        notes.append(
            say("Some letters were broken in the file already: look for the sign “\ufffd”.")
        )
    if not text.strip():
        notes.append(say("The file is empty."))
    if not way.has_tags:
        return tuple(notes)
    if local := _LOCAL_PICTURE.findall(text):
        notes.append(
            say(
                "Pictures with addresses on a computer ({names}) can't be seen by others: put them "
                "on the web and write their addresses there.",
                names=_in_short(local),
            )
        )
    if _BUILT_IN_PICTURE.search(text):
        notes.append(
            say("Pictures written into the text itself aren't shown by Gmail: put them on the web.")
        )
    if _SCRIPT.search(text):
        notes.append(say("It holds a script, which no mail program carries out."))
    if "<mj-include" in text:
        notes.append(
            say(
                "It asks for other files (mj-include), which aren't read: paste their text instead."
            )
        )
    return tuple(notes)


def _of_mail(mail: MailFile) -> Opened:
    way = ContentSource.HTML if mail.html.strip() else ContentSource.TEXT
    text = mail.html or mail.text
    draft = replace(
        Draft(subject=mail.subject, preheader=mail.preheader, sender=mail.sender), source=way
    ).with_written(text)
    notes = []
    if way is ContentSource.TEXT:
        notes.append(say("It has no HTML, so it is written as plain text."))
    if not mail.subject:
        notes.append(say("It has no subject."))
    if not mail.sender.address:
        notes.append(say("It names no sender."))
    if mail.preheader:
        notes.append(say("Its hidden preview line now stands in the field for it."))
    if mail.pictures_inside:
        notes.append(
            say(
                "Pictures inside the file were left out, their places stay empty ({count}): put "
                "them on the web and write their addresses there.",
                count=mail.pictures_inside,
            )
        )
    if mail.attachments:
        notes.append(say("Attachments were left out: {names}.", names=_in_short(mail.attachments)))
    return Opened(
        draft,
        encoding="utf-8",
        is_guess=mail.is_guess,
        can_be_written_back=False,
        notes=(*notes, *_about_text(text, way)),
    )


def _in_short(names: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return shown if len(names) <= _NAMES_SHOWN else f"{shown}, …"
