"""The bar above the status log: search, filters, and what can be done with all that is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QWidget

from migma_desktop.core.history import HistoryFilter, Period, StateGroup, midnight
from migma_desktop.core.models import Profile
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.button import Button

_LEAST_SEARCH = 20 * SPACE
_LEAST_COUNT = 10 * SPACE
_DAYS = "days"  # in place of a Period: days that were chosen

Days = tuple[date, date]
"""The first and the last day, both included."""


class LogFilterBar(QFrame):
    """Says which sends are wanted.

    Signals:
        changed(HistoryFilter): something else is wanted.
        list_wanted(): the user goes on to the list of what was found.
        export_wanted(str): write what was found to a file: "csv" or "json".
        forget_wanted(): remove a person from all records.
        retention_wanted(): choose how long sends are kept.
        days_wanted(Days): choose days; those of now, or of the last time. ``show_days`` tells.
    """

    changed = Signal(object)
    list_wanted = Signal()
    export_wanted = Signal(str)
    forget_wanted = Signal()
    retention_wanted = Signal()
    days_wanted = Signal(object)

    def __init__(
        self,
        *,
        icons: Icons,
        now: Callable[[], datetime] = datetime.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._now = now
        self._said = HistoryFilter()
        self._days: Days | None = None
        self.setObjectName("logFilterBar")
        set_look(self, "kind", "bar")
        self._search = _SearchLine()
        self._search.setObjectName("logSearch")
        self._search.setAccessibleName(self.tr("Search the sent emails"))
        self._search.setPlaceholderText(self.tr("Search by person, subject, words or id"))
        self._search.setToolTip(self.tr("Beginnings of words are enough (Ctrl+F)"))
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(_LEAST_SEARCH)
        self._search.textChanged.connect(self._on_changed)
        self._search.left_for_list.connect(self.list_wanted)
        self._states = self._box("logStateFilter", self.tr("What became of it"), self._groups())
        self._periods = self._box("logPeriodFilter", self.tr("When"), self._period_names())
        self._periods.activated.connect(self._on_period_chosen)
        self._kinds = self._box("logKindFilter", self.tr("Tests or not"), self._kind_names())
        self._profiles = self._box("logProfileFilter", self.tr("Account"), [])
        self._profiles.hide()
        self._clear = self._small(self.tr("Clear"), "logClearFilter", "x", quiet=True)
        self._clear.clicked.connect(self.clear)
        self._count = QLabel()
        self._count.setObjectName("logCount")
        set_look(self._count, "kind", "small")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._count.setMinimumWidth(_LEAST_COUNT)
        self._export = self._small(self.tr("Export"), "logExport", "download")
        kinds = self._menu(self._export, "logExport.menu")
        as_table = kinds.addAction(self.tr("As a table for spreadsheets (CSV)…"))
        as_table.triggered.connect(lambda _checked=False: self.export_wanted.emit("csv"))
        as_json = kinds.addAction(self.tr("With all emails, for programs (JSON)…"))
        as_json.triggered.connect(lambda _checked=False: self.export_wanted.emit("json"))
        self._more = self._small("", "logMore", "ellipsis", name=self.tr("More about the log"))
        self._more_menu = self._menu(self._more, "logMore.menu")
        forget = self._action(self.tr("Forget a person…"), "logForget")
        forget.triggered.connect(lambda _checked=False: self.forget_wanted.emit())
        keep = self._action(self.tr("How long emails are kept…"), "logRetention")
        keep.triggered.connect(lambda _checked=False: self.retention_wanted.emit())
        self._lay_out()
        self._show_clear()

    @property
    def wanted(self) -> HistoryFilter:
        """What is wanted now."""
        since, until = self._span()
        return HistoryFilter(
            text=self._search.text().strip(),
            states=StateGroup(self._states.currentData()).states,
            since=since,
            until=until,
            is_test=self._kinds.currentData(),
            profile_id=self._profiles.currentData() or "",
        )

    def show_days(self, days: Days | None) -> None:
        """Want the emails of these days; of any time, when none were chosen."""
        self._days = days or self._days
        place = self._periods.findData(_DAYS)
        self._periods.setItemText(place, self._days_text())
        self._periods.setCurrentIndex(0 if self._days is None else place)
        self._on_changed()

    def clear(self) -> None:
        """Want everything."""
        boxes = (self._states, self._periods, self._kinds, self._profiles)
        for control in (self._search, *boxes):
            control.blockSignals(True)
        self._search.clear()
        for box in boxes:
            box.setCurrentIndex(0)
        for control in (self._search, *boxes):
            control.blockSignals(False)
        self._on_changed()

    def search_for(self, text: str) -> None:
        """Want what holds these words, whatever else was wanted."""
        self.clear()
        self._search.setText(text)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def show_count(self, count: int) -> None:
        """Tell how many were found."""
        number = self.locale().toString(count)
        if count == 1:
            self._count.setText(self.tr("1 email"))
        else:
            self._count.setText(self.tr("{count} emails").format(count=number))
        self._export.setEnabled(count > 0)

    def show_exporting(self, count: int | None) -> None:
        """Tell how far an export is; None when there is none."""
        self._export.setEnabled(count is None)
        if count is None:
            self._export.setText(self.tr("Export"))
        else:
            written = self.locale().toString(count)
            self._export.setText(self.tr("{count} written").format(count=written))

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Offer to look at one account, where there are several."""
        chosen = self._profiles.currentData()
        self._profiles.blockSignals(True)
        self._profiles.clear()
        self._profiles.addItem(self.tr("All accounts"), "")
        for profile in profiles:
            self._profiles.addItem(profile.name, profile.id)
        self._profiles.setCurrentIndex(max(0, self._profiles.findData(chosen)))
        self._profiles.blockSignals(False)
        self._profiles.setVisible(len(profiles) > 1)
        self._on_changed()

    def _groups(self) -> list[tuple[str, object]]:
        return [
            (self.tr("All states"), StateGroup.ALL.value),
            (self.tr("On the way"), StateGroup.ON_THE_WAY.value),
            (self.tr("Sent"), StateGroup.SENT.value),
            (self.tr("Not sent"), StateGroup.NOT_SENT.value),
            (self.tr("Not sure"), StateGroup.UNSURE.value),
        ]

    def _period_names(self) -> list[tuple[str, object]]:
        return [
            (self.tr("Any time"), Period.ALWAYS.value),
            (self.tr("Today"), Period.TODAY.value),
            (self.tr("Last 7 days"), Period.WEEK.value),
            (self.tr("Last 30 days"), Period.MONTH.value),
            (self.tr("Last 12 months"), Period.YEAR.value),
            (self.tr("Certain days…"), _DAYS),
        ]

    def _days_text(self) -> str:
        if self._days is None:
            return self.tr("Certain days…")
        first, last = (_short(day, self._now().year) for day in self._days)
        return first if first == last else f"{first} – {last}"

    def _span(self) -> tuple[datetime | None, datetime | None]:
        chosen = self._periods.currentData()
        if chosen != _DAYS:
            return Period(chosen).since(self._now()), None
        if self._days is None:
            return None, None
        first, last = self._days
        return midnight(first), midnight(last + timedelta(days=1))

    def _on_period_chosen(self) -> None:
        if self._periods.currentData() == _DAYS:
            today = self._now().date()
            self.days_wanted.emit(self._days or (today, today))

    def _kind_names(self) -> list[tuple[str, object]]:
        return [
            (self.tr("With tests"), None),
            (self.tr("Without tests"), False),
            (self.tr("Only tests"), True),
        ]

    def _box(self, name: str, spoken: str, items: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setToolTip(spoken)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for text, value in items:
            box.addItem(text, value)
        box.currentIndexChanged.connect(self._on_changed)
        return box

    def _small(
        self, text: str, object_name: str, icon: str, *, name: str = "", quiet: bool = False
    ) -> Button:
        return Button(
            text,
            icons=self._icons,
            kind="quiet" if quiet or not text else "secondary",
            icon_name=icon,
            accessible_name=name or text,
            object_name=object_name,
        )

    def _menu(self, button: Button, name: str) -> QMenu:
        menu = QMenu(button)
        menu.setObjectName(name)
        button.clicked.connect(
            lambda: menu.popup(button.mapToGlobal(QPoint(0, button.height() + SPACE_HALF)))
        )
        return menu

    def _action(self, text: str, name: str) -> QAction:
        action = self._more_menu.addAction(text)
        action.setObjectName(name)
        return action

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_HALF, SPACE_2, SPACE_HALF)
        layout.setSpacing(SPACE)
        layout.addWidget(self._search, 1)
        for widget in (self._states, self._periods, self._kinds, self._profiles, self._clear):
            layout.addWidget(widget)
        layout.addWidget(self._count)
        layout.addWidget(self._export)
        layout.addWidget(self._more)

    def _on_changed(self) -> None:
        self._show_clear()
        wanted = self.wanted
        if wanted != self._said:
            self._said = wanted
            self.changed.emit(wanted)

    def _show_clear(self) -> None:
        self._clear.setVisible(not self.wanted.is_empty)


class _SearchLine(QLineEdit):
    """A search field: Down and Enter lead to the list, Esc empties it.

    Signals:
        left_for_list(): the user goes on.
    """

    left_for_list = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_for_list.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def _short(day: date, this_year: int) -> str:
    shape = "d MMM" if day.year == this_year else "d MMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), shape)
