"""The least live preview: one letter more in the heading of an email, until it is to be seen.

``patch`` changes the text by a script in an isolated world, ``set-html`` loads all anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWebEngineCore import QWebEngineScript, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from tests.bench import documents
from tests.bench.probes import ChangeProbe, ColourProbe
from tests.bench.processes import report

KEYS = 20
HEADING = QRect(0, 0, 640, 80)
SIZE = (640, 800)
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value


class Updates:
    """Changes the heading of a shown email again and again."""

    def __init__(self, view: QWebEngineView, kind: str, kilobytes: int) -> None:
        self._view, self._kilobytes = view, kilobytes
        self._heading = "Thanks"
        self._took: list[float] = []
        self._act = {"patch": self._patch, "set-html": self._set_html}[kind]
        self._probe = ChangeProbe(view, HEADING)

    def run(self, done: Callable[[float], None]) -> None:
        """Change the heading ``KEYS`` times and call back with the median in milliseconds."""
        if len(self._took) == KEYS:
            done(median(self._took))
            return
        self._heading += "x"

        def changed(took: float) -> None:
            self._took.append(took)
            self.run(done)

        self._probe.measure(self._act, changed)

    def _patch(self) -> None:
        script = f"document.getElementById('heading').textContent = '{self._heading}'"
        self._view.page().runJavaScript(script, _WORLD)

    def _set_html(self) -> None:
        self._view.setHtml(documents.email(self._kilobytes, heading=self._heading))


def main(kind: str, kilobytes: int) -> int:
    """Show an email, change it, report and leave."""
    application = QApplication(sys.argv)
    view = QWebEngineView()
    view.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, False)
    view.resize(*SIZE)
    view.setHtml(documents.email(kilobytes, heading="Thanks"))
    updates = Updates(view, kind, kilobytes)

    def finished(took: float) -> None:
        report(key_to_pixels=took)
        view.close()
        application.quit()

    view.show()
    ColourProbe(view, QColor("#ffffff"), lambda: updates.run(finished))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
