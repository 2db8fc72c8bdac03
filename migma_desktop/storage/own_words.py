"""The file with the user's own words: JSON, so that it can be read and carried elsewhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from migma_desktop.core.errors import StoreError
from migma_desktop.core.spelling.own_words import OwnWords
from migma_desktop.core.texts import say
from migma_desktop.storage import lenient
from migma_desktop.storage.atomic_file import set_aside, write_atomically
from migma_desktop.storage.json_overlay import Document, dump, is_document, mended

Migration = Callable[[Document], Document]

MIGRATIONS: tuple[Migration, ...] = ()
"""Step n turns a document of version n into one of version n + 1."""

_MOST_DRAFTS = 500  # whose ignored words are remembered; the oldest go first


class OwnWordsFile:
    """Reads and writes ``words.json``. Blocks: call it off the GUI thread.

    The file is read before each change, so that two windows don't lose each other's words.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self._path = path
        self._now = now
        self._migrations = migrations
        self._lock = threading.Lock()

    def read(self) -> OwnWords:
        """Read all words; a damaged file is set aside.

        Raises:
            StoreError: it can't be read.
        """
        return _words_from(self._read())

    def keep(self, word: str) -> OwnWords:
        """Make a word right everywhere. Raises StoreError."""
        return self._change(lambda own: (_with(own.words, word), own.ignored))

    def forget(self, word: str) -> OwnWords:
        """Let a word be wrong again, in every spelling of its case. Raises StoreError."""
        folded = word.casefold()

        def without(words: Sequence[str]) -> tuple[str, ...]:
            return tuple(each for each in words if each.casefold() != folded)

        return self._change(
            lambda own: (
                without(own.words),
                {draft: left for draft, each in own.ignored.items() if (left := without(each))},
            )
        )

    def ignore(self, word: str, draft_id: str) -> OwnWords:
        """Make a word right in one email. Raises StoreError."""

        def changed(own: OwnWords) -> tuple[Sequence[str], Mapping[str, Sequence[str]]]:
            others = {key: each for key, each in own.ignored.items() if key != draft_id}
            here = _with(own.ignored.get(draft_id, ()), word)
            kept = dict(list(others.items())[1 - _MOST_DRAFTS :])
            return own.words, {**kept, draft_id: here}

        return self._change(changed)

    def _change(
        self, change: Callable[[OwnWords], tuple[Sequence[str], Mapping[str, Sequence[str]]]]
    ) -> OwnWords:
        with self._lock:
            raw = self._read()
            version = lenient.number(raw, "version", self._version)
            if version > self._version:
                raise _newer(self._path)
            words, ignored = change(_words_from(raw))
            document = {**raw, "version": self._version, "words": words, "ignored": ignored}
            try:
                write_atomically(self._path, dump(document).encode() + b"\n")
            except OSError as error:
                raise _unwritable(self._path, error) from error
            return _words_from(document)

    def _read(self) -> Document:
        try:
            stored = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unreadable(self._path, error) from error
        try:
            document = json.loads(stored)
        except (ValueError, RecursionError):
            document = None
        if not is_document(document):
            self._set_aside()
            return {}
        version = max(1, lenient.number(document, "version", 1))
        for step in self._migrations[version - 1 :]:
            document = step(document)
            version += 1
        return {**document, "version": version}

    def _set_aside(self) -> None:
        try:
            set_aside(self._path, at=self._now())
        except OSError as error:
            raise _unreadable(self._path, error) from error

    @property
    def _version(self) -> int:
        return len(self._migrations) + 1


def _words_from(document: Mapping[str, object]) -> OwnWords:
    ignored = lenient.part(document, "ignored")
    return OwnWords(
        lenient.words(document, "words"),
        {draft: words for draft in ignored if (words := lenient.words(ignored, draft))},
    )


def _with(words: Sequence[str], word: str) -> tuple[str, ...]:
    word = mended(word)
    return (*words, word) if word not in words else tuple(words)


def _unreadable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        say("Your own words can't be read"),
        say("They are marked as misspelled until then. Check the file in the details."),
        details=f"{path}: {error}",
    )


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        say("The word could not be kept"),
        say("Check that you may write to the folder in the details, then add it again."),
        details=f"{path}: {error}",
    )


def _newer(path: Path) -> StoreError:
    return StoreError(
        say("Your own words were last changed by a newer version of this program"),
        say("They are used here, and stay as they are. Install the newest Migma Desktop."),
        details=str(path),
    )
