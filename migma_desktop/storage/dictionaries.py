"""Hunspell dictionaries: where they are on this computer, and how one is added."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.texts import Text, say
from migma_desktop.storage.atomic_file import write_atomically

FILE_KINDS = (".dic", ".aff", ".oxt", ".xpi", ".zip")
"""What people have: the two files, or an extension of LibreOffice or Firefox that holds them."""

_LARGEST = 60_000_000  # bytes of one file; the largest known dictionary has a third of it
_NAME = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*")
_COUNT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\d+")


class _Pair(NamedTuple):
    name: str
    aff: bytes
    dic: bytes


class DictionaryFolders:
    """The user's own folder before the system's before what ships with the program."""

    def __init__(self, *, own: Path, others: Sequence[Path] | None = None) -> None:
        self.own = own
        self._others = others  # None: the usual ones, which take a moment to find

    def find(self) -> Mapping[str, Path]:
        """Return each language with its dictionary's path, without the ending."""
        found: dict[str, Path] = {}
        if self._others is None:
            self._others = usual_folders()
        for folder in (self.own, *self._others):
            try:
                present = set(folder.iterdir())
            except OSError:  # most computers lack most of them
                continue
            for path in sorted(present):
                is_dictionary = path.suffix == ".dic" and path.with_suffix(".aff") in present
                if is_dictionary and _NAME.fullmatch(path.stem):
                    found.setdefault(path.stem.replace("-", "_"), path.with_suffix(""))
        return found

    def add(self, path: Path, *, works: Callable[[Path], bool]) -> Sequence[str]:
        """Copy the dictionaries of a file into the own folder; return their languages.

        ``works`` tells whether a dictionary can be read, by its path without the ending.

        Raises:
            FileRefused: it is none that can be read; nothing was added.
        """
        import zipfile  # 5 ms that only this takes

        try:
            pairs = _in_archive(path) if zipfile.is_zipfile(path) else [_beside(path)]
        except (OSError, zipfile.BadZipFile) as error:
            raise _refused(path, say("The file can't be read."), details=str(error)) from error
        if not pairs:
            raise _refused(path, say("There is no dictionary in it: a .dic and an .aff file."))
        for pair in pairs:
            self._keep(path, pair, works)
        return sorted(pair.name.replace("-", "_") for pair in pairs)

    def _keep(self, path: Path, pair: _Pair, works: Callable[[Path], bool]) -> None:
        if not _NAME.fullmatch(pair.name):
            raise _refused(
                path,
                say("Its name must be that of a language, such as de_DE, fr or pt_BR."),
                details=pair.name,
            )
        if not _COUNT.match(pair.dic):
            raise _refused(path, say("The .dic file doesn't begin with the number of its words."))
        trial = self.own / "trial"
        try:
            for folder in (trial, self.own):
                base = folder / pair.name
                write_atomically(base.with_name(f"{pair.name}.aff"), pair.aff)
                write_atomically(base.with_name(f"{pair.name}.dic"), pair.dic)
                if folder == trial and not works(base):
                    raise _refused(path, say("Its rules can't be read."))
        except OSError as error:
            raise _refused(path, say("It could not be copied."), details=str(error)) from error
        finally:
            for ending in (".aff", ".dic"):
                (trial / f"{pair.name}{ending}").unlink(missing_ok=True)
            if trial.is_dir():
                trial.rmdir()


def usual_folders() -> tuple[Path, ...]:
    """Return where this system keeps dictionaries, and where the program's own one is."""
    return (*_system_folders(), *_bundled())


def _system_folders() -> tuple[Path, ...]:
    if sys.platform == "darwin":
        return (Path.home() / "Library/Spelling", Path("/Library/Spelling"))
    if sys.platform == "win32":
        return ()  # Windows has dictionaries of its own kind
    return (
        Path("/usr/share/hunspell"),
        Path("/usr/share/myspell"),
        Path("/usr/share/myspell/dicts"),
    )


def _bundled() -> tuple[Path, ...]:
    """Return where the libraries keep their English one; looked for without loading them."""
    for package, folder in (("hunspell", "dictionaries"), ("spylls", "hunspell/data/en")):
        spec = find_spec(package)
        if spec is not None and spec.submodule_search_locations:
            return (Path(spec.submodule_search_locations[0]) / folder,)
    return ()


def _beside(path: Path) -> _Pair:
    aff, dic = path.with_suffix(".aff"), path.with_suffix(".dic")
    for needed in (aff, dic):
        if not needed.is_file():
            raise _refused(
                path,
                say(
                    "A dictionary is two files with the same name. {name} should be beside it.",
                    name=needed.name,
                ),
            )
        if needed.stat().st_size > _LARGEST:
            raise _refused(path, say("It is too large for a dictionary."))
    return _Pair(path.stem, aff.read_bytes(), dic.read_bytes())


def _in_archive(path: Path) -> list[_Pair]:
    import zipfile

    pairs = []
    with zipfile.ZipFile(path) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        for name, entry in entries.items():
            aff = entries.get(f"{name.removesuffix('.dic')}.aff")
            stem = Path(name).stem
            if not name.endswith(".dic") or aff is None or stem.startswith("hyph_"):
                continue
            if max(entry.file_size, aff.file_size) > _LARGEST:
                raise _refused(path, say("It is too large for a dictionary."))
            pairs.append(_Pair(stem, archive.read(aff), archive.read(entry)))
    return pairs


def _refused(path: Path, why: Text, *, details: str = "") -> FileRefused:
    return FileRefused(
        say("{file} can't be used as a dictionary", file=path.name),
        why,
        details=f"{path}\n{details}".strip(),
    )
