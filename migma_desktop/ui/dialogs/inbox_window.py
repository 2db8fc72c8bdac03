"""The practice inbox: every email that the sandbox delivered, as its reader would see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.view import PreviewView
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl
from migma_desktop.ui.widgets.two_line_delegate import (
    SUBTITLE_ROLE,
    TRAILING_ROLE,
    TwoLineDelegate,
)

_SIZE = QSize(960, 640)
_MESSAGE_ROLE = Qt.ItemDataRole.UserRole
_LOOK_MS = 400  # between two looks at the inbox while the window is open
_MOST_SHOWN = 500
_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "List-Unsubscribe", "Message-ID")


class Delivered(Protocol):
    """One delivered email: ``sandbox.inbox.Delivered``."""

    @property
    def id(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def message(self) -> EmailMessage: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    def as_bytes(self) -> bytes:
        """Return the message as it is saved to an .eml file."""


class PracticeInbox(Protocol):
    """Where deliveries arrive: ``sandbox.inbox.Inbox``."""

    @property
    def messages(self) -> Sequence[Delivered]:
        """The messages, newest last."""


class InboxWindow(QDialog):
    """Lists the messages, newest first, and shows the chosen one."""

    def __init__(
        self, *, inbox: PracticeInbox, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inbox = inbox
        self._shown: tuple[str, ...] = ()
        self.setObjectName("inboxWindow")
        self.setWindowTitle(self.tr("Practice inbox"))
        self.resize(_SIZE)
        self._list = QListWidget()
        self._list.setObjectName("inboxList")
        self._list.setAccessibleName(self.tr("Delivered emails"))
        self._list.setProperty("kind", "flat")
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.currentItemChanged.connect(self._on_chosen)
        self._views = SegmentedControl(
            [
                Segment("html", self.tr("Email")),
                Segment("text", self.tr("Plain text")),
                Segment("headers", self.tr("Headers")),
            ],
            icons=icons,
            accessible_name=self.tr("What to show"),
            object_name="inboxViews",
        )
        self._views.value_changed.connect(self._show_view)
        self._save = Button(
            self.tr("Save as .eml…"),
            icons=icons,
            icon_name="download",
            small=True,
            object_name="inboxSaveButton",
        )
        self._save.clicked.connect(self._on_save)
        self._html = PreviewView()
        self._html.setObjectName("inboxPreview")
        self._text = _text_view("inboxText", self.tr("Plain text of the email"))
        self._headers = _text_view("inboxHeaders", self.tr("Headers of the email"))
        self._pages = QStackedWidget()
        for view in (self._html, self._text, self._headers):
            self._pages.addWidget(view)
        self._subject = QLabel()
        set_look(self._subject, "kind", "heading")
        self._subject.setTextFormat(Qt.TextFormat.PlainText)
        self._subject.setWordWrap(True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("inboxSplitter")
        split.setChildrenCollapsible(False)
        split.addWidget(self._list)
        split.addWidget(self._reader())
        split.setSizes([_SIZE.width() // 3, 2 * _SIZE.width() // 3])
        self._empty = EmptyState(
            "inbox",
            self.tr("Nothing has arrived yet"),
            self.tr("What you send in the sandbox arrives here, instead of at real people."),
            icons=icons,
            object_name="inboxEmpty",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._refresh)
        self._look.start()
        self._refresh()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._look.stop()
        super().closeEvent(event)

    def _reader(self) -> QWidget:
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self._views)
        tools.addStretch(1)
        tools.addWidget(self._save)
        header = QVBoxLayout()
        header.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE)
        header.setSpacing(SPACE)
        header.addWidget(self._subject)
        header.addLayout(tools)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(self._pages, 1)
        return page

    def _refresh(self) -> None:
        """Take over what has arrived since the last look."""
        messages = list(reversed(self._inbox.messages[-_MOST_SHOWN:]))
        ids = tuple(message.id for message in messages)
        if ids == self._shown:
            return
        self._shown = ids
        current = self._list.currentItem()
        chosen = current.data(_MESSAGE_ROLE).id if current is not None else ""
        self._list.blockSignals(True)
        self._list.clear()
        for message in messages:
            self._list.addItem(_item(message))
        self._list.blockSignals(False)
        self._list.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        self._stack.setCurrentIndex(1 if messages else 0)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        message: Delivered = item.data(_MESSAGE_ROLE)
        self._subject.setText(str(message.message["Subject"]))
        self._html.show_html(message.html)
        self._text.setPlainText(message.text)
        lines = [f"{name}: {message.message[name]}" for name in _HEADERS if message.message[name]]
        self._headers.setPlainText("\n".join(lines))

    def _show_view(self, value: str) -> None:
        self._pages.setCurrentIndex(("html", "text", "headers").index(value))

    def _on_save(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        message: Delivered = item.data(_MESSAGE_ROLE)
        dialog = QFileDialog(self, self.tr("Save the email"))
        dialog.setObjectName("emlDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("eml")
        dialog.fileSelected.connect(lambda name: Path(name).write_bytes(message.as_bytes()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _item(message: Delivered) -> QListWidgetItem:
    item = QListWidgetItem(str(message.message["Subject"]))
    item.setData(_MESSAGE_ROLE, message)
    item.setData(SUBTITLE_ROLE, message.to)
    item.setData(TRAILING_ROLE, f"{message.received_at.astimezone():%H:%M}")
    return item


def _text_view(name: str, accessible_name: str) -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setObjectName(name)
    view.setAccessibleName(accessible_name)
    view.setReadOnly(True)
    set_look(view, "kind", "mono")
    return view
