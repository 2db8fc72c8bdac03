"""Look for the key in everything that the program wrote."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

_PIECE = 1 << 20


class Search(NamedTuple):
    """What a search came to."""

    files: int
    places: list[str]


def search(folder: Path, key: str) -> Search:
    """Look for every form of the key in every file below a folder, and in the files' names."""
    forms = tuple(forms_of(key))
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    places = [
        str(path.relative_to(folder))
        for path in files
        if any(form in str(path).encode() for form in forms) or _holds(path, forms)
    ]
    return Search(len(files), places)


def forms_of(key: str) -> Iterator[bytes]:
    """Return the key as it is, as an address holds it, in UTF-16, in hex and in base64."""
    plain = key.encode()
    yield plain
    yield quote(key, safe="").encode()
    yield key.encode("utf-16-le")
    yield plain.hex().encode()
    for before in range(3):  # base64 looks different for each place within three bytes
        first = -(-before * 8 // 6)  # characters that also hold bits of what stands before
        whole = (before + len(plain)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(b"\0" * before + plain)[first:whole]


def _holds(path: Path, forms: tuple[bytes, ...]) -> bool:
    overlap = max(map(len, forms))
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if any(form in rest + piece for form in forms):
                return True
            rest = piece[-overlap:]
    return False
