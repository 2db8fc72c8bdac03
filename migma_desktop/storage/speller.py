"""Looks words up in the user's dictionaries, through a helper process (see ``spelling_helper``)."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from migma_desktop.core.errors import StoreError
from migma_desktop.core.texts import say
from migma_desktop.storage import spelling_helper
from migma_desktop.storage.dictionaries import DictionaryFolders

HELPER_FLAG = "--spelling-helper"
"""Makes an installed program be the helper: there is no Python to run the file with."""


class Speller:
    """The dictionaries of this computer. Blocks: call it off the GUI thread.

    The helper starts with the first word and ends with ``close``, or with this program.
    """

    def __init__(self, *, dictionaries: DictionaryFolders) -> None:
        self._dictionaries = dictionaries
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    @property
    def folder(self) -> Path:
        """Where the user's own dictionaries are."""
        return self._dictionaries.own

    def languages(self) -> Sequence[str]:
        """Return the languages that there are dictionaries for, such as ``en_US``."""
        return sorted(self._dictionaries.find())

    def add(self, path: Path) -> Sequence[str]:
        """Copy the dictionaries of a file into the user's own; return their languages.

        Raises:
            FileRefused: it is none that can be read.
        """
        added = self._dictionaries.add(path, works=self._works)
        with self._lock:
            self._stop()  # so that it reads a new one of the same name
        return added

    def _works(self, base: Path) -> bool:
        return not self._answer("wrong", ["a"], [str(base)])["broken"]

    def find_wrong(self, words: Collection[str], languages: Sequence[str]) -> frozenset[str]:
        """Return the words that none of the languages has.

        Raises:
            StoreError: nobody answers.
        """
        return frozenset(self._ask("wrong", sorted(words), languages))

    def suggest(self, word: str, languages: Sequence[str]) -> Sequence[str]:
        """Return words that may be meant, the likeliest first.

        Raises:
            StoreError: nobody answers.
        """
        return self._ask("suggest", [word], languages)

    def close(self) -> None:
        """End the helper; whoever waits for it gets a StoreError."""
        self._is_closed = True
        self._stop()

    def _ask(self, what: str, words: Sequence[str], languages: Sequence[str]) -> list[str]:
        found = self._dictionaries.find()
        bases = [str(found[language]) for language in languages if language in found]
        if not bases or not words:
            return []
        found_words: list[str] = self._answer(what, words, bases)["words"]
        return found_words

    def _answer(self, what: str, words: Sequence[str], bases: Sequence[str]) -> dict[str, Any]:
        request = json.dumps({"do": what, "words": words, "dictionaries": bases})
        with self._lock:
            try:
                return self._exchange(request)
            except (OSError, ValueError):
                self._stop()  # it died: once more with a new one
            try:
                return self._exchange(request)
            except (OSError, ValueError) as error:
                self._stop()
                raise _silent(error) from error

    def _exchange(self, request: str) -> dict[str, Any]:
        process = self._process or self._start()
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        process.stdin.write(request + "\n")
        process.stdin.flush()
        answer: dict[str, Any] = json.loads(process.stdout.readline())
        return answer

    def _start(self) -> subprocess.Popen[str]:
        if self._is_closed:
            raise OSError("closed")
        self._process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was not sent goes with it
                    continue


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, HELPER_FLAG]
    return [sys.executable, "-P", "-X", "utf8", spelling_helper.__file__]


def _silent(error: Exception) -> StoreError:
    return StoreError(
        say("The spelling can't be checked"),
        say("The part that knows the dictionaries does not answer. Your email is not affected."),
        details=f"{type(error).__name__}: {error}",
    )
