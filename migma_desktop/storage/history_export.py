"""The history as a file: written send by send, and there as a whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from migma_desktop.core import send_exports
from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import Send
from migma_desktop.core.texts import say
from migma_desktop.storage.atomic_file import writing_atomically

_BOM = "\ufeff"  # without it Excel takes UTF-8 for an older encoding
_TELL_EVERY = 500  # sends


class ExportKind(StrEnum):
    """What an exported history can be; the value is the ending of the file's name."""

    CSV = "csv"
    JSON = "json"


def export(
    sends: Iterable[Send],
    path: Path,
    kind: ExportKind,
    *,
    now: datetime,
    told: Callable[[int], None] = lambda _count: None,
) -> int:
    """Write sends to a file and return how many they were. Blocks as long as it takes.

    Args:
        sends: read one after the other, and let go of at once.
        path: replaced when all is written.
        kind: see docs/history-export.md.
        now: the moment that a JSON file names.
        told: hears now and then how many are written; what it raises ends the export.

    Raises:
        StoreError: the file can't be written; what was there before is as it was.
    """
    pieces = _csv(sends) if kind is ExportKind.CSV else _json(sends, now)
    count = -2  # beginning and end
    try:
        with writing_atomically(path) as file:
            for piece in pieces:
                file.write(piece.encode("utf-8", "replace"))
                count += 1
                if count > 0 and count % _TELL_EVERY == 0:
                    told(count)
    except OSError as error:
        raise not_written(path, error) from error
    return count


def not_written(path: Path, error: OSError) -> StoreError:
    """Say that a file could not be written."""
    return StoreError(
        say("The file could not be written"),
        say(
            "Nothing was changed. Choose another folder, or check that the disk has room and "
            "that no other program has the file open."
        ),
        details=f"{path}: {error}",
    )


def _csv(sends: Iterable[Send]) -> Iterator[str]:
    yield _BOM + _line(send_exports.csv_header())
    for send in sends:
        yield _line(send_exports.csv_row(send))
    yield ""


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _json(sends: Iterable[Send], now: datetime) -> Iterator[str]:
    head = {
        "format": send_exports.JSON_FORMAT,
        "version": send_exports.JSON_VERSION,
        "exported_at": now.isoformat(),
    }
    yield json.dumps(head)[:-1] + ', "sends": ['
    before = "\n"
    for send in sends:
        document = send_exports.json_document(send)
        yield before + json.dumps(document, ensure_ascii=False, default=str)
        before = ",\n"
    yield "\n]}\n"
