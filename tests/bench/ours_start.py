"""The whole program: how soon it takes a letter, or shows the email, and what memory it takes."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor

from migma_desktop.ui.main_window import MainWindow
from tests.bench import ours_program
from tests.bench.documents import COLOUR
from tests.bench.probes import ColourProbe, TypingProbe
from tests.bench.processes import memory_of_tree, report, since_start

FIGURE = sys.argv[2] if len(sys.argv) > 2 else "takes_typing"  # as the other side calls it
_SETTLED = 2000  # ms after the first pixels: start-up's own memory has been given back
_EMAIL = f'<html><body style="background:{COLOUR}"><h1>Hello</h1></body></html>'


def typing(window: MainWindow, visit: ours_program.Visit) -> None:
    """Type a letter into the template editor as soon as it was painted."""
    editor = window.editor_pane.editor

    def done() -> None:
        report(**{FIGURE: since_start()})
        visit.leave()

    TypingProbe(editor, done)


def preview(window: MainWindow, visit: ours_program.Visit) -> None:
    """Wait for the email in the preview, then let the program settle."""

    def seen() -> None:
        first_pixels = since_start()
        QTimer.singleShot(_SETTLED, window, lambda: settled(first_pixels))

    def settled(first_pixels: float) -> None:
        report(first_pixels=first_pixels, memory=memory_of_tree())
        visit.leave()

    ours_program.when_there(
        window, "previewView", lambda view: ColourProbe(view, QColor(COLOUR), seen)
    )


if __name__ == "__main__":
    watch = {"typing": typing, "preview": preview}[sys.argv[1]]
    sys.exit(ours_program.run(f"start-{sys.argv[1]}", _EMAIL, watch))
