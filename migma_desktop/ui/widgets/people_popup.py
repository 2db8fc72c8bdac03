"""What opens below an address that is being typed: the contacts that it may become."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from migma_desktop.core.account import Contact
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.widgets.picker_list import (
    ItemRole,
    PickerDelegate,
    PickerItem,
    PickerModel,
    PickerState,
)

_STATES: dict[str, PickerState] = {
    "subscribed": "success",
    "bounced": "danger",
    "unsubscribed": "warning",
}


class PeoplePopup(QObject):
    """Offers contacts below a line, which keeps the keyboard; arrows and Return choose.

    Signals:
        chosen(str): the address of the contact that the user chose.
    """

    chosen = Signal(str)

    def __init__(self, line: QLineEdit, *, icons: Icons) -> None:
        super().__init__(line)
        self._line = line
        self._model = PickerModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(line)
        chosen = self._completer.activated[QModelIndex]  # type: ignore[index]  # one of its two forms
        chosen.connect(self._on_activated)
        self._delegate = PickerDelegate(icons=icons, parent=self)
        view = self._view = QListView()
        self._completer.setPopup(view)
        view.setObjectName("recipientPeople")
        view.setAccessibleName(self.tr("Contacts"))
        view.setItemDelegate(self._delegate)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_look(view, "kind", "picker")

    def show_people(self, people: Sequence[Contact]) -> None:
        """Offer these; none closes the list."""
        self._model.set_items([self._item(each) for each in people])
        self._delegate.tall = True
        if not people or self._line.window().focusWidget() is not self._line:
            self.hide()
            return
        self._completer.setMaxVisibleItems(len(people))
        self._completer.complete()

    def hide(self) -> None:
        """Close the list."""
        self._view.hide()

    def _item(self, person: Contact) -> PickerItem:
        name = f"{person.first_name} {person.last_name}".strip()
        status = {
            "subscribed": "",
            "bounced": self.tr("bounced: emails did not arrive"),
            "unsubscribed": self.tr("unsubscribed"),
        }.get(person.status, person.status)
        parts = [person.email if name else "", status]
        return PickerItem(
            id=person.email,
            title=name or person.email,
            subtitle=" · ".join(part for part in parts if part) or person.email,
            state=_STATES.get(person.status, ""),
        )

    def _on_activated(self, index: QModelIndex) -> None:
        item = index.data(ItemRole)
        if isinstance(item, PickerItem):
            self.chosen.emit(item.id)
