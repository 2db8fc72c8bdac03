"""Read the tags of an email's source for what goes wrong in mail programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from migma_desktop.core import filling, html_scan
from migma_desktop.core.checks.finding import SHOWN_OF_A_KIND, Finding, Level
from migma_desktop.core.models import JsonValue, PlaceholderSpot, PlaceholderUse, RenderedEmail
from migma_desktop.core.texts import Text, say

_UNSUBSCRIBE = re.compile(r"unsubscri|opt[-_ ]?out|preference", re.IGNORECASE)
_PREHEADER_CLASS = re.compile(r"pre-?header|preview-?text", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 - no binding
_MOST_REMARKS = 200
_CLIPPED_BYTES = 102 * 1024  # Gmail hides what comes behind


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the body that a person should know."""

    text: Text
    advice: Text
    is_hint: bool = False
    place: PlaceholderUse | None = None  # in the source


@dataclass(slots=True)
class BodyFacts:
    """What the tags of an email tell."""

    remarks: list[Remark] = field(default_factory=list)
    remote_images: int = 0
    has_unsubscribe_link: bool = False
    has_own_preheader: bool = False


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: Mapping[str, str]  # values filled and unescaped
    place: PlaceholderUse | None


def read_body(source: str, rendered: RenderedEmail, *, is_html: bool) -> BodyFacts:
    """Return what the tags tell: those of an HTML source, or those that Markdown became."""
    facts = BodyFacts()
    facts.has_unsubscribe_link = any(
        _UNSUBSCRIBE.search(placeholder.name) for placeholder in rendered.placeholders
    )
    html = source if is_html else rendered.html
    line, counted = 1, 0
    for match in html_scan.markup(html):
        name = (match["name"] or match["raw"] or "").lower()
        look = _LOOKS.get(name)
        if look is None and not facts.has_own_preheader and name in {"span", "div", "p"}:
            look = _look_at_hidden_text
        if look is None:
            continue
        group = "attributes" if match["name"] else "raw_attributes"
        attributes = _attributes(html, *match.span(group), rendered.variables)
        place: PlaceholderUse | None
        if is_html:
            line += html.count("\n", counted, match.start())
            counted = match.start()
            place = PlaceholderUse(PlaceholderSpot.BODY, *match.span(), line)
        else:
            place = _place_in_markdown(source, attributes)
        look(_Tag(name, attributes, place), facts)
        if len(facts.remarks) >= _MOST_REMARKS:
            break
    return facts


def about_body(rendered: RenderedEmail, body: BodyFacts) -> Iterator[Finding]:
    """Yield what the tags tell, and what the size means."""
    size = len(rendered.html.encode(errors="replace"))
    if size > _CLIPPED_BYTES:
        yield Finding(
            Level.WARNING,
            say("The email is {size} KB large.", size=size // 1024),
            say("Gmail shows the first 102 KB and hides the rest behind a link. Shorten it."),
            "templateEditor",
        )
    for remark in body.remarks[:SHOWN_OF_A_KIND]:
        level = Level.HINT if remark.is_hint else Level.WARNING
        yield Finding(level, remark.text, remark.advice, "templateEditor", remark.place)
    if body.remote_images:
        yield Finding(
            Level.HINT,
            say("One image comes from the internet.")
            if body.remote_images == 1
            else say("{count} images come from the internet.", count=body.remote_images),
            say("Many mail programs show them only after a click: let the text stand by itself."),
            "templateEditor",
        )


def _attributes(html: str, start: int, end: int, values: Mapping[str, JsonValue]) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in html_scan.attributes(html, start, end):
        written = match[2] or ""
        if written[:1] in {'"', "'"}:
            written = written[1:-1]
        filled = filling.fill(unescape(written), values, filling.for_header)
        found.setdefault(match[1].lower(), filled)
    return found


def _place_in_markdown(source: str, attributes: Mapping[str, str]) -> PlaceholderUse | None:
    address = attributes.get("href") or attributes.get("src") or ""
    start = source.find(address) if address else -1
    if start < 0:
        return None
    line = source.count("\n", 0, start) + 1
    return PlaceholderUse(PlaceholderSpot.LINK, start, start + len(address), line)


def _look_at_hidden_text(tag: _Tag, facts: BodyFacts) -> None:
    if _PREHEADER_CLASS.search(tag.attributes.get("class", "")):
        facts.has_own_preheader = True


def _look_at_link(tag: _Tag, facts: BodyFacts) -> None:
    address = tag.attributes.get("href")
    if address is None:
        return  # an anchor to jump to
    address = address.strip()
    if _UNSUBSCRIBE.search(address):
        facts.has_unsubscribe_link = True
    if remark := _remark_on_link(address, tag.place):
        facts.remarks.append(remark)


def _remark_on_link(address: str, place: PlaceholderUse | None) -> Remark | None:
    lowered = address.lower()
    if not address or address == "#":
        return Remark(
            say("A link leads nowhere."),
            say("Its address is empty. Write where it should lead, or take the link away."),
            place=place,
        )
    if "{{" in address:
        return None  # told as a missing value
    if lowered.startswith(("javascript:", "vbscript:", "data:")):
        return Remark(
            say("A link starts a script instead of opening a page."),
            say("Mail programs take such links away. Write the address of a page."),
            place=place,
        )
    if lowered.startswith(("http:", "https:")):
        return _remark_on_web_link(address, place)
    if not _SCHEME.match(address) and not address.startswith("#"):
        return Remark(
            say("The link “{address}” isn't a whole address.", address=_short(address)),
            say("It only works with https:// and a host in front."),
            place=place,
        )
    return None


def _remark_on_web_link(address: str, place: PlaceholderUse | None) -> Remark | None:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if not host:
        return Remark(
            say("The link “{address}” can't be opened.", address=_short(address)),
            say("There is a slip in the address. Copy it again from the browser."),
            place=place,
        )
    if host in _LOCAL_HOSTS or host.endswith((".local", ".localhost", ".test")):
        return Remark(
            say("The link “{address}” works on your computer only.", address=_short(address)),
            say("Write the public address that others can open."),
            place=place,
        )
    if address.lower().startswith("http:"):
        return Remark(
            say("The link “{address}” isn't encrypted.", address=_short(address)),
            say("Browsers may warn people. Write https:// if the page knows it."),
            is_hint=True,
            place=place,
        )
    return None


def _look_at_image(tag: _Tag, facts: BodyFacts) -> None:
    address = tag.attributes.get("src", "").strip()
    lowered = address.lower()
    if lowered.startswith(("http:", "https:", "//")):
        facts.remote_images += 1
    elif "{{" not in address and not lowered.startswith("cid:"):
        facts.remarks.append(_remark_on_image(address, tag.place))
    if "alt" not in tag.attributes:
        facts.remarks.append(
            Remark(
                say("An image has no description."),
                say(
                    'Who can\'t see it reads nothing instead. Describe it in alt="…", or write '
                    'alt="" when it only decorates.'
                ),
                place=tag.place,
            )
        )


def _remark_on_image(address: str, place: PlaceholderUse | None) -> Remark:
    if not address:
        return Remark(
            say("An image has no address."),
            say("Write where the image is, starting with https://."),
            place=place,
        )
    if address.lower().startswith("data:"):
        return Remark(
            say("An image is written into the email itself."),
            say("Gmail and Outlook don't show such images. Put it on the web and link to it."),
            place=place,
        )
    return Remark(
        say("The image “{address}” is on your computer only.", address=_short(address)),
        say("Put it on the web and write its address, starting with https://."),
        place=place,
    )


def _look_at_active_content(tag: _Tag, facts: BodyFacts) -> None:
    facts.remarks.append(
        Remark(
            say("There is a <{tag}> in the email.", tag=tag.name),
            say("Mail programs take it out or don't run it. Link to a page instead."),
            place=tag.place,
        )
    )


def _look_at_linked_file(tag: _Tag, facts: BodyFacts) -> None:
    if "stylesheet" in tag.attributes.get("rel", "").lower().split():
        facts.remarks.append(
            Remark(
                say("The email links to a style sheet."),
                say("Most mail programs don't load it. Paste its rules into a <style> block."),
                place=tag.place,
            )
        )


def _look_at_meta(tag: _Tag, facts: BodyFacts) -> None:
    content = tag.attributes.get("content", "")
    charset = tag.attributes.get("charset", "")
    if not charset and (found := _CHARSET.search(content)):
        charset = found[1]
    if charset and charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        facts.remarks.append(
            Remark(
                say("The email says that it is written in {charset}.", charset=charset),
                say("It is sent as UTF-8, so letters may come out wrong. Write charset=utf-8."),
                place=tag.place,
            )
        )


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:60]}…"


_LOOKS: dict[str, Callable[[_Tag, BodyFacts], None]] = {
    "a": _look_at_link,
    "area": _look_at_link,
    "img": _look_at_image,
    "link": _look_at_linked_file,
    "meta": _look_at_meta,
    **dict.fromkeys(
        ("script", "iframe", "form", "video", "audio", "object", "embed", "frameset"),
        _look_at_active_content,
    ),
}
