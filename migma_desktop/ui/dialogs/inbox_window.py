"""The practice inbox: every email that the sandbox delivered, as its reader would see it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.dialogs.inbox_model import Delivered, InboxModel, PracticeInbox
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.view import PreviewView
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl
from migma_desktop.ui.widgets.two_line_delegate import (
    TwoLineDelegate,
)

_SIZE = QSize(960, 640)
_LOOK_MS = 400  # between two looks at the inbox while the window is open
_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "List-Unsubscribe", "Message-ID")


class InboxWindow(QDialog):
    """Lists the messages, newest first, and shows the chosen one."""

    def __init__(
        self, *, inbox: PracticeInbox, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = InboxModel(inbox=inbox, parent=self)
        self._chosen: Delivered | None = None
        self.setObjectName("inboxWindow")
        self.setWindowTitle(self.tr("Practice inbox"))
        self.resize(_SIZE)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setObjectName("inboxList")
        self._list.setAccessibleName(self.tr("Delivered emails"))
        self._list.setProperty("kind", "flat")
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.selectionModel().currentChanged.connect(self._on_chosen)
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
        """Take over what has arrived since the last look; the chosen message stays chosen."""
        chosen = self._chosen
        if not self._model.refresh():
            return
        row = self._model.row_of(chosen.id) if chosen is not None else 0
        self._list.setCurrentIndex(self._model.index(row))
        self._stack.setCurrentIndex(1 if self._model.rowCount() else 0)

    def _on_chosen(self, index: QModelIndex) -> None:
        message = self._model.message_at(index)
        if message is None or message is self._chosen:
            return
        self._chosen = message
        self._subject.setText(message.subject)
        self._html.show_html(message.html)
        self._text.setPlainText(message.text)
        lines = [f"{name}: {message.message[name]}" for name in _HEADERS if message.message[name]]
        self._headers.setPlainText("\n".join(lines))

    def _show_view(self, value: str) -> None:
        self._pages.setCurrentIndex(("html", "text", "headers").index(value))

    def _on_save(self) -> None:
        message = self._chosen
        if message is None:
            return
        dialog = QFileDialog(self, self.tr("Save the email"))
        dialog.setObjectName("emlDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("eml")
        dialog.fileSelected.connect(lambda name: Path(name).write_bytes(message.as_bytes()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _text_view(name: str, accessible_name: str) -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setObjectName(name)
    view.setAccessibleName(accessible_name)
    view.setReadOnly(True)
    set_look(view, "kind", "mono")
    return view
