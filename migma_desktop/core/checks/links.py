"""Where the links lead, and whether they lead where they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from migma_desktop.core.checks.checked import Checked
from migma_desktop.core.checks.finding import Edit, Finding, Fix
from migma_desktop.core.checks.page import Element
from migma_desktop.core.models import PlaceholderSpot
from migma_desktop.core.texts import Text, say

_UNSUBSCRIBE = re.compile(r"unsubscri|opt[-_ ]?out|preference|abmeld|abbestell|désinscri", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 - no binding
_LOCAL_ENDINGS = (".local", ".localhost", ".test", ".internal")
_SHOWN_ADDRESS = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:[a-z0-9-]{1,63}\.)+(?P<top>[a-z]{2,24}))(?:[:/?#]\S*)?",
    re.IGNORECASE,
)
# Without http:// or www. a shown text counts as an address only under one of these.
_USUAL_TOPS = frozenset(
    {"com", "org", "net", "edu", "gov", "io", "ai", "app", "dev", "shop", "store", "info", "biz",
     "co", "uk", "de", "fr", "es", "it", "nl", "eu", "us", "ca", "au", "ch", "at", "be", "se",
     "dk", "pl", "br", "in", "jp"}
)  # fmt: skip
_SHOWN = 60


def about_links(checked: Checked) -> Iterator[Finding]:
    """Yield what is wrong with where the links lead."""
    for element in checked.page.named("a", "area"):
        address = checked.page.value(element, "href")
        if address is not None:  # else it is a place to jump to
            yield from _about_link(checked, element, address.strip())


def has_unsubscribe_link(checked: Checked) -> bool:
    """Tell whether readers find a way out in the text itself."""
    names = (placeholder.name for placeholder in checked.rendered.placeholders)
    if any(_UNSUBSCRIBE.search(name) for name in names):
        return True
    links = checked.page.named("a", "area")
    return any(_UNSUBSCRIBE.search(checked.page.value(link, "href") or "") for link in links)


def _about_link(checked: Checked, link: Element, address: str) -> Iterator[Finding]:
    lowered = address.lower()
    if not address or address == "#":
        yield checked.warning(
            say("A link leads nowhere."),
            say("Its address is empty. Write where it should lead, or take the link away."),
            link,
        )
    elif "{{" in address:
        return  # told as a missing value
    elif lowered.startswith(("javascript:", "vbscript:", "data:")):
        yield checked.warning(
            say("A link starts a script instead of opening a page."),
            say("Mail programs take such links away. Write the address of a page."),
            link,
        )
    elif lowered.startswith(("http:", "https:")):
        yield from _about_web_link(checked, link, address)
    elif not _SCHEME.match(address) and not address.startswith("#"):
        yield checked.warning(
            say("The link “{address}” isn't a whole address.", address=shortened(address)),
            say("It only works with https:// and a host in front."),
            link,
            _whole_address(checked, link, address),
        )


def _about_web_link(checked: Checked, link: Element, address: str) -> Iterator[Finding]:
    host = host_of(address)
    if not host:
        yield checked.warning(
            say("The link “{address}” can't be opened.", address=shortened(address)),
            say("There is a slip in the address. Copy it again from the browser."),
            link,
        )
        return
    if host in _LOCAL_HOSTS or host.endswith(_LOCAL_ENDINGS):
        yield checked.warning(
            say("The link “{address}” works on your computer only.", address=shortened(address)),
            say("Write the public address that others can open."),
            link,
        )
    elif address.lower().startswith("http:"):
        yield checked.hint(
            say("The link “{address}” isn't encrypted.", address=shortened(address)),
            say("Browsers may warn people. Write https:// if the page knows it."),
            link,
            _encrypted(checked, link),
        )
    shown = _shown_host(checked.page.text_in(link))
    if shown and not _is_same_site(shown, host):
        yield checked.warning(
            say("A link shows “{shown}” but leads to {host}.", shown=shown, host=host),
            say(
                "Frauds do that, so mail programs warn of it. Show the address that it leads to, "
                "or words such as “Open the shop”."
            ),
            link,
        )


def host_of(address: str) -> str:
    """Return the host of a web address, "" when there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _shown_host(text: str) -> str:
    match = _SHOWN_ADDRESS.fullmatch(text)
    if match is None:
        return ""
    host = match["host"].lower()
    is_address = match["scheme"] or host.startswith("www.") or match["top"].lower() in _USUAL_TOPS
    return host if is_address else ""


def _is_same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _encrypted(checked: Checked, link: Element) -> Fix | None:
    return _starting_with(checked, link, "http:", "https:", say("Write https://"))


def _whole_address(checked: Checked, link: Element, address: str) -> Fix | None:
    match = _SHOWN_ADDRESS.fullmatch(address)
    if match is None or not _shown_host(address):
        return None
    start = address[:4]
    return _starting_with(checked, link, start, f"https://{start}", say("Put https:// in front"))


def _starting_with(checked: Checked, link: Element, old: str, new: str, label: Text) -> Fix | None:
    """Return a fix for the beginning of a link's address, in HTML or Markdown."""
    if checked.is_html_written_here:
        span = checked.page.value_span(link, "href")
        if span is None or checked.page.html[span[0] : span[0] + len(old)].lower() != old.lower():
            return None
        return checked.fix(label, (span[0], span[0] + len(old), new))
    place = checked.place(link)
    if place is None or place.spot is not PlaceholderSpot.LINK:
        return None
    written = checked.source[place.start : place.start + len(old)]
    if written.lower() != old.lower():
        return None
    return Fix(label, (Edit(place.spot, place.start, place.start + len(old), written, new),))


def shortened(address: str) -> str:
    """Return an address short enough for a sentence."""
    return address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"
