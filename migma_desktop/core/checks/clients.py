"""What the mail programs that matter to the author do with each element, property and selector.

The verdicts are caniemail.com's, trimmed by ``packaging/caniemail.py``. They are hints: an email
may well go without its round corners somewhere.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from migma_desktop.core.checks import styles
from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.page import Element, Page
from migma_desktop.core.models import PlaceholderUse
from migma_desktop.core.settings import MAIL_PROGRAMS
from migma_desktop.core.texts import say
from migma_desktop.paths import resource

GMAIL_STYLES = 16 * 1024
"""Bytes of style sheets, all together, from which on Gmail drops them (hteumeuleu/caniemail, issue
144: the site's author, 2021; hteumeuleu/email-bugs, issue 90). The 8192 characters a block that
articles of 2016 and 2017 name were the limit before."""

_SHOWN = 12
_RULE_HEAD = re.compile(r"[^{};<\n]{1,80}+")  # what is selected of a rule, for the eye
# Told by other checks, in plainer words.
_TOLD_ELSEWHERE = frozenset(
    {"html-form", "html-video", "html-audio", "html-object", "html-link", "image-base64"}
)

# Nobody misses them where they are ignored, so they come last.
_HARMLESS = frozenset(
    {"html-body", "html-lang", "html-loading-attribute", "html-role", "html-target", "css-comments"}
)


class Verdict(NamedTuple):
    """What one family of mail programs does with a feature."""

    family: str
    name: str
    worst: str  # n, a, y; u when nobody tested it
    is_everywhere: bool  # the same on each of the family's devices


@dataclass(frozen=True)
class Feature:
    """Something that HTML and CSS can do."""

    slug: str
    title: str
    support: str  # a letter for each mail program


@dataclass(frozen=True)
class Support:
    """All features by the ways in which they are written, and the families of mail programs."""

    features: dict[str, Feature]
    families: dict[str, tuple[str, tuple[int, ...]]]
    by_use: dict[str, tuple[Feature, ...]] = field(default_factory=dict)

    def verdicts(self, feature: Feature, families: Sequence[str]) -> list[Verdict]:
        """Return what these families do with a feature."""
        found = []
        for family in families:
            if family not in self.families:
                continue  # chosen with other data
            name, places = self.families[family]
            letters = {feature.support[place] for place in places} - {"u"}
            worst = next((letter for letter in "nay" if letter in letters), "u")
            found.append(Verdict(family, name, worst, len(letters) == 1))
        return found


@cache
def support() -> Support:
    """Read the data that ships with the program, once."""
    raw: dict[str, Any] = json.loads(resource("caniemail/support.json").read_text("utf-8"))
    features = {
        slug: Feature(slug, each["title"], each["support"])
        for slug, each in raw["features"].items()
    }
    by_use: dict[str, tuple[Feature, ...]] = {}
    for slug, each in raw["features"].items():
        for use in each["uses"]:
            by_use[use] = (*by_use.get(use, ()), features[slug])
    families = {
        key: (each["name"], tuple(each["clients"])) for key, each in raw["families"].items()
    }
    return Support(features, families, by_use)


def about_mail_programs(
    checked: Checked, families: Sequence[str] = MAIL_PROGRAMS
) -> Iterator[Finding]:
    """Yield what the chosen mail programs don't know, the most widely unknown first."""
    yield from _about_gmail(checked)
    if not checked.is_html_written_here:
        return  # nobody wrote these styles, and nobody can change them here
    data = support()
    unknown = []
    used = _Uses(checked.page)
    for use, (count, element, start) in used.first.items():
        for feature in data.by_use.get(use, ()):
            without = [
                verdict for verdict in data.verdicts(feature, families) if verdict.worst == "n"
            ]
            if without and feature.slug not in _TOLD_ELSEWHERE:
                unknown.append((feature, without, count, element, start))
    unknown.sort(key=lambda each: (each[0].slug in _HARMLESS, -len(each[1])))
    told: set[str] = set()
    for feature, without, count, element, start in unknown:
        if feature.slug in told or len(told) >= _SHOWN:
            continue
        told.add(feature.slug)
        yield _finding(feature, without, count, _place(checked, element, start))


def uses_of(page: Page) -> Counter[str]:
    """Return everything that a page uses, and how often."""
    return Counter({use: count for use, (count, _, _) in _Uses(page).first.items()})


def _place(checked: Checked, element: Element | None, start: int) -> PlaceholderUse | None:
    if element is not None:
        return checked.place(element)
    html = checked.page.html
    head = _RULE_HEAD.match(html, start)
    return checked.place_of_css(start, head.end() if head else start)


def _finding(
    feature: Feature, without: list[Verdict], count: int, place: PlaceholderUse | None
) -> Finding:
    names = ", ".join(
        verdict.name if verdict.is_everywhere else f"{verdict.name}*" for verdict in without
    )
    in_part = any(not verdict.is_everywhere for verdict in without)
    return Finding(
        Level.HINT,
        say("“{feature}” is ignored by {names}.", feature=feature.title, names=names),
        say(
            "Used {count}×. Make sure that the email reads well without it. * on some devices",
            count=count,
        )
        if in_part
        else say("Used {count}×. Make sure that the email reads well without it.", count=count),
        FIELD,
        place,
    )


def _about_gmail(checked: Checked) -> Iterator[Finding]:
    page = checked.rendered_page
    sheets = [page.html[start:end] for start, end in page.sheets]
    size = sum(len(css.encode(errors="replace")) for css in sheets)
    place = None
    if checked.page.sheets:
        place = checked.place_of_css(*checked.page.sheets[-1])
    if size > GMAIL_STYLES:
        yield Finding(
            Level.WARNING,
            say("The style sheets are {size} KB large.", size=size // 1024),
            say("Gmail drops them from 16 KB on. Take out what the email doesn't use."),
            FIELD,
            place,
        )
    for start, end in checked.page.sheets:
        nested = styles.sheet(checked.page.html[start:end]).nested_at_rule
        if nested >= 0:
            yield Finding(
                Level.WARNING,
                say("A rule with @ stands inside another one."),
                say("Gmail then drops the whole style sheet. Write them one after the other."),
                FIELD,
                checked.place_of_css(start + nested, start + nested + 1),
            )
            return


class _Uses:
    """Collects what a page uses: how often, and where first."""

    def __init__(self, page: Page) -> None:
        self.first: dict[str, tuple[int, Element | None, int]] = {}
        for element in page.elements:
            for use in _uses_of_element(element):
                self._add(use, element, element.start)
        for start, end in page.sheets:
            for first in styles.sheet(page.html[start:end]).uses:
                self._add(first.what, None, start + first.start)

    def _add(self, use: str, element: Element | None, start: int) -> None:
        known = self.first.get(use)
        self.first[use] = (1, element, start) if known is None else (known[0] + 1, *known[1:])


def _uses_of_element(element: Element) -> Iterator[str]:
    yield f"element {element.name}"
    attributes = element.attributes
    for name in attributes:
        yield f"attribute {name}"
    if style := attributes.get("style"):
        for declaration in styles.declarations(style):
            yield from declaration.uses
    if element.name in {"input", "button"}:
        yield f"control {element.name}:{attributes.get('type', 'text').lower()}"
    elif element.name == "img":
        yield f"image {_kind_of_image(attributes.get('src', ''))}"
    elif element.name == "a":
        address = attributes.get("href", "")
        if address.startswith("#"):
            yield "link #"
        elif address[:7].lower() == "mailto:":
            yield "link mailto"
    elif element.name == "meta":
        yield f"meta {attributes.get('name', '').lower()}"


def _kind_of_image(address: str) -> str:
    if address[:5].lower() == "data:":
        return "base64"
    path = address[:2000].partition("?")[0].partition("#")[0]
    return path.rpartition(".")[2].lower() if "." in path else ""
