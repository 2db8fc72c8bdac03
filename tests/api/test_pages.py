"""Lists of many pages, in the four ways of the contract, and lists that behave badly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib.abc import MetaPathFinder
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.core.errors import ServiceFault
from tests.api.local_server import Line, LocalServer, answer, success

Query = dict[str, str]
Book = Callable[[Query], Any]  # a page's query to the answer


def _listing(book: Book) -> Callable[[Line], Any]:
    async def behave(line: Line) -> None:
        query = {
            name: values[0] for name, values in parse_qs(urlsplit(line.heard.target).query).items()
        }
        await answer(200, book(query))(line)

    return behave


def _rows(numbers: Iterable[int], *, name: str = "id") -> list[dict[str, str]]:
    return [{name: f"n{number}"} for number in numbers]


def _offset_book(total: int, *, page_size: int = 100) -> Book:
    def page(query: Query) -> Any:
        start = int(query["offset"])
        end = min(total, start + min(page_size, int(query["limit"])))
        pagination = {"total": total, "offset": start, "hasMore": end < total}
        rows = _rows(range(start, end), name="_id")
        return success({"projects": rows, "pagination": pagination})

    return page


def _numbered_book(total: int) -> Book:
    def page(query: Query) -> Any:
        start = (int(query["page"]) - 1) * int(query["limit"])
        end = min(total, start + int(query["limit"]))
        pagination = {"total": total, "page": int(query["page"]), "hasMore": end < total}
        rows = _rows(range(start, end), name="conversationId")
        return success({"emails": rows, "pagination": pagination})

    return page


def _counted_book(total: int, *, page_size: int = 100, tells_count: bool = True) -> Book:
    def page(query: Query) -> Any:
        start = (int(query["page"]) - 1) * page_size
        rows = _rows(range(start, min(total, start + page_size)))
        return {**success(rows), **({"count": total} if tells_count else {})}

    return page


def _cursor_book(total: int) -> Book:
    def page(query: Query) -> Any:
        start = int(query.get("cursor", "0"))
        end = min(total, start + int(query["limit"]))
        more = end < total
        cursor = str(end) if more else None
        rows = _rows(range(start, end))
        return success({"emails": rows, "nextCursor": cursor, "hasMore": more})

    return page


@pytest.mark.asyncio
@pytest.mark.parametrize("total", [0, 1, 100, 101, 250])
async def test_projects_are_followed_by_their_offset(
    client: MigmaClient, server: LocalServer, total: int
) -> None:
    server.will(_listing(_offset_book(total)))
    assert [project.id for project in await client.projects()] == _ids(total)
    assert len(server.heard) == max(1, -(-total // 100))


@pytest.mark.asyncio
@pytest.mark.parametrize("total", [0, 1, 100, 101, 250])
async def test_emails_are_followed_by_their_page(
    client: MigmaClient, server: LocalServer, total: int
) -> None:
    server.will(_listing(_numbered_book(total)))
    assert [email.conversation_id for email in await client.emails("p1")] == _ids(total)
    assert len(server.heard) == max(1, -(-total // 100))


@pytest.mark.asyncio
@pytest.mark.parametrize("total", [0, 1, 100, 101, 250])
async def test_contacts_and_tags_are_followed_by_their_count(
    client: MigmaClient, server: LocalServer, total: int
) -> None:
    server.will(_listing(_counted_book(total)))
    assert [contact.id for contact in await client.contacts("p1")] == _ids(total)
    assert [tag.id for tag in await client.tags("p1")] == _ids(total)
    assert len(server.heard) == 2 * max(1, -(-total // 100))
    assert all("projectId=p1" in heard.target for heard in server.heard)


@pytest.mark.asyncio
@pytest.mark.parametrize("total", [0, 1, 100, 101, 250])
async def test_logs_are_followed_by_their_cursor(
    client: MigmaClient, server: LocalServer, total: int
) -> None:
    server.will(_listing(_cursor_book(total)))
    assert len(await client.email_logs("e1")) == total
    assert len(server.heard) == max(1, -(-total // 100))


@pytest.mark.asyncio
async def test_a_server_with_smaller_pages_than_asked_for_is_followed_as_well(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(_listing(_counted_book(120, page_size=50)))
    assert len(await client.tags("p1")) == 120
    server.will(_listing(_offset_book(120, page_size=50)))
    assert len(await client.projects()) == 120


@pytest.mark.asyncio
async def test_a_list_without_a_count_ends_with_the_first_page_that_is_not_full(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(_listing(_counted_book(150, tells_count=False)))
    assert len(await client.tags("p1")) == 150
    assert len(server.heard) == 2


@pytest.mark.asyncio
async def test_a_server_that_repeats_itself_ends_the_list(
    client: MigmaClient, server: LocalServer
) -> None:
    again = {"projects": _rows(range(3)), "pagination": {"hasMore": True}}
    server.will(answer(200, success(again)))
    assert len(await client.projects()) == 3
    assert len(server.heard) == 2


@pytest.mark.asyncio
async def test_a_cursor_that_comes_again_ends_the_list(
    client: MigmaClient, server: LocalServer
) -> None:
    def page(query: Query) -> Any:
        first = len(server.heard) * 10
        return success(
            {"emails": _rows(range(first, first + 5)), "nextCursor": "same", "hasMore": True}
        )

    server.will(_listing(page))
    assert len(await client.email_logs("e1")) == 10
    assert len(server.heard) == 2


@pytest.mark.asyncio
async def test_a_row_that_moved_to_the_next_page_is_read_once(
    client: MigmaClient, server: LocalServer
) -> None:
    server.will(
        answer(200, success({"projects": _rows([1, 2]), "pagination": {"hasMore": True}})),
        answer(200, success({"projects": _rows([2, 3]), "pagination": {"hasMore": False}})),
    )
    assert [project.id for project in await client.projects()] == ["n1", "n2", "n3"]


@pytest.mark.asyncio
async def test_a_list_that_never_ends_is_migmas_fault(
    client: MigmaClient, server: LocalServer
) -> None:
    def page(query: Query) -> Any:
        first = int(query["offset"])
        return success({"projects": _rows([first, first + 1]), "pagination": {"hasMore": True}})

    server.will(_listing(page))
    with pytest.raises(ServiceFault, match="doesn't come to an end"):
        await client.projects()
    assert len(server.heard) == 1000


class Searches(MetaPathFinder):
    """Notes which modules are searched for, and finds none."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, fullname: str, *_: object) -> None:
        self.names.append(fullname)


@pytest.mark.asyncio
async def test_no_page_costs_a_search_of_the_disk_for_modules(
    client: MigmaClient, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.will(answer(200, success({"projects": []})))
    await client.projects()  # loads what is loaded once
    searches = Searches()
    monkeypatch.setattr(sys, "meta_path", [searches, *sys.meta_path])
    server.will(_listing(_counted_book(250)))
    await client.tags("p1")
    assert searches.names == []


@pytest.mark.asyncio
async def test_a_page_that_fails_fails_the_list(client: MigmaClient, server: LocalServer) -> None:
    first = {"projects": _rows([1]), "pagination": {"hasMore": True}}
    server.will(answer(200, success(first)), answer(501))
    with pytest.raises(ServiceFault):
        await client.projects()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "content",
    [
        success([{"id": "n0"}]),
        success({"projects": [{"id": "n0"}]}),
        {**success({"projects": [{"id": "n0"}]}), "pagination": {"hasMore": False}},
        success({"projects": [{"id": "n0"}], "pagination": {"total": "1"}}),
    ],
)
async def test_a_list_is_found_in_every_place_it_may_stand(
    client: MigmaClient, server: LocalServer, content: object
) -> None:
    server.will(answer(200, content))
    assert [project.id for project in await client.projects()] == ["n0"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "content", [{"success": True}, success(None), success({"pagination": {"total": 0}})]
)
async def test_a_list_that_is_left_out_is_empty(
    client: MigmaClient, server: LocalServer, content: object
) -> None:
    server.will(answer(200, content))
    assert await client.projects() == []


def _ids(total: int) -> list[str]:
    return [f"n{number}" for number in range(total)]
