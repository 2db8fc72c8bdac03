"""From one way of writing an email to another: what is kept, and what can't be.

Each way has a text of its own in the draft, so nothing is ever lost for good: going back brings
back what was written there. What is said here is what the email itself would lack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from migma_desktop.core.draft import ContentSource, Draft
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.html_to_markdown import to_markdown
from migma_desktop.core.markdown_words import escaped, escaped_start
from migma_desktop.core.rendering import source_as_html
from migma_desktop.core.shielding import shielded
from migma_desktop.core.texts import Text, say

_TITLE = re.compile(r"<title>[^<]*</title>")
_INDENT = re.compile(r"^ +", re.MULTILINE)
_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_FORMATTED = re.compile(r"<(?:b|strong|i|em|h[1-6]|table|blockquote|ul|ol|hr)\b", re.IGNORECASE)
_STYLED = re.compile(r"<(?:style|table|font|center|div)\b|\bstyle\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A text written another way, and what it can't keep."""

    text: str
    lost: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What changing the way of writing would do; ``fresh`` and ``kept`` are texts to go on with.

    ``kept`` is what was written that way before, None where there is nothing to choose.
    ``problem`` tells why what is written now can't be taken along.
    """

    to: ContentSource
    fresh: Conversion
    kept: str | None = None
    problem: DraftRefused | None = None

    @property
    def needs_an_answer(self) -> bool:
        """Whether the user should be asked first."""
        return self.kept is not None or self.problem is not None or bool(self.fresh.lost)


def change(draft: Draft, to: ContentSource) -> Change:
    """Return what it would mean to write a draft another way. Not for the GUI thread."""
    kept, present = draft.written_as(to), draft.written
    if not present.strip() or draft.source is to:
        return Change(to, Conversion(kept))
    if kept.strip() and _came_from(draft, to):
        return Change(to, Conversion(kept))  # going back to where nothing has changed
    try:
        fresh = convert(draft, to)
    except DraftRefused as refusal:
        return Change(to, Conversion(""), kept if kept.strip() else None, refusal)
    if not kept.strip():
        return Change(to, fresh)
    if _alike(fresh.text, kept):
        return Change(to, Conversion(kept, fresh.lost))
    return Change(to, fresh, kept)


def convert(draft: Draft, to: ContentSource) -> Conversion:
    """Write the text of a draft another way. Placeholders stay placeholders.

    Raises:
        DraftRefused: the text can't be understood as what it is.
    """
    return _ROADS[to](draft)


def _came_from(draft: Draft, to: ContentSource) -> bool:
    """Tell whether the present text is what the other way's text became, unchanged since."""
    try:
        made = convert(replace(draft, source=to), draft.source)
    except DraftRefused:
        return False
    return _alike(made.text, draft.written)


def _alike(one: str, other: str) -> bool:
    """Compare two texts without their title: it follows the subject."""
    return _TITLE.sub("", one).strip() == _TITLE.sub("", other).strip()


def _to_html(draft: Draft) -> Conversion:
    return Conversion(source_as_html(draft))


def _to_markdown(draft: Draft) -> Conversion:
    if draft.source is ContentSource.TEXT:
        return Conversion(text_as_markdown(draft.text))
    html = source_as_html(draft)
    written = to_markdown(html)
    lost = []
    if _STYLED.search(html):
        lost.append(say("Layout, colours and fonts: the Write view has a style of its own."))
    lost += _pictures(written.pictures_left_out)
    return Conversion(written.markdown + "\n", tuple(lost))


def _to_text(draft: Draft) -> Conversion:
    from migma_desktop.core.html_to_text import to_text

    if draft.source is ContentSource.MARKDOWN:
        from migma_desktop.core.markdown_email import to_html

        html = to_html(draft.markdown)
    else:
        html = source_as_html(draft)
    lost = []
    if draft.source.has_tags and _STYLED.search(html):
        lost.append(say("Layout, colours and fonts."))
    elif _FORMATTED.search(html):
        lost.append(say("Headings, bold and slanted words, tables and buttons become plain words."))
    if _PICTURE.search(html):
        lost.append(say("Pictures: only the words that describe them stay."))
    return Conversion(to_text(html), tuple(lost))


def _to_mjml(draft: Draft) -> Conversion:
    from migma_desktop.core import mjml_making

    if draft.source is ContentSource.TEXT:
        return Conversion(mjml_making.of_text(draft.text))
    if draft.source is ContentSource.MARKDOWN:
        from migma_desktop.core.markdown_email import to_html

        lost = say("The program's own style. Boxes and columns become plain tables.")
        return Conversion(mjml_making.of_blocks(to_html(draft.markdown)), (lost,))
    return Conversion(
        mjml_making.of_document(draft.html),
        (
            say(
                "Your HTML stays HTML: it is put into MJML as it is, and looks the same. It gets "
                "no MJML sections and columns."
            ),
        ),
    )


_ROADS: dict[ContentSource, Callable[[Draft], Conversion]] = {
    ContentSource.HTML: _to_html,
    ContentSource.MARKDOWN: _to_markdown,
    ContentSource.TEXT: _to_text,
    ContentSource.MJML: _to_mjml,
}


def text_as_markdown(text: str) -> str:
    """Return the Markdown that reads as a plain text does, line for line."""
    return shielded(text, _as_markdown)


def _as_markdown(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        words = line.lstrip(" \t")
        indent = "&nbsp;" * len(line.expandtabs(4)[: -len(words) or None]) if words else ""
        written = escaped(words)
        lines.append(indent + (written if indent else escaped_start(written)))
    return "\n".join(lines)


def _pictures(count: int) -> Sequence[Text]:
    if not count:
        return ()
    if count == 1:
        return (say("One picture that has no address on the web."),)
    return (say("{count} pictures that have no address on the web.", count=count),)


def pictures_left_out(count: int) -> Text:
    """Say how many pictures a paste or a file brought that others could not see."""
    if count == 1:
        return say("One picture was left out: it has no address on the web.")
    return say("{count} pictures were left out: they have no address on the web.", count=count)
