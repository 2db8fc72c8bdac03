"""The line below the preview: as whom the email is shown, and how to step to the next person."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_HALF
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.elided_label import ElidedLabel

# On a Mac, Alt with an arrow goes from word to word in a text.
_MODIFIERS = "Ctrl+Alt" if sys.platform == "darwin" else "Alt"
PREVIOUS_KEYS, NEXT_KEYS = f"{_MODIFIERS}+Left", f"{_MODIFIERS}+Right"
_WIDEST_NAME, _NARROWEST_NAME = 184, 72  # px
_ROOM_FOR_ALL = 400  # px: with less, a note gets the room of the place
_LONGEST_IN_MENU = 60


@dataclass(frozen=True, slots=True)
class PeopleView:
    """What the bar shows. Number 0 is the email itself, then come people, then stress people."""

    people: tuple[str, ...] = ()
    stress: tuple[str, ...] = ()
    current: int = 0
    note: str = ""
    note_in_full: str = ""
    warns: bool = False
    take_over: str = ""  # the order that makes this person's values the email's own
    leave_open: str = ""  # the order that leaves names to each contact


class PeopleBar(QFrame):
    """Names the person shown and steps to others; it decides nothing.

    Signals:
        chosen(int): show the email as this one, by the numbers of ``PeopleView``.
        step_wanted(int): show the next one, or the one before.
        manage_wanted: add, change or remove sample people.
        take_over_wanted, leave_open_wanted: the orders that the view offers.
    """

    chosen = Signal(int)
    step_wanted = Signal(int)
    manage_wanted = Signal()
    take_over_wanted = Signal()
    leave_open_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("peopleBar")
        self.setAccessibleName(self.tr("Person shown in the preview"))
        self._icons = icons
        self._view = PeopleView()
        self._menu = QMenu(self)
        self._menu.setObjectName("peopleMenu")
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._choice = QToolButton()
        self._choice.setObjectName("peopleChoice")
        self._choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._choice.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._choice.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choice.setMenu(self._menu)
        self._note = ElidedLabel(kind="small", object_name="peopleNote")
        self._note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._place = QLabel()
        self._place.setObjectName("peoplePlace")
        set_look(self._place, "kind", "small")
        self._previous = self._step_button(
            "chevron-left", self.tr("Previous person"), "peoplePrevious", PREVIOUS_KEYS, -1
        )
        self._next = self._step_button(
            "chevron-right", self.tr("Next person"), "peopleNext", NEXT_KEYS, 1
        )
        self._manage = Button(
            icons=icons,
            kind="quiet",
            icon_name="users",
            small=True,
            accessible_name=self.tr("Sample people…"),
            object_name="peopleManage",
        )
        self._manage.clicked.connect(self.manage_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE_HALF, SPACE, SPACE_HALF)
        row.setSpacing(SPACE_HALF)
        row.addWidget(self._choice)
        row.addWidget(self._note, 1)
        row.addWidget(self._previous)
        row.addWidget(self._place)
        row.addWidget(self._next)
        row.addWidget(self._manage)
        self.show_people(self._view)

    def show_people(self, view: PeopleView) -> None:
        """Show who can be looked at, and who is."""
        if view == self._view and self._choice.text():
            return
        self._view = view
        is_somebody = view.current > 0
        name = self._name(view.current)
        self._place.setText(self._place_of(view))
        self._fit_name()
        self._choice.setAccessibleName(self.tr("Preview as: {name}").format(name=name))
        self._choice.setToolTip(
            self.tr("The preview and tests show {name}. A send never does.").format(name=name)
            if is_somebody
            else self.tr("The preview shows the email with its own values, as it will leave.")
        )
        self._icons.bind(self._choice, "user" if is_somebody else "mail")
        self._note.set_text(view.note, in_full=view.note_in_full)
        self._note.setAccessibleDescription(view.note_in_full)
        set_look(self._note, "kind", "warning" if view.warns else "small")
        set_look(self, "kind", "held" if is_somebody else "foot")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_name()

    def _fit_name(self) -> None:
        """Leave the note some room, however long somebody's name is."""
        is_tight = self.width() < _ROOM_FOR_ALL and bool(self._view.note)
        self._place.setVisible(bool(self._place.text()) and not is_tight)
        share = self.width() // (4 if is_tight else 3 if self._view.note else 2)
        widest = min(_WIDEST_NAME, max(_NARROWEST_NAME, share))
        name = self._name(self._view.current)
        metrics = self._choice.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, widest)
        self._choice.setText(f" {shown.replace('&', '&&')}")  # the style leaves the icon no room

    def _step_button(self, icon: str, text: str, name: str, keys: str, step: int) -> Button:
        button = Button(
            icons=self._icons,
            kind="quiet",
            icon_name=icon,
            small=True,
            accessible_name=text,
            object_name=name,
        )
        sequence = QKeySequence(keys)
        button.setShortcut(sequence)
        shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{text} ({shown})")
        button.clicked.connect(lambda: self.step_wanted.emit(step))
        return button

    def _name(self, number: int) -> str:
        names = (self.tr("The email’s own values"), *self._view.people, *self._view.stress)
        return names[number]

    def _place_of(self, view: PeopleView) -> str:
        people, stress = len(view.people), len(view.stress)
        if 0 < view.current <= people:
            number, count = view.current, people
        elif view.current > people:
            number, count = view.current - people, stress
        else:
            return ""
        return self.tr("{number} of {count}").format(number=number, count=count)

    def _fill_menu(self) -> None:
        view, menu = self._view, self._menu
        menu.clear()
        self._add(0)
        if view.people:
            self._add_heading(self.tr("Sample people"))
            for number in range(1, len(view.people) + 1):
                self._add(number)
        self._add_heading(self.tr("Hard cases"))
        for number in range(len(view.people) + 1, len(view.people) + len(view.stress) + 1):
            self._add(number)
        menu.addSeparator()
        for text, signal in (
            (view.take_over, self.take_over_wanted),
            (view.leave_open, self.leave_open_wanted),
            (self.tr("Sample people…"), self.manage_wanted),
        ):
            if text:
                menu.addAction(text).triggered.connect(
                    lambda _checked=False, signal=signal: signal.emit()
                )

    def _add_heading(self, text: str) -> None:
        self._menu.addSeparator()
        self._menu.addAction(text).setEnabled(False)

    def _add(self, number: int) -> None:
        name = self._name(number)
        short = name if len(name) <= _LONGEST_IN_MENU else f"{name[: _LONGEST_IN_MENU - 1]}…"
        action = self._menu.addAction(short.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(number == self._view.current)
        action.triggered.connect(lambda _checked=False: self.chosen.emit(number))
