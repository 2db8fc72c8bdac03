"""A draft as one ``.migma`` file to keep and pass on: the document of ``draft_json``."""

from __future__ import annotations

import json
from pathlib import Path

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.texts import say
from migma_desktop.storage import draft_json
from migma_desktop.storage.atomic_file import write_atomically
from migma_desktop.storage.json_overlay import Document

ENDING = ".migma"

_MAX_BYTES = 50_000_000
_MAX_DEPTH = 100  # of values in values; what is read has to be written again, which goes less deep


def read_draft_file(path: Path) -> Document:
    """Read a draft with all that is in the file.

    Raises:
        FileRefused: it can't be read, or isn't a draft that this version can read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise FileRefused(
            say("“{file}” can’t be opened", file=path.name),
            say("Check that it is still there and that you may read it, then try again."),
            details=f"{path}: {error}",
        ) from error
    if len(data) > _MAX_BYTES:
        raise FileRefused(
            say("“{file}” is too large", file=path.name),
            say("An email of this size can't be sent. The file was left as it is."),
            details=f"{path}: more than {_MAX_BYTES} bytes",
        )
    document = draft_json.parse(data.decode("utf-8-sig", errors="replace"))
    if _is_deeper(document, _MAX_DEPTH):
        raise draft_json.not_a_draft(f"{path}: nested more than {_MAX_DEPTH} deep")
    return document


def write_draft_file(path: Path, document: Document) -> None:
    """Write a draft, indented so that people can read it, in one step.

    Raises:
        FileRefused: the file is as it was before.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False)
    try:
        data = text.encode()
    except UnicodeEncodeError:  # half a character, as a broken paste leaves it
        data = json.dumps(document, indent=2).encode()
    try:
        write_atomically(path, data + b"\n")
    except OSError as error:
        raise FileRefused(
            say("“{file}” can’t be saved", file=path.name),
            say(
                "Nothing was written. Check that you may write to this folder and that the disk "
                "has room, or choose another folder."
            ),
            details=f"{path}: {error}",
        ) from error


def _is_deeper(document: Document, depth: int) -> bool:
    level: list[object] = [document]
    for _ in range(depth):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        value = list(value.values())
    return (
        [each for each in value if isinstance(each, dict | list)] if isinstance(value, list) else []
    )
