"""The line below the variables: why what was typed is no value yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import ICON_SIZE, SPACE
from migma_desktop.ui.widgets.icon_label import IconLabel


class VariableProblem(QWidget):
    """Says what is wrong with a value and what to type instead; hidden while all is well."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        icon = IconLabel(icons=icons, size=ICON_SIZE)
        icon.set_icon("circle-x", role="danger")
        self._words = QLabel()
        self._words.setObjectName("variableProblem")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        set_look(self._words, "kind", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def show_problem(self, problem: str) -> None:
        """Say what is wrong; an empty text takes the line away."""
        if problem != self._words.text():
            self._words.setText(problem)
            self._words.setAccessibleName(problem)
        self.setVisible(bool(problem))
