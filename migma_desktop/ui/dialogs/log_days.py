"""Asks for the days whose emails the status log shows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field

_WIDTH = 45 * SPACE


class LogDaysDialog(QDialog):
    """Lets its user choose a first and a last day; the last is never before the first.

    Signals:
        days_chosen(date, date): show the emails of these days, both included.
    """

    days_chosen = Signal(object, object)

    def __init__(
        self, first: date, last: date, *, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("logDaysDialog")
        self.setWindowTitle(self.tr("Which days"))
        self.setModal(True)
        title = QLabel(self.tr("Emails of which days?"))
        set_look(title, "kind", "title")
        title.setFixedWidth(_WIDTH)
        self._first, self._last = _day("logFirstDay", first), _day("logLastDay", last)
        self._first.dateChanged.connect(self._on_first_changed)
        self._last.dateChanged.connect(self._on_last_changed)
        days = QHBoxLayout()
        days.setSpacing(SPACE_2)
        days.addWidget(Field(self.tr("&From"), self._first, icons=icons))
        days.addWidget(Field(self.tr("&To, included"), self._last, icons=icons))
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="logDaysCancel")
        cancel.clicked.connect(self.reject)
        show = Button(self.tr("Show"), icons=icons, kind="primary", object_name="logDaysShow")
        show.setDefault(True)
        show.clicked.connect(self._on_show)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(show)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addLayout(days)
        layout.addLayout(buttons)
        self._first.setFocus()

    def _on_first_changed(self, day: QDate) -> None:
        if self._last.date() < day:
            self._last.setDate(day)

    def _on_last_changed(self, day: QDate) -> None:
        if self._first.date() > day:
            self._first.setDate(day)

    def _on_show(self) -> None:
        self.accept()
        self.days_chosen.emit(_plain(self._first.date()), _plain(self._last.date()))


def _day(name: str, day: date) -> QDateEdit:
    edit = QDateEdit(QDate(day.year, day.month, day.day))
    edit.setObjectName(name)
    edit.setDisplayFormat("d MMM yyyy")
    edit.setCurrentSection(QDateEdit.Section.DaySection)
    return edit


def _plain(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
