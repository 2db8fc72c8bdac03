"""What spelling needs from the outside; storage provides it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

from migma_desktop.core.spelling.own_words import OwnWords


class Speller(Protocol):
    """The dictionaries of this computer. Blocks: called off the GUI thread only."""

    @property
    def folder(self) -> Path:
        """Where the user's own dictionaries are."""

    def languages(self) -> Sequence[str]:
        """Return the languages that there are dictionaries for, such as ``en_US``."""

    def find_wrong(self, words: Collection[str], languages: Sequence[str]) -> frozenset[str]:
        """Return the words that none of the languages has. Raises StoreError."""

    def suggest(self, word: str, languages: Sequence[str]) -> Sequence[str]:
        """Return words that may be meant, the likeliest first. Raises StoreError."""

    def add(self, path: Path) -> Sequence[str]:
        """Copy the dictionaries of a file into the user's own; return their languages.

        Raises:
            FileRefused: it is none that can be read.
        """

    def close(self) -> None:
        """End what looks the words up."""


class OwnWordStore(Protocol):
    """Where the user's own words are kept. Every method may raise StoreError."""

    def read(self) -> OwnWords:
        """Read all words."""

    def keep(self, word: str) -> OwnWords:
        """Make a word right everywhere."""

    def forget(self, word: str) -> OwnWords:
        """Let a word be wrong again."""

    def ignore(self, word: str, draft_id: str) -> OwnWords:
        """Make a word right in one email."""
