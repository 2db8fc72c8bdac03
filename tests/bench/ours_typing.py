"""The whole program with an email of some size: type into its heading and watch the preview."""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QColor

from migma_desktop.ui.main_window import MainWindow
from tests.bench import documents, ours_program
from tests.bench.probes import ChangeProbe, ColourProbe, StallProbe, nth_percentile, press
from tests.bench.processes import report

_KEYS = 20
_STALL_KEYS = 200
_PACE = 60  # ms between two keys: two hundred words a minute
_REST = 100  # ms after each change: whatever follows a keystroke at leisure has been done
_SETTLED = 1500  # ms after the first pixels: the account is there and the lists are filled
_HEADING = 80  # px from the top of the email


def pixels(window: MainWindow, visit: ours_program.Visit) -> None:
    """Measure from each key press until the preview looks different."""
    took: list[float] = []

    def go() -> None:
        view = window.preview_pane.start_web_view()
        probe = ChangeProbe(view, QRect(0, 0, view.width(), _HEADING))
        type_one(probe)

    def type_one(probe: ChangeProbe) -> None:
        def changed(milliseconds: float) -> None:
            took.append(milliseconds)
            if len(took) == _KEYS:
                report(key_to_pixels=median(took))
                visit.leave()
                return
            QTimer.singleShot(_REST, probe, lambda: type_one(probe))

        probe.measure(lambda: press(window.editor_pane.editor, "x"), changed)

    _when_ready(window, go)


def stall(window: MainWindow, visit: ours_program.Visit) -> None:
    """Measure how long the window stands still at each key."""

    def done(stalls: list[float]) -> None:
        report(stall_p99=nth_percentile(stalls, 99))
        visit.leave()

    def go() -> None:
        StallProbe(window.editor_pane.editor, done).start(keys=_STALL_KEYS, pace=_PACE)

    _when_ready(window, go)


def _when_ready(window: MainWindow, go: Callable[[], None]) -> None:
    """Wait for the email in the preview, put the cursor into its heading, and begin."""

    def seen() -> None:
        editor = window.editor_pane.editor
        cursor = editor.document().find("Thanks for your order")
        cursor.setPosition(cursor.selectionEnd())
        editor.setTextCursor(cursor)
        editor.setFocus()
        QTimer.singleShot(_SETTLED, window, go)

    ours_program.when_there(
        window, "previewView", lambda view: ColourProbe(view, QColor("#ffffff"), seen)
    )


if __name__ == "__main__":
    kilobytes = int(sys.argv[2])
    kinds = {"pixels": pixels, "stall": stall}
    email = documents.email(kilobytes)
    profile = f"typing-{kilobytes}"
    sys.exit(ours_program.run(profile, email, kinds[sys.argv[1]], anew=True))
