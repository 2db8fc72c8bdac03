"""The two copies of the Unicode tables (ICU) in the bundle, each cut to what is asked of it.

Qt's core sorts, changes case and converts encodings with ICU, and on Linux brings a copy for that:
of its 31 MB two thirds are names of countries, languages, currencies, units and time zones, how
languages write dates and numbers, transliterations, spelled-out numbers and line breaking.

Chromium has tables of its own, by which text is broken into words and lines. What scripts of a page
would ask for goes from those: an email that is shown runs none.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

_NAMES = ("curr", "lang", "rbnf", "region", "unit", "zone")
NOT_ASKED_FOR = (*_NAMES, "brkitr", "translit")
"""Branches of the tables that no function that Qt calls looks into."""

NOT_ASKED_FOR_BY_CHROMIUM = _NAMES
"""Branches that only scripts look into, by ``Intl``."""

_TOOLS = ("objcopy", "gcc")
_LIBRARY = re.compile(r"libicudata\.so\.(\d+)")
_OF_CHROMIUM = "icudtl.dat"
# How a language writes dates and numbers: Qt has that in tables of its own. English stays, as what
# every other one falls back to.
_LANGUAGE = re.compile(r"(?!en|root|pool|res_index)[a-z]{2,3}(?:_\w+)?\.res")

_MAGIC = b"\xda\x27"
_ALIGNMENT = 4  # as a power of two: ICU reads its tables as 16-byte blocks
_ASSEMBLY = """
    .section .note.GNU-stack,"",%progbits
    .section .rodata
    .balign {bytes}
    .globl {symbol}
    .type {symbol}, %object
    .size {symbol}, end - {symbol}
{symbol}:
    .incbin "{data}"
end:
"""


def is_library(file: Path) -> bool:
    """Tell whether a file is the library with the tables of Qt."""
    return _LIBRARY.fullmatch(file.name) is not None


def is_of_chromium(file: Path) -> bool:
    """Tell whether a file holds the tables of Chromium."""
    return file.name == _OF_CHROMIUM


def can_trim_library() -> bool:
    """Tell whether the tools are there (Debian: binutils, gcc)."""
    return all(shutil.which(tool) for tool in _TOOLS)


def trim_of_chromium(file: Path, target: Path) -> Path:
    """Write Chromium's tables again as ``target``, without the branches that nobody asks for."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(without(file.read_bytes(), is_unwanted_by_chromium))
    return target


def trim_library(library: Path, target: Path) -> Path:
    """Write the library again as ``target``, without the branches that nobody asks for."""
    name = _LIBRARY.fullmatch(library.name)
    if name is None:
        raise ValueError(f"{library} doesn't hold ICU's tables")
    folder = target.parent
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "tables.dat"
    _run("objcopy", "-O", "binary", "--only-section=.rodata", str(library), str(data))
    data.write_bytes(without(data.read_bytes(), is_unwanted))
    source = folder / "tables.s"
    symbol = f"icudt{name[1]}_dat"
    text = _ASSEMBLY.format(symbol=symbol, data=data.name, bytes=2**_ALIGNMENT)
    source.write_text(text, "ascii")
    _run(
        *("gcc", "-shared", "-nostdlib", "-Wl,--build-id=none", f"-Wl,-soname,{library.name}"),
        *("-s", "-o", str(target), source.name),
        folder=folder,
    )
    return target


def is_unwanted(item: str) -> bool:
    """Tell whether an item of Qt's tables, such as ``unit/de.res``, can go."""
    branch, slash, _ = item.partition("/")
    return branch in NOT_ASKED_FOR if slash else _LANGUAGE.fullmatch(item) is not None


def is_unwanted_by_chromium(item: str) -> bool:
    """Tell whether an item of Chromium's tables can go."""
    branch, slash, _ = item.partition("/")
    return bool(slash) and branch in NOT_ASKED_FOR_BY_CHROMIUM


def items_of(tables: bytes) -> Iterator[tuple[str, bytes]]:
    """Read tables: each item's name, with the folder that all of them share, and its bytes.

    A header tells its own length. Behind it stand the number of items and, for each, where its
    name and its bytes begin, counted from there (ICU, ``source/common/ucmndata.h``).

    Raises:
        ValueError: these are no tables of ICU for this kind of processor.
    """
    if tables[2:4] != _MAGIC:
        raise ValueError("these are no tables of ICU")
    start = struct.unpack_from("<H", tables)[0]
    (count,) = struct.unpack_from("<I", tables, start)
    places = [struct.unpack_from("<II", tables, start + 4 + 8 * index) for index in range(count)]
    ends = [*(place for _, place in places[1:]), len(tables) - start]
    for (name, place), end in zip(places, ends, strict=True):
        spelled = tables[start + name : tables.index(b"\0", start + name)]
        yield spelled.decode("ascii"), tables[start + place : start + end]


def without(tables: bytes, is_unwanted: Callable[[str], bool]) -> bytes:
    """Return tables without some items; those are named without the folder that all share."""
    kept = [
        (f"{name}\0".encode("ascii"), data.ljust(_aligned(len(data)), b"\0"))
        for name, data in items_of(tables)
        if not is_unwanted(name.partition("/")[2])
    ]
    start = struct.unpack_from("<H", tables)[0]
    name_at = 4 + 8 * len(kept)
    data_at = first = _aligned(name_at + sum(len(name) for name, _ in kept))
    index = [struct.pack("<I", len(kept))]
    for name, data in kept:
        index.append(struct.pack("<II", name_at, data_at))
        name_at += len(name)
        data_at += len(data)
    head = b"".join([*index, *(name for name, _ in kept)])
    return b"".join([tables[:start], head.ljust(first, b"\0"), *(data for _, data in kept)])


def _aligned(size: int) -> int:
    block: int = 2**_ALIGNMENT
    return -(-size // block) * block


def _run(*command: str, folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
