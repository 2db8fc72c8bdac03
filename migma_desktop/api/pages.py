"""Following a list to its last page in each of the four ways that the contract knows (section 2).

A server that repeats itself ends the list; one that never ends is an error.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from migma_desktop.api.envelope import Envelope
from migma_desktop.api.lenient import Fields, Unreadable, rows_of

PAGE_SIZE = 100  # the contract's maximum
MOST_PAGES = 1_000


class PageStyle(Enum):
    """How a list is cut into pages."""

    WHOLE = "whole"  # one answer: domains, segments
    OFFSET = "offset"  # limit and offset; pagination.hasMore: projects
    NUMBERED = "numbered"  # limit and page; pagination.hasMore: emails
    COUNTED = "counted"  # limit and page; count beside the data: contacts, tags
    CURSOR = "cursor"  # limit and cursor; nextCursor and hasMore: logs


class EndlessList(Exception):
    """A list went on after more pages than any account has."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, and what is said about further ones."""

    rows: tuple[Fields, ...]
    has_more: bool | None
    total: int | None
    cursor: str = ""


def read_page(envelope: Envelope, *, name: str) -> Page:
    """Read a page whose rows are ``data`` itself or the list ``data.<name>``. Raises Unreadable."""
    data = envelope.data
    inner = Fields(data)
    listed = data if isinstance(data, list) else inner.raw(name)
    if listed is None and (data is None or inner.raw("pagination") is not None):
        listed = []  # an empty list that some servers leave out
    if not isinstance(listed, list):
        raise Unreadable(f"the answer holds no list of {name}")
    pagination = inner.part("pagination") or envelope.fields.part("pagination")
    has_more = pagination.flag("hasMore")
    return Page(
        rows=rows_of(listed),
        has_more=inner.flag("hasMore") if has_more is None else has_more,
        total=_first(pagination.number("total"), inner.number("total", "count"), envelope.count),
        cursor=inner.text("nextCursor") or pagination.text("nextCursor"),
    )


async def follow(
    ask: Callable[[Mapping[str, str]], Awaitable[Page]],
    *,
    style: PageStyle,
    identify: Callable[[Fields], str],
) -> AsyncIterator[list[Fields]]:
    """Yield all pages, each row once; rows without an id can't be used and are left out.

    ``ask`` gets the parameters of a page. Raises EndlessList, and what ``ask`` raises.
    """
    seen_ids: set[str] = set()
    seen_cursors: set[str] = set()
    received = 0
    cursor = ""
    for number in range(1, MOST_PAGES + 1):
        page = await ask(_parameters(style, number=number, received=received, cursor=cursor))
        received += len(page.rows)
        news = []
        for row in page.rows:
            identifier = identify(row)
            if identifier and identifier not in seen_ids:
                seen_ids.add(identifier)
                news.append(row)
        if news:
            yield news
        cursor = page.cursor
        if not news or cursor in seen_cursors or not _goes_on(style, page, received):
            return
        if cursor:
            seen_cursors.add(cursor)
    raise EndlessList(f"no end after {MOST_PAGES} pages")


def _parameters(style: PageStyle, *, number: int, received: int, cursor: str) -> dict[str, str]:
    limit = str(PAGE_SIZE)
    match style:
        case PageStyle.WHOLE:
            return {}
        case PageStyle.OFFSET:
            return {"limit": limit, "offset": str(received)}
        case PageStyle.NUMBERED | PageStyle.COUNTED:
            return {"limit": limit, "page": str(number)}
        case PageStyle.CURSOR:
            return {"limit": limit, "cursor": cursor} if cursor else {"limit": limit}


def _goes_on(style: PageStyle, page: Page, received: int) -> bool:
    if style is PageStyle.WHOLE or not page.rows:
        return False
    if style is PageStyle.CURSOR:
        return bool(page.cursor) and page.has_more is not False
    if page.has_more is not None:
        return page.has_more
    if page.total is not None:
        return received < page.total
    return len(page.rows) >= PAGE_SIZE


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)
