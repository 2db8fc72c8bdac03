"""Whether the HTML survives: what never runs, what never closes, what a screen reader needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.page import Element, Fault
from migma_desktop.core.clipping import CLIPPED_BYTES
from migma_desktop.core.texts import say

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_PREHEADER_CLASS = re.compile(r"pre-?header|preview-?text", re.IGNORECASE)
_ACTIVE = ("script", "iframe", "form", "video", "audio", "object", "embed", "frameset")
_HEADING = re.compile(r"h([1-6])")
_DATA_PARTS = frozenset({"th", "caption"})


def about_size(checked: Checked) -> Iterator[Finding]:
    """Yield what the size of the whole email means."""
    size = len(checked.rendered.html.encode(errors="replace"))
    if size > CLIPPED_BYTES:
        yield Finding(
            Level.WARNING,
            say("The email is {size} KB large.", size=size // 1024),
            say("Gmail shows the first 102 KB and hides the rest behind a link. Shorten it."),
            FIELD,
        )


def about_parts(checked: Checked) -> Iterator[Finding]:
    """Yield the elements that mail programs take out or read differently."""
    for element in checked.page.named(*_ACTIVE, "link", "meta"):
        if element.name == "link":
            yield from _about_linked_file(checked, element)
        elif element.name == "meta":
            yield from _about_charset(checked, element)
        else:
            yield checked.warning(
                say("There is a <{tag}> in the email.", tag=element.name),
                say("Mail programs take it out or don't run it. Link to a page instead."),
                element,
            )


def about_nesting(checked: Checked) -> Iterator[Finding]:
    """Yield the tags that lack their counterpart. Only the author of the tags can help it."""
    if checked.is_html_written_here:
        for fault in checked.page.faults:
            yield _about_fault(checked, fault)


def about_reading_aloud(checked: Checked) -> Iterator[Finding]:
    """Yield what people who listen to the email stumble over."""
    if not checked.draft.source.is_written_here:
        return
    yield from _about_headings(checked)
    if checked.is_html_written_here:
        yield from _about_language(checked)
        yield from _about_layout_tables(checked)


def has_own_preheader(checked: Checked) -> bool:
    """Tell whether the author wrote hidden preview text into the HTML."""
    return any(
        _PREHEADER_CLASS.search(element.attributes.get("class", ""))
        for element in checked.page.named("span", "div", "p")
    )


def _about_linked_file(checked: Checked, element: Element) -> Iterator[Finding]:
    if "stylesheet" in element.attributes.get("rel", "").lower().split():
        yield checked.warning(
            say("The email links to a style sheet."),
            say("Most mail programs don't load it. Paste its rules into a <style> block."),
            element,
        )


def _about_charset(checked: Checked, element: Element) -> Iterator[Finding]:
    charset = element.attributes.get("charset", "")
    if not charset and (found := _CHARSET.search(element.attributes.get("content", ""))):
        charset = found[1]
    if charset and charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        at = checked.page.html.lower().find(charset.lower(), element.start, element.end)
        yield checked.warning(
            say("The email says that it is written in {charset}.", charset=charset),
            say("It is sent as UTF-8, so letters may come out wrong. Write charset=utf-8."),
            element,
            checked.fix(say("Write utf-8"), (at, at + len(charset), "utf-8")) if at >= 0 else None,
        )


def _about_fault(checked: Checked, fault: Fault) -> Finding:
    place = checked.page.place(fault.start, fault.end)
    if fault.is_end:
        return Finding(
            Level.WARNING,
            say("</{tag}> closes nothing.", tag=fault.name),
            say(
                "Line {line}: no <{tag}> is open there. Take it away, or write the beginning.",
                line=place.line,
                tag=fault.name,
            ),
            FIELD,
            place,
            checked.fix(say("Take it away"), (fault.start, fault.end, "")),
        )
    if fault.closer:
        advice = say(
            "Line {line}: </{closer}> comes before it is closed, and mail programs guess "
            "differently. Write </{tag}> first.",
            line=place.line,
            closer=fault.closer,
            tag=fault.name,
        )
    else:
        advice = say(
            "Line {line}: mail programs guess differently where it ends. Write </{tag}> there.",
            line=place.line,
            tag=fault.name,
        )
    text = say("<{tag}> is never closed.", tag=fault.name)
    return Finding(Level.WARNING, text, advice, FIELD, place)


def _about_headings(checked: Checked) -> Iterator[Finding]:
    before = 0
    for element in checked.page.elements:
        match = _HEADING.fullmatch(element.name)
        if match is None:
            continue
        level = int(match[1])
        if before and level > before + 1:
            yield checked.hint(
                say(
                    "A heading of level {level} follows level {before}.", level=level, before=before
                ),
                say("Screen readers jump from heading to heading: leave no level out."),
                element,
            )
        before = level


def _about_language(checked: Checked) -> Iterator[Finding]:
    for element in checked.page.named("html"):
        if not element.attributes.get("lang", "").strip():
            yield checked.hint(
                say("The email doesn't say in which language it is."),
                say('Screen readers need it to pronounce it. Write <html lang="en">, or yours.'),
                element,
            )
        return


def _about_layout_tables(checked: Checked) -> Iterator[Finding]:
    with_data = {id(_table_around(element)) for element in checked.page.named(*_DATA_PARTS)}
    tables = [
        table
        for table in checked.page.named("table")
        if "role" not in table.attributes and id(table) not in with_data
    ]
    if not tables:
        return
    spans = [(table.start + 6, table.start + 6, ' role="presentation"') for table in tables]
    yield checked.hint(
        say("A table that arranges the page is read out as data.")
        if len(tables) == 1
        else say("{count} tables that arrange the page are read out as data.", count=len(tables)),
        say('Screen readers count their rows aloud. Write <table role="presentation">.'),
        tables[0],
        checked.fix(say("Mark them as layout"), *spans),
    )


def _table_around(element: Element) -> Element | None:
    around = element.parent
    while around is not None and around.name != "table":
        around = around.parent
    return around
