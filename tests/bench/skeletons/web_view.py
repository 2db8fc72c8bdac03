"""The least window with a web page: how soon its pixels are there, and what memory it takes."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench.documents import COLOUR
from tests.bench.probes import ColourProbe
from tests.bench.processes import memory_of_tree, report, since_start

_SETTLED = 2000  # ms after the first pixels: start-up's own memory has been given back


def main() -> int:
    """Show the page, wait for its pixels, let it settle, report and leave."""
    application = QApplication(sys.argv)
    window = QMainWindow()
    view = QWebEngineView()
    window.setCentralWidget(view)
    window.resize(1280, 800)
    view.setHtml(f'<html><body style="background:{COLOUR}"><h1>Hello</h1></body></html>')

    def seen() -> None:
        first_pixels = since_start()
        QTimer.singleShot(_SETTLED, application, lambda: settled(first_pixels))

    def settled(first_pixels: float) -> None:
        report(first_pixels=first_pixels, memory=memory_of_tree())
        window.close()
        application.quit()

    ColourProbe(view, QColor(COLOUR), seen)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
