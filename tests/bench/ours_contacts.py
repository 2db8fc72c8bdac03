"""Contacts of a project on disk: how soon the first are there, and how soon those of a letter."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from json import loads
from statistics import median

from migma_desktop.ui.controllers.people_finder import MOST
from tests.bench import contact_book
from tests.bench.processes import report

_TIMES = 60
_QUERY = """
    SELECT content FROM names_1 JOIN contacts_1 ON contacts_1.id = names_1.rowid
    WHERE names_1 MATCH ? LIMIT ?
"""
_TYPED = [word[:end] for word in contact_book.LETTERS for end in range(1, len(word) + 1)]


def timed(work: Callable[[str], object]) -> float:
    """Return the milliseconds that a letter takes."""
    took = []
    for _ in range(_TIMES):
        for text in _TYPED:
            began = time.perf_counter_ns()
            work(text)
            took.append((time.perf_counter_ns() - began) / 1e6)
    return median(took)


def ours(count: int) -> None:
    """Open the cache and search it as the program does."""
    contact_book.path_of(count)
    cache = contact_book.opened(count)
    began = time.perf_counter_ns()
    found = cache.find_contacts(contact_book.PROFILE, contact_book.PROJECT, "a", most=MOST)
    opens = (time.perf_counter_ns() - began) / 1e6
    assert found is not None
    assert len(found.items) == MOST
    place = (contact_book.PROFILE, contact_book.PROJECT)
    report(opens=opens, letter=timed(lambda text: cache.find_contacts(*place, text, most=MOST)))
    cache.close()


def bare(count: int) -> None:
    """Ask the index, and read what it gives."""
    with closing(sqlite3.connect(contact_book.path_of(count))) as db:

        def search(text: str) -> list[object]:
            rows = db.execute(_QUERY, (f'"{text}"*', MOST))
            return [loads(content) for (content,) in rows]

        assert len(search("a")) == MOST
        report(letter=timed(search))


if __name__ == "__main__":
    (ours if sys.argv[1] == "ours" else bare)(int(sys.argv[2]))
