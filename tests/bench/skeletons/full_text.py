"""The smallest window that searches: a line, the bare full-text query, a table of what it gives."""

from __future__ import annotations

import sqlite3
import sys
import time
from statistics import median

from PySide6.QtCore import QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QVBoxLayout, QWidget

from migma_desktop.core.history import WINDOW
from tests.bench import long_history
from tests.bench.probes import press
from tests.bench.processes import report

_TIMES = 5
_REST = 60  # ms between two letters
_SIZE = (1360, 700)
_QUERY = """
    SELECT created_at, recipient_name, subject, state, provider, remote_id
    FROM send_words JOIN sends ON sends.seq = send_words.rowid
    WHERE send_words MATCH ? ORDER BY send_words.rowid DESC LIMIT ?
"""


class Search(QWidget):
    """Types the beginnings of words and notes how long each takes to be painted."""

    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__()
        self._database = database
        self._line, self._table = QLineEdit(), QTableView()
        self._line.textChanged.connect(self._on_text_changed)
        layout = QVBoxLayout(self)
        layout.addWidget(self._line)
        layout.addWidget(self._table)
        words = (long_history.FREQUENT, long_history.RARE)
        self._letters = [x for _ in range(_TIMES) for word in words for x in f"{word}\b"]
        self._took: list[float] = []
        self._began = 0.0

    def type_one(self) -> None:
        """Press the next key."""
        if not self._letters:
            report(search=median(self._took))
            self.close()
            return
        letter = self._letters.pop(0)
        self._began = time.monotonic()
        if letter == "\b":
            self._line.clear()
        else:
            press(self._line, letter)
        QTimer.singleShot(_REST, self, self.type_one)

    def _on_text_changed(self, text: str) -> None:
        if not text:
            return
        model = QStandardItemModel(self)
        for row in self._database.execute(_QUERY, (f'"{text}"*', WINDOW)):
            model.appendRow([QStandardItem(value) for value in row])
        self._table.setModel(model)
        self._table.viewport().repaint()
        self._took.append((time.monotonic() - self._began) * 1000)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    search = Search(sqlite3.connect(long_history.database_file(int(sys.argv[1]))))
    search.resize(*_SIZE)
    search.show()
    QTimer.singleShot(_REST, search, search.type_one)
    sys.exit(application.exec())
