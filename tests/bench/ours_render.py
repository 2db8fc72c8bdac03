"""One whole rendering of an email, or what the libraries in it cost alone.

``ms`` is what this process worked: other programs take no part in it. Nothing is remembered from
one rendering to the next: an email that was never seen before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import css_inline
from inscriptis import get_text  # type: ignore[import-untyped]

from migma_desktop.core import inlining, text_part
from migma_desktop.core.models import ContentSource, Draft, Recipient, Sender
from migma_desktop.core.rendering import plain_text, render
from tests.bench import documents
from tests.bench.processes import report

_RUNS = 9
_SHEET = (
    "<style>body{font-family:Arial,sans-serif} td{line-height:1.5;padding:8px 16px}"
    "tr:nth-child(2n) td{background:#f4f4f4} .sum{text-align:right} h1{font-size:28px}"
    "@media (max-width:600px){.stack{display:block !important}}"
    "@media (prefers-color-scheme:dark){td{color:#eeeeee !important}}</style>"
)
_VALUES = {"first_name": "Ada & Ben", "order": "4711", "city": "Zürich"}


def document(kilobytes: int) -> str:
    """Return an email with a sheet of styles, and placeholders in every seventh row."""
    html = documents.email(kilobytes, heading="Thanks, {{first_name|there}}")
    html = html.replace('<td style="padding:8px 16px;text-align:right">', '<td class="sum">')
    names = [f"{{{{{name}}}}}" for name in _VALUES]
    rows = html.split("a thing that somebody ordered")
    filled = [
        f"{row}{names[number % len(names)] if number % 7 == 0 else 'a thing'}"
        for number, row in enumerate(rows)
    ]
    return "".join(filled).replace("<body", f"<head>{_SHEET}</head><body", 1)


def ours(draft: Draft) -> None:
    """Find, fill, inline, and make the text part."""
    plain_text(render(draft).html)


def libraries(html: str) -> None:
    """Inline and make the text part; no placeholder is found or filled."""
    inliner = css_inline.CSSInliner(
        keep_style_tags=True,
        keep_link_tags=True,
        remove_inlined_selectors=True,
        load_remote_stylesheets=False,
    )
    get_text(inliner.inline(html))


def measured(work: Callable[[], object]) -> float:
    """Return the milliseconds that some work takes when nothing is remembered."""
    work()  # loads what is loaded once
    times = []
    for _ in range(_RUNS):
        inlining._inline_skeleton.cache_clear()
        text_part._says_something.cache_clear()
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return median(times)


def main(side: str, kilobytes: int) -> int:
    """Measure and report."""
    html = document(kilobytes)
    draft = Draft(
        recipient=Recipient(email="ada@example.com"),
        sender=Sender("shop@example.org", "Shop"),
        subject="Your order {{order}}",
        preheader="It is on its way to {{city}}",
        source=ContentSource.HTML,
        html=html,
        variables=_VALUES,
    )
    work = partial(ours, draft) if side == "render" else partial(libraries, html)
    report(ms=measured(work))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
