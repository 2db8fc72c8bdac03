"""Whether text can be read on its ground, in light and in dark.

Colours are those of the rendered email: its styles stand in attributes, except for those that wait
for dark mode. The ratio and its limits are WCAG 2.2's (https://www.w3.org/TR/WCAG22/, "relative
luminance", "contrast ratio", success criterion 1.4.3). Where a picture or a gradient is the
ground, nobody can tell from the text, so nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from tinycss2.color4 import parse_color

from migma_desktop.core.checks import styles
from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.page import Element, Page
from migma_desktop.core.skeleton import NUMBER, skeleton_of
from migma_desktop.core.texts import Text, say

Color = tuple[float, float, float]

_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
_DARK_GROUND = (0.07, 0.07, 0.07)  # #121212, what browsers paint below a dark page
_LINK, _DARK_LINK = (0.0, 0.0, 0.93), (0.62, 0.62, 1.0)  # browsers' own
_ENOUGH, _ENOUGH_WHEN_LARGE = 4.5, 3.0
_LARGE, _LARGE_WHEN_BOLD = 24.0, 18.66  # px: 18 and 14 pt
_USUAL_SIZE = 16.0
_MOST_DARK_RULES = 100  # selectors that are looked up: each costs a walk over the email
_SHOWN = 5
_LONGEST_COLOR = 100  # characters
_SPACES = frozenset({"srgb", "hsl", "hwb"})
_IS_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_NOTHING: Mapping[str, str] = {}
_HIDDEN = re.compile(r"^(?:0(?:px|pt|em|%)?|none|hidden)$")
_SIZE = re.compile(r"([\d.]{1,8})(px|pt|em|rem|%)?")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "": 1.0, "rem": _USUAL_SIZE}


class _Look(NamedTuple):
    """How an element's text is drawn; no ``ground`` means that a picture lies below it."""

    color: Color
    ground: Color | None
    size: float
    is_bold: bool
    is_hidden: bool


def about_contrast(checked: Checked) -> Iterator[Finding]:
    """Yield the texts that are hard to read, in light and then in dark."""
    page = checked.rendered_page
    light = [_own_values(element) for element in page.elements]
    yield from islice(_weak(checked, page, light, is_dark=False), _SHOWN)
    dark = _dark_styles(page, light)
    if dark or _says_dark(page):
        changed = [{**own, **dark.get(number, {})} for number, own in enumerate(light)]
        yield from islice(_weak(checked, page, changed, is_dark=True), _SHOWN)


def _own_values(element: Element) -> Mapping[str, str]:
    style = element.attributes.get("style")
    return styles.values(style) if style else _NOTHING


def ratio(one: Color, other: Color) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _weak(
    checked: Checked, page: Page, values: Sequence[Mapping[str, str]], *, is_dark: bool
) -> Iterator[Finding]:
    ground = _DARK_GROUND if is_dark else _WHITE
    start = _Look(_WHITE if is_dark else _BLACK, ground, _USUAL_SIZE, False, False)
    looks: list[_Look] = []
    told: set[tuple[Color, Color]] = set()
    for element, own in zip(page.elements, values, strict=True):
        above = looks[element.parent.number] if element.parent is not None else start
        look = _look(element, above, own, is_dark=is_dark)
        looks.append(look)
        if not element.has_text or look.is_hidden or look.ground is None:
            continue
        pair = look.color, look.ground
        is_large = look.size >= (_LARGE_WHEN_BOLD if look.is_bold else _LARGE)
        if pair not in told and ratio(*pair) < (_ENOUGH_WHEN_LARGE if is_large else _ENOUGH):
            told.add(pair)
            yield _finding(checked, page, element, pair, is_dark=is_dark)


def _finding(
    checked: Checked, page: Page, element: Element, pair: tuple[Color, Color], *, is_dark: bool
) -> Finding:
    words = page.text_in(element)
    shown = f"{words[:40]}…" if len(words) > 40 else words
    text: Text
    if is_dark:
        text = say("In dark mode “{words}” is hard to read.", words=shown)
    else:
        text = say("“{words}” is hard to read.", words=shown)
    return Finding(
        Level.HINT,
        text,
        say(
            "{color} on {ground} has a contrast of {ratio} to 1; people with weak eyes need 4.5, "
            "for large letters 3.",
            color=_hex(pair[0]),
            ground=_hex(pair[1]),
            ratio=f"{ratio(*pair):.1f}",
        ),
        FIELD,
        checked.place_of_rendered(element),
    )


def _hex(color: Color) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in color)


def _look(element: Element, above: _Look, own: Mapping[str, str], *, is_dark: bool) -> _Look:
    attributes = element.attributes
    if not own and not attributes and element.name not in _DRAWN_ANEW:
        return above
    color = _over(own.get("color") or attributes.get("color", ""), above.ground)
    if color is None:
        is_link = element.name == "a" and "href" in attributes
        color = (_DARK_LINK if is_dark else _LINK) if is_link else above.color
    return _Look(
        color,
        _ground(own, attributes, above.ground),
        _size(own.get("font-size", ""), element.name, above.size),
        _is_bold(own.get("font-weight", ""), element.name, above.is_bold),
        above.is_hidden or _is_hidden(own, attributes),
    )


_HEADING_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17}
_BOLD = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"})
_DRAWN_ANEW = _BOLD | {"a", "font"}


def _ground(
    own: Mapping[str, str], attributes: Mapping[str, str], below: Color | None
) -> Color | None:
    shorthand = own.get("background", "")
    image = own.get("background-image", "")
    has_picture = any(word in shorthand for word in ("url(", "gradient("))
    if has_picture or image not in {"", "none"} or attributes.get("background"):
        return None
    written = own.get("background-color") or shorthand or attributes.get("bgcolor", "")
    if not written:
        return below
    colors = (_over(word, below) for word in (written, *written.split()))
    return next((color for color in colors if color is not None), below)


def _over(written: str, below: Color | None) -> Color | None:
    """Return a written colour as it looks over what is below it, None when it is none."""
    parsed = _parsed(written) if written else None
    if parsed is None:
        return None
    *color, alpha = parsed
    if below is not None:
        color = [alpha * one + (1 - alpha) * two for one, two in zip(color, below, strict=True)]
    return color[0], color[1], color[2]


@lru_cache(maxsize=1024)
def _parsed(written: str) -> tuple[float, float, float, float] | None:
    """Read a colour; None for none, and for those of spaces that hardly any mail program knows."""
    parsed = parse_color(written) if len(written) <= _LONGEST_COLOR else None
    if parsed is None or parsed == "currentcolor" or parsed.space not in _SPACES:
        return None
    red, green, blue = (
        min(max(channel or 0.0, 0.0), 1.0) for channel in parsed.to("srgb").coordinates
    )
    return red, green, blue, parsed.alpha


def _size(written: str, name: str, above: float) -> float:
    match = _SIZE.fullmatch(written)
    if match is None or match[1].count(".") > 1 or match[1] == ".":
        return above * _HEADING_SIZES.get(name, 1.0)
    number, unit = float(match[1]), match[2] or ""
    if unit in {"em", "%"}:
        return above * (number if unit == "em" else number / 100)
    return number * _PIXELS[unit]


def _is_bold(written: str, name: str, above: bool) -> bool:
    if written:
        return written in {"bold", "bolder"} or (written.isdigit() and int(written) >= 700)
    return above or name in _BOLD


def _is_hidden(own: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    return (
        "hidden" in attributes
        or own.get("display") == "none"
        or own.get("visibility") == "hidden"
        or any(_HIDDEN.match(own.get(name, "")) for name in ("font-size", "max-height", "opacity"))
    )


def _says_dark(page: Page) -> bool:
    """Tell whether the email says that it is made for dark mode."""
    return any(
        element.attributes.get("name", "").lower() == "color-scheme"
        and "dark" in element.attributes.get("content", "").lower()
        for element in page.named("meta")
    )


def _dark_styles(page: Page, light: Sequence[Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """Return what dark mode changes, by the number of the element."""
    rules = [
        rule
        for start, end in page.sheets
        if "prefers-color-scheme" in page.html[start:end]
        for rule in styles.sheet(page.html[start:end]).rules
        if any(map(_IS_DARK.search, rule.media))
    ]
    if not rules:
        return {}
    skeleton = skeleton_of(page.html)
    return {} if skeleton is None else _matched(page, light, rules, skeleton.html)


def _matched(
    page: Page, light: Sequence[Mapping[str, str]], rules: list[styles.Rule], html: str
) -> dict[int, dict[str, str]]:
    # Loaded for emails that were made for dark mode only.
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    tree = LexborHTMLParser(html)
    numbers = {str(element.mark): element.number for element in page.elements}
    found: dict[int, dict[str, str]] = {}
    for rule in rules[:_MOST_DARK_RULES]:
        try:
            nodes = tree.css(rule.selector)
        except SelectolaxError:
            continue  # something that only mail programs read, such as [data-ogsc]
        for node in nodes:
            number = numbers.get(node.attributes.get(NUMBER) or "")
            if number is None:
                continue
            for each in rule.declarations:
                if each.is_important or each.name not in light[number]:
                    found.setdefault(number, {})[each.name] = each.value
    return found
