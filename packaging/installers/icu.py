"""Qt's copy of the Unicode tables (ICU), cut to what Qt asks of it on Linux.

Qt's core sorts, changes case and converts encodings with ICU; nothing else in the bundle uses it,
for Chromium has tables of its own. Names of countries, languages, currencies, units and time zones,
transliterations, spelled-out numbers and line breaking are more than half of the 31 MB.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

NOT_ASKED_FOR = ("brkitr", "curr", "lang", "rbnf", "region", "translit", "unit", "zone")
"""Branches of the tables that no function that Qt calls looks into."""

_TOOLS = ("icupkg", "objcopy", "gcc")
_LIBRARY = re.compile(r"libicudata\.so\.(\d+)")
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


def is_tables(file: Path) -> bool:
    """Tell whether a file is the library with ICU's tables."""
    return _LIBRARY.fullmatch(file.name) is not None


def can_trim() -> bool:
    """Tell whether the tools are there (Debian: icu-devtools, binutils, gcc)."""
    return all(shutil.which(tool) for tool in _TOOLS)


def trim(library: Path, target: Path) -> Path:
    """Write the library again as ``target``, without the branches that nobody asks for."""
    name = _LIBRARY.fullmatch(library.name)
    if name is None:
        raise ValueError(f"{library} doesn't hold ICU's tables")
    folder = target.parent
    folder.mkdir(parents=True, exist_ok=True)
    symbol = f"icudt{name[1]}_dat"
    whole, less = folder / f"icudt{name[1]}l.dat", folder / "less" / f"icudt{name[1]}l.dat"
    less.parent.mkdir(exist_ok=True)
    _run("objcopy", "-O", "binary", "--only-section=.rodata", str(library), str(whole))
    items = _run("icupkg", "-l", str(whole)).split()
    unwanted = folder / "unwanted.lst"
    unwanted.write_text("\n".join(item for item in items if is_unwanted(item)) + "\n", "ascii")
    _run("icupkg", "-r", str(unwanted), str(whole), str(less))
    source = folder / "tables.s"
    text = _ASSEMBLY.format(symbol=symbol, data=less.relative_to(folder), bytes=2**_ALIGNMENT)
    source.write_text(text, "ascii")
    _run(
        *("gcc", "-shared", "-nostdlib", "-Wl,--build-id=none", f"-Wl,-soname,{library.name}"),
        *("-s", "-o", str(target), source.name),
        folder=folder,
    )
    return target


def is_unwanted(item: str) -> bool:
    """Tell whether an item of the tables, such as ``unit/de.res``, can go."""
    return item.partition("/")[0] in NOT_ASKED_FOR and "/" in item


def _run(*command: str, folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout
