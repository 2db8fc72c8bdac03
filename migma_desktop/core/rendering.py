"""The one renderer: from a draft to the email that is previewed, checked, tested and sent.

Source (Markdown, HTML, MJML or plain text) -> a whole document -> styles in attributes ->
preheader as hidden preview text -> placeholders. The same draft gives the same bytes, always:
nothing here asks the clock, the network or the user's files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import escape

from migma_desktop.core import filling, html_scan
from migma_desktop.core.draft import ContentSource, Draft
from migma_desktop.core.inlining import Inlining, LiveInliner, inline
from migma_desktop.core.placeholders import fallback_of, find
from migma_desktop.core.rendered import (
    Placeholder,
    PlaceholderSpot,
    RenderedEmail,
    StoredContent,
)
from migma_desktop.paths import resource

_Inline = Callable[[str], Inlining]

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTENT_MARK = "<!-- content -->"
_TITLE_MARK = "<!-- title -->"
_DIRECTION_MARK = 'dir="ltr"'
_PLACEHOLDERS = re.compile(r"\{\{[^{}]*+\}\}")
_DIRECTION_REACH = 2000  # characters in which the first letter is looked for

_FRAGMENT_HEAD = """\
<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
"""
_FRAGMENT_TAIL = "\n</body>\n</html>\n"

# Hidden in every way that one of the common mail programs needs; the run of invisible
# characters keeps the first words of the body out of the inbox line.
_PREHEADER = (
    '\n<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;'
    'opacity:0;overflow:hidden;mso-hide:all">{text}{padding}</div>\n'
)
_PADDING = "&#847;&zwnj;&nbsp;"
_INBOX_LINE = 140  # characters that the widest inbox shows


def render(draft: Draft, *, stored: StoredContent | None = None) -> RenderedEmail:
    """Return the email that a draft makes.

    For an email made in Migma, ``stored`` is what was read of it: ``template`` is then empty,
    since only its id is sent, and ``html`` is for the preview.

    Raises:
        DraftRefused: the source can't be rendered; ``field`` names the control to look at.
    """
    return _render(draft, stored, inline)


class Renderer:
    """``render`` for a draft that is being typed: the same result, sooner.

    It remembers the last document, so that typing text costs no new inlining. May be called
    from several threads.
    """

    def __init__(self) -> None:
        self._inliner = LiveInliner()

    def __call__(self, draft: Draft, *, stored: StoredContent | None = None) -> RenderedEmail:
        """Return what ``render`` returns."""
        return _render(draft, stored, self._inliner.inline)

    def at_once(self, draft: Draft) -> RenderedEmail | None:
        """Return what ``render`` returns where only text was typed into HTML, or else None.

        Its costs grow with the size and the placeholders of the email alone.
        """
        if draft.source is not ContentSource.HTML:
            return None
        source = _clean(draft.html)
        inlining = self._inliner.inline_typed(_whole(source))
        return None if inlining is None else _rendered_here(draft, source, inlining)


def source_as_html(draft: Draft) -> str:
    """Return the HTML source that makes the same email as the draft: for going on by hand.

    Raises:
        DraftRefused: the source can't be rendered as it stands.
    """
    return _document(draft.source, _clean(draft.written), _clean(draft.subject))


def text_part(draft: Draft, html: str) -> str:
    """Return the plain-text part of an email: ``html`` in words, or what was written as text.

    ``html`` is what the draft was rendered to, with its values.

    Raises:
        ValueError: the HTML can't be read as a document.
    """
    if draft.source is ContentSource.TEXT:
        return filling.fill(_clean(draft.text), draft.variables, filling.as_text)
    return plain_text(html)


def plain_text(html: str) -> str:
    """Return the text of an email, as its plain-text part will read.

    Raises:
        ValueError: the HTML can't be read as a document.
    """
    if not html.strip():
        return ""
    from migma_desktop.core.text_part import text_of  # 70 ms: the window must not wait for it

    text = text_of(html)
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(lines) + "\n"


def _render(draft: Draft, stored: StoredContent | None, inline_with: _Inline) -> RenderedEmail:
    if draft.source.is_written_here:
        source = _clean(draft.written)
        document = _document(draft.source, source, _clean(draft.subject))
        return _rendered_here(draft, source, inline_with(document))
    return _rendered_at_migma(draft, stored or StoredContent(html=""))


def _rendered_here(draft: Draft, source: str, inlining: Inlining) -> RenderedEmail:
    subject, preheader = _clean(draft.subject), _clean(draft.preheader)
    document = _with_preheader(inlining.html, preheader)
    template = filling.fill_ambiguous(document, draft.variables, filling.for_html)
    return _with_values(
        draft,
        subject=subject,
        preheader=preheader,
        source=source,
        is_html=draft.source.has_tags,
        template=template,
        html=filling.fill(document, draft.variables, filling.for_html),
        was_inlined=inlining.was_inlined,
    )


def _rendered_at_migma(draft: Draft, stored: StoredContent) -> RenderedEmail:
    return _with_values(
        draft,
        subject=_clean(draft.subject) or stored.subject,
        preheader=stored.preheader,
        source=stored.html,
        is_html=True,
        template="",
        html=filling.fill(stored.html, draft.variables, filling.for_html, fallbacks=False),
        was_inlined=False,
    )


def _with_values(
    draft: Draft,
    *,
    subject: str,
    preheader: str,
    source: str,
    is_html: bool,
    template: str,
    html: str,
    was_inlined: bool,
) -> RenderedEmail:
    values = draft.variables
    placeholders = find(subject, preheader, source, is_html=is_html)
    if not draft.source.is_written_here:
        placeholders = tuple(map(_filled_elsewhere, placeholders))
    names = [placeholder.name for placeholder in placeholders]
    used = dict.fromkeys(root for name in names if (root := filling.root_of(name, values)))
    return RenderedEmail(
        template=template,
        subject_template=filling.fill_ambiguous(subject, values, filling.for_header),
        variables={name: values[name] for name in used},
        html=html,
        subject=filling.fill(subject, values, filling.for_header),
        preheader=filling.fill(preheader, values, filling.for_header),
        placeholders=placeholders,
        missing=frozenset(
            each.name
            for each in placeholders
            if fallback_of(each) is None and not filling.is_filled(each.name, values)
        ),
        unused=frozenset(values.keys() - used.keys()),
        was_inlined=was_inlined,
    )


def _filled_elsewhere(placeholder: Placeholder) -> Placeholder:
    """Take the fallbacks of a stored text away: Migma fills it, and nobody knows how."""
    uses = tuple(
        use if use.spot is PlaceholderSpot.SUBJECT else replace(use, fallback=None)
        for use in placeholder.uses
    )
    return Placeholder(placeholder.name, uses)


def _clean(text: str) -> str:
    """Replace halves of characters, which no encoding can carry, by the replacement character."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def _document(way: ContentSource, source: str, subject: str) -> str:
    """Return the whole document that a source makes, its styles still in their sheets."""
    if way is ContentSource.HTML:
        return _whole(source)
    if way is ContentSource.MJML:
        from migma_desktop.core.mjml_email import to_html as from_mjml

        return from_mjml(source) if source.strip() else _whole("")
    if way is ContentSource.TEXT:
        from migma_desktop.core.text_email import to_html as from_text

        return _in_base("text", from_text(source), source, subject)
    return _from_markdown(source, subject)


def _whole(html: str) -> str:
    if html_scan.is_document(html):
        return html
    return f"{_FRAGMENT_HEAD}{html}{_FRAGMENT_TAIL}"


def _from_markdown(source: str, subject: str) -> str:
    from migma_desktop.core.markdown_email import to_html  # 60 ms: the window must not wait

    return _in_base("base", to_html(source), source, subject)


def _in_base(style: str, content: str, source: str, subject: str) -> str:
    """Return a document in one of our styles, written in the direction of its source."""
    before, after = _base(style)
    before = before.replace(_TITLE_MARK, escape(subject, quote=False))
    if _is_right_to_left(source):
        before = before.replace(_DIRECTION_MARK, 'dir="rtl"')
    return f"{before}{content}{after}"


def _is_right_to_left(text: str) -> bool:
    """Tell the direction by the first letter that has one (Unicode bidi algorithm, P2 and P3)."""
    if text.isascii():
        return False
    letters = map(unicodedata.bidirectional, _PLACEHOLDERS.sub("", text[:_DIRECTION_REACH]))
    return next((letter for letter in letters if letter in {"L", "R", "AL"}), "L") != "L"


@cache
def _base(style: str) -> tuple[str, str]:
    """Return a style before and behind the content; the files ship with the program."""
    text = resource(f"templates/{style}.html").read_text(encoding="utf-8")
    before, _, after = text.partition(_CONTENT_MARK)
    return before, after


def _with_preheader(document: str, preheader: str) -> str:
    if not preheader:
        return document
    padding = _PADDING * max(0, _INBOX_LINE - len(preheader))
    hidden = _PREHEADER.format(text=escape(preheader), padding=padding)
    position = html_scan.body_start(document)
    return document[:position] + hidden + document[position:]
