"""The pure parts: lenient fields, bounded bodies, the in-process road, cheap imports."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.api.envelope import open_envelope, tidy
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.lenient import Fields, Unreadable
from migma_desktop.api.reading import BoundedBody
from migma_desktop.api.wire import decode_batch, decode_contact, decode_domain, decode_receipt

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "status", "domain", "throttle", "totalCount", "tags", "dnsRecords", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANY_JSON)
def test_no_json_whatever_breaks_the_reading(content: Any) -> None:
    row = Fields(content)
    decode_domain(row)
    decode_contact(row)
    for read in (
        lambda: decode_batch(row, batch_id="b1"),
        lambda: decode_receipt(row, request_id="", replayed=False),
    ):
        try:
            read()
        except Unreadable:
            assert not isinstance(row.raw("status"), str | None)


@given(st.dictionaries(st.sampled_from("abc"), ANY_JSON))
def test_texts_read_at_once_are_those_that_are_read_one_by_one(content: Any) -> None:
    row = Fields(content)
    assert row.several(("a", "b", "c")) == (row.text("a"), row.text("b"), row.text("c"))


@pytest.mark.parametrize(
    ("wrong", "read"),
    [(7, "7"), (None, ""), (True, ""), (["Ada"], ""), ({"en": "Ada"}, "")],
)
@pytest.mark.parametrize("name", ["email", "firstName", "phone"])
def test_one_wrong_type_in_a_contact_is_noticed_and_harms_no_other_field(
    name: str, wrong: object, read: str
) -> None:
    right = {"id": "k1", "email": "ada@example.com", "firstName": "Ada", "phone": "+44"}
    contact = decode_contact(Fields({**right, name: wrong}))
    expected = {**right, name: read}
    assert (contact.id, contact.email, contact.first_name, contact.phone) == (*expected.values(),)


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_frame(body: bytes) -> None:
    try:
        envelope = open_envelope(body, {})
    except Unreadable:
        return
    assert envelope.success in {True, False, None}


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5),
        ("5", 5),
        (" 5 ", 5),
        (5.0, 5),
        ("-5.00", -5),
        (5.5, None),
        ("5e3", None),
        ("", None),
        (True, None),
        (None, None),
        ([5], None),
        (float("nan"), None),
        (1e300, None),
    ],
)
def test_a_whole_number_is_read_where_there_is_one(value: object, number: int | None) -> None:
    assert Fields({"n": value}).number("n") == number


def test_foreign_words_become_one_short_line() -> None:
    assert tidy(" a\r\n\tb\u2028c\u202ed\x00 ") == "a b c d"
    assert tidy("x" * 501) == "x" * 499 + "…"


async def _in_pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [1, 7, 4096])
@pytest.mark.parametrize("encoding", ["", "gzip"])
async def test_a_body_of_exactly_the_most_bytes_is_read(size: int, encoding: str) -> None:
    content = b"abcdefghij" * 100
    packed = gzip.compress(content) if encoding else content
    body = BoundedBody(encoding=encoding, length="", most_bytes=len(content))
    await body.read(_in_pieces(packed, size))
    assert body.content == content
    smaller = BoundedBody(encoding=encoding, length="", most_bytes=len(content) - 1)
    with pytest.raises(Unreadable):
        await smaller.read(_in_pieces(packed, size))


Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def _raising(error: Exception) -> AsgiTransport:
    async def app(scope: object, receive: object, send: Send) -> None:
        raise error

    return AsgiTransport(app)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (ConnectionRefusedError("no"), httpx.ConnectError),
        (ConnectionResetError("no"), httpx.ReadError),
        (BrokenPipeError("no"), httpx.ReadError),
        (ZeroDivisionError("a bug"), ZeroDivisionError),
    ],
)
async def test_an_application_in_process_fails_as_a_socket_does(
    raised: Exception, seen: type[Exception]
) -> None:
    async with httpx.AsyncClient(transport=_raising(raised)) as http:
        with pytest.raises(seen):
            await http.get("http://localhost/")


def test_the_client_is_imported_without_the_heavy_libraries() -> None:
    code = (
        "import sys, migma_desktop.api.client, migma_desktop.core.rules\n"
        "heavy = {'httpx', 'truststore', 'email_validator', 'PySide6'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
