"""The whole program, into which a large file is dropped: how long it stands still meanwhile."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor

from migma_desktop.ui.main_window import MainWindow
from tests.bench import documents, ours_program
from tests.bench.probes import ColourProbe, StandstillProbe
from tests.bench.processes import FOLDER, report

_SETTLED = 1500  # ms after the first pixels: the account is there and the lists are filled
_COLOURED = 1000  # ms after the email is in the preview: the editor has its colours too


def opening(window: MainWindow, visit: ours_program.Visit, file: Path) -> None:
    """Measure from the drop of a file until it is in editor and preview."""
    standstill = StandstillProbe(window)

    def go() -> None:
        window.preview_pane.shown.connect(seen)
        standstill.start()
        window.editor_pane.file_dropped.emit(file)

    def seen() -> None:
        window.preview_pane.shown.disconnect(seen)
        QTimer.singleShot(_COLOURED, window, finish)

    def finish() -> None:
        report(stall=standstill.stop())
        visit.leave()

    def settled() -> None:
        QTimer.singleShot(_SETTLED, window, go)

    ours_program.when_there(
        window, "previewView", lambda view: ColourProbe(view, QColor("#ffffff"), settled)
    )


if __name__ == "__main__":
    largest = Path(os.environ[FOLDER], "largest.html")
    largest.write_text(documents.email(int(sys.argv[1])), encoding="utf-8")
    sys.exit(
        ours_program.run(
            "opening",
            documents.email(20),
            lambda window, visit: opening(window, visit, largest),
            anew=True,
        )
    )
