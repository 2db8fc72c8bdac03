"""The program beside the program that looks words up in dictionaries.

Hunspell's Python binding keeps the interpreter for itself: loading the English dictionary holds
every other thread up for 30 ms, and the suggestions for one word for 20 to 95 ms (measured on two
cores); spylls, in pure Python, competes with the window for a second while it loads. So words are
looked up in a process of their own, which ends with its standard input.

It is run as a file, without the package around it, and needs nothing but the standard library and
Hunspell. One request a line, one answer a line, both JSON:

    {"do": "wrong", "words": ["Welcom"], "dictionaries": ["/path/en_US"]}  ->  {"words": ["Welcom"]}
    {"do": "suggest", "words": ["Welcom"], "dictionaries": [...]}  ->  {"words": ["Welcome", ...]}

An answer has ``broken`` too: the dictionaries that can't be read.
"""

from __future__ import annotations

import gc
import json
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, Protocol, TextIO

MOST_SUGGESTIONS = 6
_MISHAPS = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError,
            RuntimeError, TypeError, ValueError)  # fmt: skip
"""What a file that is no dictionary does to its reader."""


class Engine(Protocol):
    """One dictionary."""

    def has(self, word: str) -> bool | None:
        """Tell whether a word is right; None when the dictionary can't write its letters."""
        ...

    def suggest(self, word: str) -> list[str]:
        """Return words that may be meant, the likeliest first."""
        ...


class HunspellEngine:
    """Hunspell itself.

    Raises:
        OSError: the dictionary can't be read.
    """

    def __init__(self, base: Path) -> None:
        import hunspell

        self._hunspell = hunspell.Hunspell(base.name, hunspell_data_dir=str(base.parent))

    def has(self, word: str) -> bool | None:
        """Tell whether a word is right; None when the dictionary can't write its letters."""
        try:
            return self._hunspell.spell(word)
        except UnicodeEncodeError:
            return None

    def suggest(self, word: str) -> list[str]:
        """Return words that may be meant, the likeliest first."""
        try:
            return list(self._hunspell.suggest(word))
        except UnicodeEncodeError:
            return []


class SpyllsEngine:
    """The same in Python, for Intel Macs, for which Hunspell's binding has no wheel.

    Raises:
        OSError, ValueError: the dictionary can't be read.
    """

    def __init__(self, base: Path) -> None:
        from spylls.hunspell import Dictionary

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            self._dictionary = Dictionary.from_files(str(base))
            gc.collect()  # it leaves closing its files to chance

    def has(self, word: str) -> bool | None:
        """Tell whether a word is right."""
        return self._dictionary.lookup(word)

    def suggest(self, word: str) -> list[str]:
        """Return words that may be meant, the likeliest first."""
        return list(islice(self._dictionary.suggest(word), MOST_SUGGESTIONS))


def make_engine(base: Path) -> Engine:
    """Read a dictionary with the library that is installed.

    Raises:
        OSError, ValueError: it can't be read.
    """
    return HunspellEngine(base) if find_spec("hunspell") is not None else SpyllsEngine(base)


class Helper:
    """Answers requests, and keeps the dictionaries that it has read."""

    def __init__(self, make: Callable[[Path], Engine] = make_engine) -> None:
        self._make = make
        self._engines: dict[str, Engine | None] = {}  # None: it can't be read

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what a request asks for."""
        bases: list[str] = request["dictionaries"]
        engines = [engine for base in bases if (engine := self._engine(base)) is not None]
        if request["do"] == "wrong":
            words = [word for word in request["words"] if _is_wrong(word, engines)]
        else:
            words = suggestions(request["words"][0], engines)
        return {"words": words, "broken": [base for base in bases if not self._engines[base]]}

    def _engine(self, base: str) -> Engine | None:
        if base not in self._engines:
            try:
                self._engines[base] = self._make(Path(base))
            except _MISHAPS:
                self._engines[base] = None
        return self._engines[base]


def _is_wrong(word: str, engines: Sequence[Engine]) -> bool:
    """A word is right if one of the languages has it, or if none can tell."""
    verdicts = [engine.has(word) for engine in engines]
    return False in verdicts and True not in verdicts


def suggestions(word: str, engines: Iterable[Engine]) -> list[str]:
    """Return what may be meant: the best of each language, then the second best."""
    each = zip_longest(*(engine.suggest(word) for engine in engines))
    found = dict.fromkeys(guess for rank in each for guess in rank if guess and guess != word)
    return list(found)[:MOST_SUGGESTIONS]


def serve(requests: TextIO | None = None, answers: TextIO | None = None) -> int:
    """Answer until there are no more requests."""
    helper = Helper()
    answers = answers or sys.stdout
    for line in requests or sys.stdin:
        answers.write(json.dumps(helper.answer(json.loads(line))) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(serve())
