"""The pagination styles of the contract (API.md section 2): it has four, and no two lists agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.reading import Query
from migma_desktop.sandbox.replies import Reply, invalid

Thing = TypeVar("Thing")

USUAL_LIMIT = 20
MOST = 100


def by_page(query: Query, things: Sequence[Thing]) -> tuple[Sequence[Thing], dict[str, object]]:
    """``page`` and ``limit``: the page, and what the reply says about it."""
    page = query.number("page", 1, least=1)
    limit = query.number("limit", USUAL_LIMIT, least=1, most=MOST)
    end = page * limit
    facts: dict[str, object] = {
        "total": len(things),
        "page": page,
        "limit": limit,
        "hasMore": end < len(things),
    }
    return things[end - limit : end], facts


def by_offset(query: Query, things: Sequence[Thing]) -> tuple[Sequence[Thing], dict[str, object]]:
    """``limit`` and ``offset``: the slice, and what the reply says about it."""
    limit = query.number("limit", USUAL_LIMIT, least=1, most=MOST)
    offset = query.number("offset", 0, least=0)
    facts: dict[str, object] = {
        "total": len(things),
        "limit": limit,
        "offset": offset,
        "hasMore": offset + limit < len(things),
    }
    return things[offset : offset + limit], facts


def by_cursor(
    query: Query, things: Sequence[Thing], mark: Callable[[Thing], str]
) -> tuple[Sequence[Thing], str | None]:
    """``cursor`` and ``limit``: the slice, and the cursor of the next one."""
    limit = query.number("limit", USUAL_LIMIT, least=1, most=MOST)
    start = 0
    cursor = query.text("cursor")
    if cursor is not None:
        marks = [mark(thing) for thing in things]
        if cursor not in marks:
            raise invalid("cursor is not one that a previous page gave")
        start = marks.index(cursor) + 1
    part = things[start : start + limit]
    has_more = start + limit < len(things)
    return part, mark(part[-1]) if has_more else None


def counted(call: Call, things: Sequence[Thing], wire: Callable[[Thing], object]) -> Reply:
    """``page`` and ``limit``, with the total in a top-level ``count``."""
    part, _ = by_page(call.query, things)
    return Reply([wire(thing) for thing in part], count=len(things))
