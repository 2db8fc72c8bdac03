"""The least patch that needs no knowledge of what changed: the whole body's HTML anew."""

from __future__ import annotations

import json
import sys
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


def main(kilobytes: int) -> int:
    """Show an email, replace its body for each key, report and leave."""
    application = QApplication(sys.argv)
    view = QWebEngineView()
    view.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, False)
    view.resize(*SIZE)
    view.setHtml(documents.email(kilobytes, heading="Thanks"))
    probe = ChangeProbe(view, HEADING)
    took: list[float] = []

    def replace() -> None:
        html = documents.email(kilobytes, heading=f"Thanks{'x' * len(took)}.")
        body = html[html.index(">", html.index("<body")) + 1 : html.index("</body>")]
        view.page().runJavaScript(f"document.body.innerHTML = {json.dumps(body)}", _WORLD)

    def changed(milliseconds: float) -> None:
        took.append(milliseconds)
        if len(took) < KEYS:
            probe.measure(replace, changed)
            return
        report(key_to_pixels=median(took))
        view.close()
        application.quit()

    view.show()
    ColourProbe(view, QColor("#ffffff"), lambda: probe.measure(replace, changed))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
