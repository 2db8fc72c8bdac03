"""The least window with a web page: what a folder weighs that nobody has cut."""

from __future__ import annotations

import sys

from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

application = QApplication(sys.argv)
view = QWebEngineView()
view.setHtml("<h1>Hello</h1>")
view.show()
sys.exit(application.exec())
