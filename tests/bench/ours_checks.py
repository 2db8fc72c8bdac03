"""All offline checks of one email, or parsing it once with the libraries they use.

``ms`` is what this process worked: other programs take no part in it.

The styles that the checks remember are forgotten before each measurement: an email that was never
looked at before. ``braces`` finds placeholders in text made to be slow.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from html import unescape
from statistics import median

import tinycss2
from selectolax.lexbor import LexborHTMLParser

from migma_desktop.core.checks import contrast, styles
from migma_desktop.core.checks.whole import check
from migma_desktop.core.foreign import find_foreign
from migma_desktop.core.models import ContentSource, Draft, Recipient, Sender
from migma_desktop.core.placeholders import find
from migma_desktop.core.rendering import render
from tests.bench import documents
from tests.bench.processes import report

_RUNS = 3
_SHEET = (
    "<style>td{line-height:1.5} @media (max-width:600px){.stack{display:block !important}}"
    "@media (prefers-color-scheme:dark){td{color:#eeeeee !important}}</style>"
)
_REMEMBERED = (
    styles.declarations,
    styles.values,
    styles._one_declaration,
    styles.sheet,
    contrast._parsed,
)
_STYLE = re.compile(r'style="([^"]*)"')
_SHEETS = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_HOSTILE = (
    "{",
    "{{",
    "{{a",
    "{{a|",
    "{{a}",
    "}}",
    "{{a|b}}",
    "{{a}}",
    "%a",
    "*|A",
    "[[a",
    "{%",
    "<%",
)


def document(kilobytes: int) -> str:
    """Return an email whose rows all have styles of their own."""
    html = documents.email(kilobytes)
    number = iter(range(len(html)))
    varied = re.sub(r"padding:8px 16px", lambda _: f"padding:8px {next(number)}px", html)
    return varied.replace("<body", f"<head>{_SHEET}</head><body", 1)


def parse(html: str) -> None:
    """Parse HTML and its CSS once, and do nothing with them."""
    LexborHTMLParser(html)
    for css in _SHEETS.findall(html):
        for rule in tinycss2.parse_stylesheet(css):
            if isinstance(rule, tinycss2.ast.QualifiedRule):
                tinycss2.parse_blocks_contents(rule.content)
    for style in _STYLE.findall(html):
        tinycss2.parse_blocks_contents(unescape(style))


def measured(work: Callable[[], object]) -> float:
    """Return the milliseconds that some work takes, the caches empty each time."""
    times = []
    for _ in range(_RUNS):
        for remembered in _REMEMBERED:
            remembered.cache_clear()
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return median(times)


def main(side: str, kilobytes: int) -> int:
    """Measure and report."""
    if side == "braces":
        texts = [piece * (kilobytes * 1024 // len(piece)) for piece in _HOSTILE]
        report(ms=measured(lambda: _find_all(texts)))
        return 0
    html = document(kilobytes)
    if side == "parse":
        parse(html[:1000])
        report(ms=measured(lambda: parse(html)))
        return 0
    draft = Draft(
        recipient=Recipient(email="ada@example.com"),
        sender=Sender("shop@example.org", "Shop"),
        subject="Your order",
        source=ContentSource.HTML,
        html=html,
    )
    rendered = render(draft)
    check(draft, rendered, domain=None)  # loads what is loaded once
    report(ms=measured(lambda: check(draft, rendered, domain=None)))
    return 0


def _find_all(texts: list[str]) -> None:
    for text in texts:
        find("", "", text, is_html=True)
        find_foreign("", "", text, is_html=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
