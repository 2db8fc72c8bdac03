"""Read a table: a CSV file as any program writes it, a workbook, or what a spreadsheet copied.

Only the beginning is read, so that a file of a million rows costs no more than one of a thousand:
people are chosen from the first rows, and nobody looks through more.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.textfiles import decode_text
from migma_desktop.core.texts import say

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_ROWS = 1_000
"""Rows that are read of a table, the one with the names included."""

MOST_COLUMNS = 200
TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("cp1252", "cp1250", "cp1254", "cp1251", "koi8-r", "cp1253", "cp1255", "cp1256",
             "cp932", "gb18030", "big5", "cp949", "mac-roman")  # fmt: skip
"""What a file may be written in that doesn't say so, the likeliest first."""

_MOST_BYTES = 4_000_000  # of a text file; a thousand rows of 4 KB
_LARGEST_WORKBOOK = 30_000_000  # bytes on disk; it is read as a whole, unlike a text
_LARGEST_UNPACKED = 250_000_000  # bytes of a workbook's parts
_SNIFFED_ROWS = 50
_SEP_LINE = re.compile(r'"?sep=(?P<delimiter>[^\r\n])"?(?:\r\n|\n|\r|$)', re.IGNORECASE)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LARGEST_CELL = 1_000_000  # characters; csv refuses longer ones

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table, all of the same length, as people see them."""

    rows: tuple[Row, ...]
    is_cut: bool = False  # there are more rows than these
    encoding: str = ""  # of a text file: a name that Python's codecs know
    is_guess: bool = False  # nothing in the file says its encoding: another may be right
    delimiter: str = ""  # of a text
    sheets: tuple[str, ...] = ()  # of a workbook
    sheet: str = ""


def read_table(path: Path, *, delimiter: str = "", encoding: str = "", sheet: str = "") -> Table:
    """Read the beginning of a file. Blocks, for a large workbook for seconds.

    ``delimiter``, ``encoding`` and ``sheet`` are what somebody chose; without them the likeliest
    is taken.

    Raises:
        FileRefused: it is no table, or too large a workbook.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise FileRefused(
            say("“{file}” can’t be opened", file=path.name),
            say("Check that it is still there and that you may read it, then try again."),
            details=f"{path}: {error}",
        ) from error
    if data.startswith((_ZIP, _OLE)):
        return _read_workbook(path, sheet)
    is_cut = len(data) > _MOST_BYTES
    data = _whole_lines(data) if is_cut else data
    try:
        text = decode_text(data, name=path.name)
    except FileRefused as refusal:
        raise _no_table(path, refusal.details or str(refusal.title)) from refusal
    is_other = text.is_guess and encoding not in {"", text.encoding}
    words = data.decode(encoding, "replace").replace("\r\n", "\n") if is_other else text.text
    table = parse_table(words, delimiter=delimiter)
    return replace(
        table,
        is_cut=table.is_cut or is_cut,
        encoding=encoding if is_other else text.encoding,
        is_guess=text.is_guess,
    )


def parse_table(text: str, *, delimiter: str = "") -> Table:
    """Read a table that is a text: what was copied from a spreadsheet, or a CSV file's."""
    said = _SEP_LINE.match(text)
    if said is not None:  # Excel's own way to name the delimiter
        text = text[said.end() :]
        delimiter = delimiter or said["delimiter"]
    delimiter = delimiter or _likeliest_delimiter(text)
    rows = list(islice(_filled(_split(text, delimiter)), MOST_ROWS + 1))
    return Table(_squared(rows[:MOST_ROWS]), is_cut=len(rows) > MOST_ROWS, delimiter=delimiter)


def shown(value: object) -> str:
    """Write a cell of a workbook as a person sees it: 1 and not 1.0, a day without midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if seconds else f"{hours}:{minutes:02}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    """Write a number with the 15 digits that a spreadsheet keeps, and without an exponent."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    digits = f"{value:.15g}"
    if "e" not in digits:
        return digits
    return f"{value:.20f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:.0f}"


def _read_workbook(path: Path, sheet: str) -> Table:
    _refuse_giant(path)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            names = tuple(book.sheet_names)
            if not names:
                raise _no_table(path, "no sheets")
            chosen = _sheet(book, (sheet,) if sheet in names else names)
            texts = ([shown(cell) for cell in row] for row in chosen.iter_rows())
            rows = list(islice(_filled(texts), MOST_ROWS + 1))
    except (CalamineError, OSError, ValueError) as error:
        raise _no_table(path, f"{type(error).__name__}: {error}") from error
    is_cut = len(rows) > MOST_ROWS
    return Table(_squared(rows[:MOST_ROWS]), is_cut=is_cut, sheets=names, sheet=chosen.name)


def _sheet(book: CalamineWorkbook, names: Sequence[str]) -> CalamineSheet:
    """Return the first of some sheets that has rows. Each is read as a whole, so none twice."""
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            break
    return sheet


def _refuse_giant(path: Path) -> None:
    """Refuse what would fill the memory; a packed file says beforehand how large it becomes."""
    size = path.stat().st_size
    unpacked = 0
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    if size > _LARGEST_WORKBOOK or unpacked > _LARGEST_UNPACKED:
        raise FileRefused(
            say("“{file}” is too large", file=path.name),
            say(
                "A workbook is read as a whole, and this one would fill the memory. Save a few "
                "rows of it as a file of their own, or save the sheet as CSV: of that, the "
                "first {rows} rows are read, however long it is.",
                rows=f"{MOST_ROWS:,}",
            ),
            details=f"{path}: {size:,} bytes, {unpacked:,} unpacked",
        )


def _no_table(path: Path, details: str) -> FileRefused:
    return FileRefused(
        say("“{file}” isn’t a table that can be read", file=path.name),
        say(
            "Open it in the program that made it and save it as CSV or as an Excel workbook "
            "(.xlsx) without a password, then choose that file."
        ),
        details=details,
    )


def _whole_lines(data: bytes) -> bytes:
    """Cut the beginning of a text behind its last whole line, whatever its encoding."""
    end = data.rfind(b"\n", 0, _MOST_BYTES) + 1
    return data[: end + end % 2 if b"\0" in data[:4] else end] if end else data[:_MOST_BYTES]


def _likeliest_delimiter(text: str) -> str:
    """Take the delimiter that cuts most of the first rows into the same number of cells."""
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        rows = list(islice(_filled(_split(text, delimiter)), _SNIFFED_ROWS))
        counted = Counter(len(row) for row in rows if len(row) > 1)
        if not counted:
            continue
        width, times = max(counted.items(), key=lambda each: (each[1], each[0]))
        score = (times, width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    """Cut a text into rows of cells. A quote that is never closed is a character like any other."""
    lines = io.StringIO(text, newline="")
    csv.field_size_limit(_LARGEST_CELL)
    if _closes_its_quotes(text, delimiter):
        reader = csv.reader(lines, delimiter=delimiter)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:  # a cell of a megabyte: no table from here on
            return
        if row is None:
            return
        yield row


def _closes_its_quotes(text: str, delimiter: str) -> bool:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _row in islice(lines, MOST_ROWS + 1):
            pass
    except csv.Error as error:
        return "unexpected end of data" not in str(error)
    return True


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for row in rows:
        if any(cell.strip() for cell in row):
            yield row


def _squared(rows: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    """Give all rows the same length, and take away columns in which nothing stands."""
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    whole = [tuple(row[:width]) + ("",) * (width - len(row)) for row in rows]
    used = [place for place in range(width) if any(row[place].strip() for row in whole)]
    return tuple(tuple(row[place].strip() for place in used) for row in whole)
