"""The whole program with a history of some length: its log, its search, its start."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter, QTableView, QWidget

from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.widgets.status_log_model import SEND_ROLE
from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel
from tests.bench import long_history, ours_program
from tests.bench.probes import TypingProbe, press
from tests.bench.processes import memory_of_tree, report, since_start

_LOOK = 1  # ms between two looks
_REST = 60  # ms between two steps
_SETTLED = 2500  # ms after the log is there: the preview too, and the account's lists
_OPENINGS, _PAGES, _SEARCHES = 9, 30, 5
_TALL = [200, 700]  # px above and below: a log that its user has made room for


_W = TypeVar("_W", bound=QWidget)


class Steps(QObject):
    """Does one thing after the other, and notes how long each takes to be seen."""

    def __init__(self, panel: StatusLogPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._table = part(panel, QTableView, "statusLog")
        self._took: list[float] = []
        self._began = 0.0
        self._done: Callable[[float], None] | None = None
        self._is_there: Callable[[], bool] = lambda: True
        self._timer = QTimer(self, interval=_LOOK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        # As in the skeleton: painted as soon as they are there, and once.
        self._table.model().modelReset.connect(self._look)

    def measure(
        self,
        action: Callable[[], object],
        is_there: Callable[[], bool],
        done: Callable[[float], None],
    ) -> None:
        """Do ``action`` and call ``done`` with the milliseconds until its rows are painted."""
        self._is_there, self._done = is_there, done
        self._began = time.monotonic()
        action()
        self._timer.start()

    def repeat(
        self,
        times: int,
        action: Callable[[], object],
        is_there: Callable[[], bool],
        done: Callable[[list[float]], None],
    ) -> None:
        """Measure the same step several times."""
        took: list[float] = []

        def again() -> None:
            self.measure(action, is_there, noted)

        def noted(milliseconds: float) -> None:
            took.append(milliseconds)
            if len(took) == times:
                done(took)
            else:
                QTimer.singleShot(_REST, self, again)

        again()

    def rows_are_there(self) -> bool:
        """Whether each row in sight has been read."""
        model, last = self._table.model(), self._table.rowAt(self._table.viewport().height() - 1)
        first = self._table.rowAt(0)
        if first < 0:
            return False
        last = model.rowCount() - 1 if last < 0 else last
        return all(model.index(row, 0).data(SEND_ROLE) for row in range(first, last + 1))

    def _look(self) -> None:
        if not self._timer.isActive() or not (self._is_there() and self.rows_are_there()):
            return
        self._table.viewport().repaint()
        took = (time.monotonic() - self._began) * 1000
        self._timer.stop()
        if self._done is not None:
            self._done(took)


def log(window: MainWindow, visit: ours_program.Visit, count: int) -> None:
    """Open the log anew, page down, jump to the end; then ask for the memory."""
    found: dict[str, float] = {}

    def go(opened: Counter, steps: Steps) -> None:
        table = part(window, QTableView, "statusLog")
        table.setFocus()
        model = table.model()

        def opens(took: list[float]) -> None:
            found["opens"] = median(took)
            table.selectRow(0)
            steps.repeat(_PAGES, lambda: press_key(table, Qt.Key.Key_PageDown), always, pages)

        def pages(took: list[float]) -> None:
            found["page_down"] = median(took)
            steps.measure(lambda: press_key(table, Qt.Key.Key_End), at_end, jumped)

        def at_end() -> bool:
            return table.currentIndex().row() == count - 1 == model.rowCount() - 1

        def jumped(took: float) -> None:
            report(**found, jump=took, memory=memory_of_tree())
            visit.leave()

        steps.repeat(_OPENINGS, opened.open, opened.is_open, opens)

    _when_settled(window, go)


def search(window: MainWindow, visit: ours_program.Visit, _count: int) -> None:
    """Type the beginnings of words into the search field."""
    took: list[float] = []

    def go(opened: Counter, steps: Steps) -> None:
        line = part(window, QLineEdit, "logSearch")
        line.setFocus()
        letters = [letter for _ in range(_SEARCHES) for word in _WORDS for letter in f"{word}\b"]

        def type_one() -> None:
            letter = letters.pop(0)
            if letter == "\b":
                steps.measure(lambda: opened.after(line.clear), opened.is_open, skip)
            else:
                steps.measure(
                    lambda: opened.after(lambda: press(line, letter)), opened.is_open, note
                )

        def type_in(letter: str) -> None:
            press(line, letter)

        def note(milliseconds: float) -> None:
            took.append(milliseconds)
            skip(0)

        def skip(_milliseconds: float) -> None:
            if letters:
                QTimer.singleShot(_REST, steps, type_one)
                return
            report(search=median(took))
            visit.leave()

        type_one()

    _when_settled(window, go)


def typing(window: MainWindow, visit: ours_program.Visit, _count: int) -> None:
    """Type a letter into the template editor as soon as it was painted."""

    def done() -> None:
        report(takes_typing=since_start())
        visit.leave()

    TypingProbe(window.editor_pane.editor, done)


class Counter(QObject):
    """Knows whether the list was read since it was asked for."""

    def __init__(self, panel: StatusLogPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._is_open = False
        panel.model.modelReset.connect(self._on_reset)

    def open(self) -> None:
        """Ask for the whole list anew."""
        self.after(lambda: self._panel.filter_changed.emit(self._panel.wanted))

    def after(self, action: Callable[[], object]) -> None:
        """Do what makes the list be read."""
        self._is_open = False
        action()

    def is_open(self) -> bool:
        """Whether the list has come."""
        return self._is_open

    def _on_reset(self) -> None:
        self._is_open = True


_WORDS = (long_history.FREQUENT, long_history.RARE)


def part(whole: QWidget, kind: type[_W], name: str) -> _W:
    """Return a part of the window, which must be there."""
    found = whole.findChild(kind, name)
    assert found is not None
    return found


def always() -> bool:
    """Wait for nothing but the rows."""
    return True


def press_key(widget: QObject, key: Qt.Key) -> None:
    """Let a key without a letter arrive, through the event queue."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def _when_settled(window: MainWindow, go: Callable[[Counter, Steps], None]) -> None:
    """Wait for the log and for all that comes behind it, then show it."""

    def show() -> None:
        window.tabs.setCurrentWidget(window.log_panel)
        part(window, QSplitter, "rows").setSizes(_TALL)
        QTimer.singleShot(_REST, window, begin)

    def begin() -> None:
        opened = Counter(window.log_panel)  # hears of a new list before the steps do
        go(opened, Steps(window.log_panel))

    ours_program.when_there(
        window, "statusLog", lambda _table: QTimer.singleShot(_SETTLED, window, show)
    )


if __name__ == "__main__":
    kinds = {"log": log, "search": search, "typing": typing}
    kind, sends = kinds[sys.argv[1]], int(sys.argv[2])
    name = long_history.profile(sends)
    sys.exit(ours_program.run(name, "", lambda window, visit: kind(window, visit, sends)))
