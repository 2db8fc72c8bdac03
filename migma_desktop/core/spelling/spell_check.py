"""Finds the words of a text that no dictionary has, and after an edit only in what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from migma_desktop.core.spelling.visible_text import SCANNERS, Scanned, Way
from migma_desktop.core.spelling.words import Word

Marks = Sequence[tuple[Word, ...]]
"""The wrong words of each line."""

LONGEST_LINE = 50_000
"""Characters in a line that is read; longer ones are no text that anybody reads."""
_FOREIGN_WORDS = 12  # different ones from which on they say something about the language
_FOREIGN_SHARE = 0.6  # of the words that are wrong: then the text is in another language


class Misspelling(NamedTuple):
    """A word that may be wrong, where it stands first."""

    text: str
    line: int  # from 0
    start: int  # in its line
    end: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; ``lines`` are those it looked at."""

    lines: Sequence[str]
    marks: Marks
    words: tuple[Misspelling, ...] = ()  # each once
    is_foreign: bool = False  # too many to be mistakes: then there are no marks


class SpellCheck:
    """Remembers the last text and the verdicts, so that a keystroke costs a line.

    ``find_wrong`` returns those of some words that none of some languages has; it may take its
    time. Not for several threads at once.
    """

    def __init__(self, find_wrong: Callable[[Set[str], Sequence[str]], Set[str]]) -> None:
        self._find_wrong = find_wrong
        self._way: Way | None = None
        self._lines: Sequence[str] = ()
        self._scanned: list[Scanned] = []
        self._languages: tuple[str, ...] = ()
        self._verdicts: dict[str, bool] = {}  # whether a word is wrong

    def check(
        self,
        lines: Sequence[str],
        *,
        way: Way,
        languages: Sequence[str],
        accepted: Set[str] = frozenset(),
    ) -> Checked:
        """Look a text over. ``accepted`` are the user's own words, casefolded."""
        self._read(lines, way)
        wrong = self._wrong(languages, accepted)
        used = {word.text for scanned in self._scanned for word in scanned.words}
        if _is_foreign(used, wrong & used):
            return Checked(lines, [()] * len(lines), is_foreign=True)
        marks: list[tuple[Word, ...]] = []
        found: dict[str, Misspelling] = {}
        for number, scanned in enumerate(self._scanned):
            if not scanned.words:
                marks.append(())
                continue
            bad = tuple(word for word in scanned.words if word.text in wrong)
            marks.append(bad)
            for word in bad:
                if word.text not in found:
                    found[word.text] = Misspelling(word.text, number, word.start, word.end)
        return Checked(lines, marks, tuple(found.values()))

    def forget_verdicts(self) -> None:
        """Ask again: a dictionary came or went."""
        self._verdicts.clear()

    def _read(self, lines: Sequence[str], way: Way) -> None:
        """Scan what is other than the last time, and below it until the states agree again."""
        before = self._lines if way is self._way else ()
        scanner = SCANNERS[way]
        first = equal_at_start(before, lines)
        tail = equal_at_end(before, lines, but=first)
        kept = self._scanned[len(before) - tail :] if way is self._way else []
        scanned = self._scanned[:first] if way is self._way else []
        state = scanned[-1].state if scanned else 0
        agreed = self._scanned[len(before) - tail - 1].state if tail and len(before) > tail else 0
        for number in range(first, len(lines)):
            if number >= len(lines) - tail and state == agreed:
                scanned += kept[number - (len(lines) - tail) :]
                break
            line = lines[number]
            scanned.append(
                scanner.scan(line, state) if len(line) <= LONGEST_LINE else Scanned((), state)
            )
            if number >= len(lines) - tail:
                agreed = kept[number - (len(lines) - tail)].state
            state = scanned[-1].state
        self._way, self._lines, self._scanned = way, lines, scanned

    def _wrong(self, languages: Sequence[str], accepted: Set[str]) -> Set[str]:
        if tuple(languages) != self._languages:
            self._languages = tuple(languages)
            self._verdicts.clear()
        if not languages:
            return frozenset()
        used = {word.text for scanned in self._scanned for word in scanned.words}
        unknown = used - self._verdicts.keys()
        if unknown:
            wrong = self._find_wrong(unknown, self._languages)
            self._verdicts.update((word, word in wrong) for word in unknown)
        return {word for word in used if self._verdicts[word] and not is_accepted(word, accepted)}


def is_accepted(word: str, accepted: Set[str]) -> bool:
    """Tell whether a word is one of the user's own, or belongs to one: Migma, MIGMA, Migma's."""
    folded = word.casefold()
    return folded in accepted or folded.removesuffix("'s") in accepted


def _is_foreign(used: Set[str], wrong: Set[str]) -> bool:
    return len(wrong) >= _FOREIGN_WORDS and len(wrong) > _FOREIGN_SHARE * len(used)


def equal_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines two texts have in common from the start."""
    for number, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine is not yours and mine != yours:
            return number
    return min(len(one), len(other))


def equal_at_end(one: Sequence[str], other: Sequence[str], *, but: int) -> int:
    """Return how many lines two texts have in common at the end, behind the first ``but``."""
    most = min(len(one), len(other)) - but
    for number in range(most):
        mine, yours = one[-1 - number], other[-1 - number]
        if mine is not yours and mine != yours:
            return number
    return most
