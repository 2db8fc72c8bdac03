"""Finds a contact of the account, to be a sample person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.account import Contact
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.two_line_delegate import SUBTITLE_ROLE, TwoLineDelegate

_SIZE = QSize(480, 520)
_TYPING_MS = 250  # from the last letter to the question
_TO_THE_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class ContactDialog(QDialog):
    """Searches as its user types; its owner asks Migma.

    Signals:
        words_changed(str): show the contacts whose name or address holds this.
        contact_chosen(Contact): this one.
    """

    words_changed = Signal(str)
    contact_chosen = Signal(object)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contactDialog")
        self.setWindowTitle(self.tr("A sample person from your contacts"))
        self.setModal(True)
        self.resize(_SIZE)
        self._contacts: Sequence[Contact] = ()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(lambda: self.words_changed.emit(self.words))
        self._search = QLineEdit()
        self._search.setObjectName("contactSearch")
        self._search.setAccessibleName(self.tr("Search contacts"))
        self._search.setPlaceholderText(self.tr("Name or email address"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._search.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setObjectName("contactList")
        self._list.setAccessibleName(self.tr("Contacts"))
        self._list.setProperty("kind", "flat")
        self._list.setModel(self._model)
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.activated.connect(self._on_activated)
        self._empty = EmptyState("users", "", icons=icons, object_name="contactEmpty")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        note = QLabel(self.tr("Their fields are copied into this email, to be looked at only."))
        note.setWordWrap(True)
        set_look(note, "kind", "small")
        self._add = Button(self.tr("Add"), icons=icons, kind="primary", object_name="contactAdd")
        self._add.setDefault(True)
        self._add.clicked.connect(lambda: self._on_activated(self._list.currentIndex()))
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="contactCancel")
        cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(SPACE)
        bottom.addWidget(note, 1)
        bottom.addWidget(cancel)
        bottom.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addWidget(self._search)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)
        self.show_reading()
        self._search.setFocus()

    @property
    def words(self) -> str:
        """What is searched for."""
        return self._search.text().strip()

    def show_reading(self) -> None:
        """Say that the answer is on its way."""
        self._say(self.tr("Asking Migma…"))

    def show_error(self, title: str, advice: str) -> None:
        """Say why nothing can be shown."""
        self._say(title, advice)

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Show what was found."""
        self._contacts = contacts
        self._model.clear()
        for contact in contacts:
            name = f"{contact.first_name} {contact.last_name}".strip()
            item = QStandardItem(name or contact.email)
            item.setEditable(False)
            item.setData(contact.email if name else "", SUBTITLE_ROLE)
            self._model.appendRow(item)
        if not contacts:
            self._say(
                self.tr("Nobody found for “{words}”").format(words=self.words)
                if self.words
                else self.tr("No contacts in this project yet")
            )
            return
        self._pages.setCurrentWidget(self._list)
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._add.setEnabled(True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move through the list while the search has the keyboard."""
        if watched is self._search and isinstance(event, QKeyEvent):
            is_arrow = Qt.Key(event.key()) in _TO_THE_LIST
            if is_arrow and event.type() is QEvent.Type.KeyPress:
                self._list.event(event)
                return True
        return super().eventFilter(watched, event)

    def _say(self, title: str, text: str = "") -> None:
        self._empty.set_texts(title, text)
        self._pages.setCurrentWidget(self._empty)
        self._add.setEnabled(False)

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid() and self._pages.currentWidget() is self._list:
            self.contact_chosen.emit(self._contacts[index.row()])
            self.accept()
