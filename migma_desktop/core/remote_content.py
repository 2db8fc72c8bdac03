"""What an email fetches from the internet when it is opened, by host, and what seems to watch.

Everything here is read from the HTML; nothing is asked for. Sources of the paths that report
openings: the tracking addresses that the sending services put into emails, as the blocklists of
EasyPrivacy and of the mail client MailTrackerBlocker name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from migma_desktop.core import html_scan
from migma_desktop.core.texts import Text, say

_URL = re.compile(r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^)"'\s]++))\s*+\)""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s++(?:"([^"]*+)"|'([^']*+)')""", re.IGNORECASE)
_SIZE = re.compile(r"(?<![-\w])(width|height)\s*+:\s*+(\d{1,4})(?:\.\d+)?(?:px)?\b", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])opacity\s*:\s*0(?![.\d])"
    r"|max-(?:height|width)\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)", re.IGNORECASE)
_SIDES = ("width", "height")
_TINY = 2  # px: nobody sees what is that small

_REPORTS_OPENINGS = re.compile(
    r"""
      /track(?:ing)?/(?:v\d+/)?(?:open|view|pixel)   # Mailchimp, Mandrill, many others
    | /wf/open                                      # SendGrid
    | /(?:e\d?t?|ss)/o(?:/|\?|$)                  # HubSpot, Iterable, Sailthru
    | /open(?:s|ed)?(?:\.(?:php|aspx|gif|png|jpe?g|html?)|/|\?|$)   # Postmark and many others
    | /o\.gif | /i/o/ | /q/o/                     # ActiveCampaign, Customer.io
    | /(?:pixel|beacon|trk|1x1)(?:\.(?:gif|png|php|jpe?g)|/|\?|$)
    | [?&](?:open|opened|trk_open|event=open)(?:=|&|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TRACKING_HOSTS = (
    "awstrack.me",  # Amazon SES
    "list-manage.com",  # Mailchimp
    "mandrillapp.com",
    "pstmrk.it",  # Postmark
    "sendgrid.net",
    "mailgun.org",
    "hubspotemail.net",
    "klaviyomail.com",
    "exct.net",  # Salesforce Marketing Cloud
    "google-analytics.com",
)


@dataclass(frozen=True, slots=True)
class RemoteItem:
    """One address that is fetched, and why it looks as if it reported the opening, if it does."""

    address: str
    host: str
    is_image: bool
    reasons: tuple[Text, ...] = ()

    @property
    def seems_to_track(self) -> bool:
        """Whether it looks like a pixel that tells its owner who reads."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class RemoteHost:
    """Everything that comes from one host."""

    name: str
    items: tuple[RemoteItem, ...]

    @property
    def trackers(self) -> tuple[RemoteItem, ...]:
        """Those of them that look like tracking pixels."""
        return tuple(item for item in self.items if item.seems_to_track)


def remote_hosts(html: str) -> tuple[RemoteHost, ...]:
    """List what an email fetches, each address once, those hosts first that seem to watch."""
    by_host: dict[str, dict[str, RemoteItem]] = {}
    for item in _items(html):
        known = by_host.setdefault(item.host, {})
        if item.address not in known or item.seems_to_track:
            known[item.address] = item
    hosts = [RemoteHost(name, tuple(items.values())) for name, items in by_host.items()]
    return tuple(sorted(hosts, key=lambda host: (not host.trackers, host.name)))


def _items(html: str) -> Iterator[RemoteItem]:
    for match in html_scan.markup(html):
        name = (match["name"] or match["raw"] or "").lower()
        if not name:
            continue
        group = "attributes" if match["name"] else "raw_attributes"
        attributes = _attributes(html, *match.span(group))
        yield from _of_element(name, attributes)
        if name == "style":
            yield from _of_css(match["content"])


def _of_element(name: str, attributes: Mapping[str, str]) -> Iterator[RemoteItem]:
    style = attributes.get("style", "")
    yield from _of_css(style)
    if "background" in attributes:
        yield from _item(attributes["background"], is_image=True)
    if name == "link" and "stylesheet" in attributes.get("rel", "").lower().split():
        yield from _item(attributes.get("href", ""), is_image=False)
    if name in {"img", "input", "source", "video"} or name.startswith("v:"):
        source = attributes.get("poster" if name == "video" else "src", "")
        yield from _item(source, is_image=True, attributes=attributes)
        for candidate in attributes.get("srcset", "").split(","):
            yield from _item(candidate.strip().partition(" ")[0], is_image=True)


def _of_css(css: str) -> Iterator[RemoteItem]:
    for match in _IMPORT.finditer(css):
        yield from _item(match[1] or match[2] or "", is_image=False)
    for match in _URL.finditer(css):
        address = match[1] or match[2] or match[3] or ""
        before = css[max(0, match.start() - 20) : match.start()].lower()
        is_image = not _FONT.search(address) and "@import" not in before
        yield from _item(address, is_image=is_image)


def _item(
    written: str, *, is_image: bool, attributes: Mapping[str, str] | None = None
) -> Iterator[RemoteItem]:
    address = written.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    if not address.lower().startswith(("http://", "https://")):
        return
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return
    if host:
        reasons = tuple(_reasons(address, host, attributes)) if is_image else ()
        yield RemoteItem(address, host, is_image, reasons)


def _reasons(address: str, host: str, attributes: Mapping[str, str] | None) -> Iterator[Text]:
    sizes: dict[str, int] = {}
    if attributes is not None:
        style = attributes.get("style", "")
        sizes = _sizes(attributes, style)
        if len(sizes) == len(_SIDES) and max(sizes.values()) <= _TINY:
            yield say("{width} × {height} px: too small to be seen", **sizes)
        if _HIDDEN.search(style) or "hidden" in attributes:
            yield say("hidden from the reader")
    if sizes and min(sizes.values()) > _TINY:
        return  # a picture to be looked at, wherever it comes from
    if _REPORTS_OPENINGS.search(address.partition(host)[2]):
        yield say("its address is one that reports openings")
    elif any(host == each or host.endswith(f".{each}") for each in _TRACKING_HOSTS):
        yield say("its host is known for reporting openings")


def _sizes(attributes: Mapping[str, str], style: str) -> dict[str, int]:
    sizes = {each[1].lower(): int(each[2]) for each in _SIZE.finditer(style)}
    for name in _SIDES:
        written = attributes.get(name, "").strip().removesuffix("px")
        if name not in sizes and written.isascii() and written.isdecimal():
            sizes[name] = int(written[:6])
    return sizes


def _attributes(html: str, start: int, end: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in html_scan.attributes(html, start, end):
        written = match[2] or ""
        if written[:1] in {'"', "'"}:
            written = written[1:-1]
        found.setdefault(match[1].lower(), unescape(written))
    return found
