"""What the window of the four looks costs, beside the preview that is there anyway."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QMainWindow

from migma_desktop.ui.dialogs.looks_window import LooksWindow
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.environment import prepare_environment
from migma_desktop.ui.preview.view import PreviewView
from migma_desktop.ui.theme import Theme, ThemeMode
from tests.bench import documents
from tests.bench.probes import ColourProbe
from tests.bench.processes import memory_of_tree, report

_KILOBYTES = 20
_SETTLED = 3000  # ms after the pixels: what the start took has been given back


def main(*, with_looks: bool) -> int:
    """Show an email in the preview, and perhaps in its four looks too."""
    application = QApplication(sys.argv)
    theme = Theme(application=application, hints=application.styleHints(), mode=ThemeMode.LIGHT)
    window = QMainWindow()
    view = PreviewView()
    window.setCentralWidget(view)
    window.resize(1280, 800)
    html = documents.email(_KILOBYTES, heading="Thanks")
    view.show_html(html)
    looks: list[LooksWindow] = []

    def seen() -> None:
        if with_looks:
            looks.append(LooksWindow(icons=Icons(theme)))
            looks[0].show_html(html)
            looks[0].show()
        QTimer.singleShot(_SETTLED, application, settled)

    def settled() -> None:
        report(memory=memory_of_tree())
        for each in (*looks, window):
            each.close()
            each.deleteLater()
        QTimer.singleShot(0, application.quit)

    ColourProbe(view, QColor("#ffffff"), seen)
    window.show()
    return application.exec()


if __name__ == "__main__":
    prepare_environment()
    sys.exit(main(with_looks=sys.argv[1] == "four"))
