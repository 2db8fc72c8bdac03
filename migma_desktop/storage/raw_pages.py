"""Rows read straight from the pages of an SQLite file that SQLite itself can't open.

After https://www.sqlite.org/fileformat2.html, sections 1.6 (b-tree pages) and 2.1 (records). Which
table a row is of stands in the schema, which may be the part that is destroyed: whoever reads must
know the rows by their looks. Pages that were let go are read too, so that a row may come twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Value = None | int | float | str | bytes

_TABLE_LEAF = 0x0D
_FILE_HEADER = 100  # bytes on the first page
_PAGE_SIZES = frozenset(1 << power for power in range(9, 16))
_USUAL_PAGE = 4096
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)
_FLOAT, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12


class RawRow(NamedTuple):
    """One row: its rowid, and its values in the order of the table's columns."""

    rowid: int
    values: tuple[Value, ...]


def rows(path: Path) -> Iterator[RawRow]:
    """Yield every row that is whole. Raises OSError."""
    content = path.read_bytes()
    size = int.from_bytes(content[16:18])
    size = size if size in _PAGE_SIZES else _USUAL_PAGE
    pages = [content[start : start + size] for start in range(0, len(content), size)]
    for number, page in enumerate(pages):
        head = 0 if number else _FILE_HEADER
        if len(page) < size or page[head] != _TABLE_LEAF:
            continue
        count = int.from_bytes(page[head + 3 : head + 5])
        for at in range(head + 8, head + 8 + 2 * count, 2):
            try:
                yield _row(pages, page, int.from_bytes(page[at : at + 2]))
            except (ValueError, IndexError, struct.error):
                continue  # this cell is destroyed; the next may not be


def _row(pages: list[bytes], page: bytes, at: int) -> RawRow:
    length, at = _varint(page, at)
    rowid, at = _varint(page, at)
    usable = len(page)
    local = length
    if length > usable - 35:
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= usable - 35 else least
    payload = page[at : at + local]
    if length > local:
        payload += _overflow(
            pages, int.from_bytes(page[at + local : at + local + 4]), length - local
        )
    if len(payload) != length:
        raise ValueError("a row that is not whole")
    return RawRow(rowid, tuple(_values(payload)))


def _overflow(pages: list[bytes], number: int, wanted: int) -> bytes:
    parts = []
    for _ in range(len(pages)):
        if not number or wanted <= 0:
            break
        page = pages[number - 1]
        parts.append(page[4 : 4 + wanted])
        wanted -= len(page) - 4
        number = int.from_bytes(page[:4])
    return b"".join(parts)


def _values(payload: bytes) -> Iterator[Value]:
    head, at = _varint(payload, 0)
    kinds = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    for kind in kinds:
        size = _size(kind)
        part = payload[at : at + size]
        if len(part) != size:
            raise ValueError("a value that is not whole")
        at += size
        yield _value(kind, part)


def _size(kind: int) -> int:
    if kind >= _FIRST_BLOB:
        return (kind - _FIRST_BLOB) // 2
    if kind == _FLOAT:
        return 8
    return _INTEGER_BYTES[kind] if kind < _FLOAT else 0


def _value(kind: int, part: bytes) -> Value:
    if kind >= _FIRST_BLOB:
        return part.decode() if kind % 2 else part
    if kind == _FLOAT:
        (number,) = struct.unpack(">d", part)
        return float(number)
    if kind in {_ZERO, _ONE}:
        return kind - _ZERO
    return int.from_bytes(part, signed=True) if kind else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to nine bytes; return it and where it ends."""
    number = 0
    for place in range(8):
        byte = data[at + place]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + place + 1
    return number << 8 | data[at + 8], at + 9
