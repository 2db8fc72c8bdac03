"""The bare full-text query: the numbers and rows of the first window, straight from SQLite."""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from statistics import median

from migma_desktop.core.history import WINDOW
from tests.bench import long_history
from tests.bench.processes import report

_TIMES = 5
_QUERY = """
    SELECT sends.* FROM send_words JOIN sends ON sends.seq = send_words.rowid
    WHERE send_words MATCH ? ORDER BY send_words.rowid DESC LIMIT ?
"""


def main(count: int) -> None:
    """Ask for each beginning of each word, as it is typed."""
    took: list[float] = []
    with closing(sqlite3.connect(long_history.database_file(count))) as db:
        for _ in range(_TIMES):
            for word in (long_history.FREQUENT, long_history.RARE):
                for length in range(1, len(word) + 1):
                    began = time.monotonic()
                    db.execute(_QUERY, (f'"{word[:length]}"*', WINDOW)).fetchall()
                    took.append((time.monotonic() - began) * 1000)
    report(search=median(took))


if __name__ == "__main__":
    main(int(sys.argv[1]))
