"""Parts that MJML doesn't know: they are left out of the email without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migma_desktop.core import mjml_scan
from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Edit, Finding, Fix, Level
from migma_desktop.core.models import ContentSource, PlaceholderSpot, PlaceholderUse
from migma_desktop.core.texts import say


def about_mjml(checked: Checked) -> Iterator[Finding]:
    """Yield each unknown part once, with the one that was probably meant."""
    if checked.draft.source is not ContentSource.MJML:
        return
    named: set[str] = set()
    for fault, meant in mjml_scan.unknown_tags(checked.source):
        name = checked.source[fault.start : fault.end]
        if name in named:
            continue
        named.add(name)
        place = PlaceholderUse(PlaceholderSpot.BODY, fault.start, fault.end, fault.line)
        fix = _fix(checked.source, name, meant) if meant else None
        yield Finding(Level.WARNING, fault.text, fault.advice, FIELD, place, fix)


def _fix(source: str, name: str, meant: str) -> Fix:
    bare = re.escape(name)
    tags = re.finditer(rf"(?:(?<=<)|(?<=</)){bare}(?![\w:.-])", source)
    edits = [Edit(PlaceholderSpot.BODY, *match.span(), name, meant) for match in tags]
    return Fix(say("Write <{name}>", name=meant), tuple(edits))
