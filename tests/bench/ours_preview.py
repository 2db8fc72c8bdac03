"""The program's preview alone: how soon a changed email is to be seen, or the first one."""

from __future__ import annotations

import sys
from statistics import median

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QMainWindow

from migma_desktop.ui.preview.environment import prepare_environment
from migma_desktop.ui.preview.view import PreviewView
from tests.bench import documents
from tests.bench.probes import ChangeProbe, ColourProbe
from tests.bench.processes import memory_of_tree, report, since_start

KEYS = 20
HEADING = QRect(0, 0, 640, 80)
SIZE = (640, 800)
_BETWEEN_KEYS = 30  # ms: faster than anybody types
_SETTLED = 2000  # ms after the first pixels: start-up's own memory has been given back


def update(kilobytes: int) -> int:
    """Show an email, then one letter more in its heading again and again."""
    application = QApplication(sys.argv)
    view = PreviewView()
    view.resize(*SIZE)
    view.show_html(documents.email(kilobytes, heading="Thanks"))
    probe = ChangeProbe(view, HEADING)
    took: list[float] = []

    def show() -> None:
        view.show_html(documents.email(kilobytes, heading=f"Thanks{'x' * len(took)}."))

    def changed(milliseconds: float) -> None:
        took.append(milliseconds)
        if len(took) < KEYS:
            QTimer.singleShot(_BETWEEN_KEYS, lambda: probe.measure(show, changed))
            return
        report(key_to_pixels=median(took))
        view.close()
        view.deleteLater()
        QTimer.singleShot(0, application.quit)

    view.show()
    ColourProbe(view, QColor("#ffffff"), lambda: probe.measure(show, changed))
    return application.exec()


def start() -> int:
    """Open a window with the preview and show its first email."""
    application = QApplication(sys.argv)
    window = QMainWindow()
    view = PreviewView()
    window.setCentralWidget(view)
    window.resize(1280, 800)
    colour = documents.COLOUR
    view.show_html(f'<html><body style="background:{colour}"><h1>Hello</h1></body></html>')

    def seen() -> None:
        first_pixels = since_start()
        QTimer.singleShot(_SETTLED, application, lambda: settled(first_pixels))

    def settled(first_pixels: float) -> None:
        report(first_pixels=first_pixels, memory=memory_of_tree())
        window.close()
        window.deleteLater()
        QTimer.singleShot(0, application.quit)

    ColourProbe(view, QColor(colour), seen)
    window.show()
    return application.exec()


if __name__ == "__main__":
    prepare_environment()
    sys.exit(update(int(sys.argv[2])) if sys.argv[1] == "update" else start())
