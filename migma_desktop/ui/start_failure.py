"""What is shown when the program can't start at all."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from migma_desktop.core.errors import KnownError
from migma_desktop.ui.translation import translated


def show_start_failure(error: KnownError) -> None:
    """Say why, on the screen and on the terminal; there is no window yet to say it in."""
    title, advice = translated(error.title), translated(error.advice)
    sys.stderr.write(f"{title}\n{advice}\n{error.details}\n")
    if QGuiApplication.platformName() == "offscreen":
        return  # nobody could press a button
    box = QMessageBox(QMessageBox.Icon.Critical, "Migma Desktop", title)
    box.setInformativeText(advice)
    box.setDetailedText(error.details)
    box.exec()
