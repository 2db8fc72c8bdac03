"""One DNS record: what to type into which field, and whether it was found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from migma_desktop.core.domains.expected import Expected, Role
from migma_desktop.core.domains.finding import RecordLook, RecordState
from migma_desktop.core.domains.handing_on import (
    host_field,
    priority_field,
    value_field,
)
from migma_desktop.core.domains.report import STATE_WORDS
from migma_desktop.ui.domains.parts import words
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.chip import Chip, ChipKind

_LABEL_WIDTH = 8 * SPACE
_GOOD = frozenset({"verified", "success", "active", "found", "ok", "valid"})
_BAD = frozenset({"failed", "failure", "error", "invalid"})
_CHIPS: dict[RecordState, ChipKind] = {
    RecordState.GOOD: "success",
    RecordState.WRONG: "danger",
    RecordState.MISSING: "warning",
    RecordState.UNKNOWN: "neutral",
}


class RecordCard(QFrame):
    """Shows a record with a copy button beside each field.

    Signals:
        copied(str): this text was asked for.
    """

    copied = Signal(str)

    def __init__(
        self, expected: Expected, *, domain: str, look: RecordLook | None, number: int, icons: Icons
    ) -> None:
        super().__init__()
        self.setObjectName(f"recordCard{number}")
        self.setProperty("kind", "card")
        self._icons = icons
        self._number = number
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE + 2, SPACE_2, SPACE + 4)
        column.setSpacing(SPACE)
        column.addLayout(self._head(expected, look))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._add_field("Host", self.tr("Host"), host_field(expected, domain), expected.name)
        self._add_field("Value", self.tr("Value"), value_field(expected))
        if expected.type == "MX":
            self._add_field("Priority", self.tr("Priority"), priority_field(expected))
        if look is not None and look.found and look.state is not RecordState.GOOD:
            found = "\n".join(look.found)
            column.addWidget(
                words(
                    self.tr("Found instead: {found}").format(found=found),
                    "warning",
                    selectable=True,
                )
            )

    def _head(self, expected: Expected, look: RecordLook | None) -> QHBoxLayout:
        kind = QLabel(expected.type)
        set_look(kind, "kind", "heading")
        about = QLabel(self._about(expected))
        set_look(about, "kind", "muted")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(kind)
        row.addWidget(about, 1)
        row.addWidget(self._state(expected, look))
        return row

    def _about(self, expected: Expected) -> str:
        names = {
            Role.DKIM: self.tr("Signature (DKIM)"),
            Role.SPF: self.tr("Who may send (SPF)"),
            Role.DMARC: self.tr("What receivers do (DMARC)"),
            Role.RETURN_PATH: self.tr("Where bounces go"),
            Role.OTHER: self.tr("Proof that the domain is yours"),
        }
        return names[expected.role]

    def _state(self, expected: Expected, look: RecordLook | None) -> Chip:
        name = self.tr("State of the record")
        if look is not None:
            text, kind = translated(STATE_WORDS[look.state]), _CHIPS[look.state]
        elif expected.record.status in _GOOD:
            text, kind = self.tr("Migma has found it"), "success"
        elif expected.record.status in _BAD:
            text, kind = self.tr("Migma hasn't found it"), "danger"
        else:
            text, kind = self.tr("Migma is waiting for it"), "warning"
        return Chip(
            text,
            icons=self._icons,
            kind=kind,
            accessible_name=name,
            object_name=f"recordState{self._number}",
        )

    def _add_field(self, name: str, title: str, value: str, tip: str = "") -> None:
        label = QLabel(title)
        set_look(label, "kind", "label")
        line = QLineEdit(value)
        line.setReadOnly(True)
        line.setObjectName(f"record{name}{self._number}")
        line.setAccessibleName(title)
        line.setCursorPosition(0)
        line.setToolTip(tip or value)
        set_look(line, "kind", "mono")
        copy = Button(
            icons=self._icons,
            icon_name="copy",
            kind="quiet",
            accessible_name=self.tr("Copy: {field}").format(field=title),
            object_name=f"copy{name}{self._number}",
        )
        copy.clicked.connect(lambda _checked=False: self.copied.emit(value))
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(line, row, 1)
        self._grid.addWidget(copy, row, 2)
