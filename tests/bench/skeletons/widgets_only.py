"""The least window that takes typing: a main window with a plain text editor."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

from tests.bench.probes import TypingProbe
from tests.bench.processes import report, since_start


def main() -> int:
    """Show the window, take a letter, report and leave."""
    application = QApplication(sys.argv)
    window = QMainWindow()
    editor = QPlainTextEdit()
    window.setCentralWidget(editor)
    window.resize(1280, 800)

    def done() -> None:
        report(takes_typing=since_start())
        application.quit()

    TypingProbe(editor, done)
    window.show()
    editor.setFocus()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
