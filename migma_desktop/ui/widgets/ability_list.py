"""What a key may do, as a plain list."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from migma_desktop.core.abilities import AbilityLine, ability_lines
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_HALF
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.icon_label import IconLabel

_SIGNS: dict[bool | None, tuple[str, str]] = {
    True: ("circle-check", "success"),
    False: ("ban", "danger"),
    None: ("circle-question-mark", "text_faint"),
}


class AbilityList(QWidget):
    """One line for each thing that a key may do, may not do, or that isn't known."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("abilityList")
        self._grid = _grid(self)
        self._grid.setColumnStretch(1, 1)

    def show_abilities(self, permissions: Mapping[str, bool]) -> None:
        """Show what is known of a key."""
        _empty(self._grid)
        for line in ability_lines(permissions):
            self._add(line)

    def _add(self, line: AbilityLine) -> None:
        name, role = _SIGNS[line.allowed]
        row = self._grid.rowCount()
        sign = IconLabel(name, icons=self._icons, role=role)
        self._grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
        text = translated(line.text)
        if line.meaning is not None:
            text = f"{text}. {translated(line.meaning)}"
        self._grid.addWidget(_words(text, "muted" if line.allowed is None else ""), row, 1)


def _grid(parent: QWidget) -> QGridLayout:
    grid = QGridLayout(parent)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE)
    grid.setVerticalSpacing(SPACE_HALF)
    return grid


def _words(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if kind:
        set_look(label, "kind", kind)
    return label


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
