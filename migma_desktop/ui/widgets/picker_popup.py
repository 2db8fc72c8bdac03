"""What a search picker opens: a search line over a list, or what stands in the list's way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import CONTROL_HEIGHT, SPACE, SPACE_HALF
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.icon_label import IconLabel
from migma_desktop.ui.widgets.picker_list import PickerDelegate, PickerModel, Pictures
from migma_desktop.ui.widgets.spinner import Spinner

_LEAST_WIDTH = 36 * SPACE
_LIST_HEIGHT = 36 * SPACE
_LEAST_WIDTH_WITH_PICTURES = 52 * SPACE
_LIST_HEIGHT_WITH_PICTURES = 50 * SPACE
_MESSAGE_HEIGHT = 24 * SPACE
_LOADING_HEIGHT = 8 * SPACE
_ROWS_AT_ONCE = 100  # laid out before the list is shown; thousands would take a frame
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class PickerPopup(QFrame):
    """Closes by itself when something is chosen, on Escape, and on a click elsewhere.

    Signals:
        item_chosen: the id of the item.
        footer_pressed: the row below the list.
        retry_pressed: the button beside an error.
    """

    item_chosen = Signal(str)
    footer_pressed = Signal()
    retry_pressed = Signal()

    def __init__(
        self,
        *,
        icons: Icons,
        model: PickerModel,
        accessible_name: str,
        object_name: str,
        footer: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setProperty("kind", "popup")
        self._model = model
        self._anchor: QWidget | None = None
        self._empty = (self.tr("Nothing here yet"), "")
        self._list = QListView()
        self._delegate = PickerDelegate(icons=icons, parent=self)
        self._search = _SearchEdit(self._list)
        self._search_icon = IconLabel("search", icons=icons)
        self._loading = _LoadingRow(icons)
        self._message = EmptyState(
            "inbox", self._empty[0], icons=icons, object_name=f"{object_name}.message"
        )
        self._message.action_triggered.connect(self.retry_pressed)
        self._pages = QStackedWidget()
        self._footer = Button(
            footer,
            icons=icons,
            kind="quiet",
            icon_name="pencil",
            small=True,
            object_name=f"{object_name}.footer",
        )
        self._footer.clicked.connect(self._on_footer_clicked)
        self._note = QLabel()
        self._note.setObjectName(f"{object_name}.note")
        self._note.setWordWrap(True)
        self._note.setProperty("kind", "small")
        self._note.setContentsMargins(SPACE + SPACE_HALF, SPACE_HALF, SPACE, SPACE_HALF)
        self._note.hide()
        self._set_up_list()
        self._set_up_search()
        self._lay_out()

    def set_empty_text(self, title: str, text: str = "") -> None:
        """Say what an empty list means and what to do about it."""
        self._empty = (title, text)

    def set_note(self, text: str) -> None:
        """Say something about the list below it; "" for nothing."""
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._fit()

    def set_pictures(self, pictures: Pictures) -> None:
        """Take the pictures of the rows in sight from there."""
        self._delegate.pictures = pictures

    def repaint_rows(self) -> None:
        """Draw the rows in sight again: a picture came."""
        self._list.viewport().update()

    def set_chosen(self, item_id: str) -> None:
        """Tick one item."""
        self._delegate.chosen_id = item_id

    def show_items(self) -> None:
        """Show the list, or say that it is empty."""
        self._delegate.tall = self._model.has_subtitles
        self._delegate.has_pictures = self._model.has_pictures
        if not self._model.items():
            self._show_message("inbox", *self._empty)
        elif self._model.rowCount() == 0:
            self._show_message("search", self.tr("Nothing found"), self.tr("Try another spelling."))
        else:
            self._pages.setCurrentWidget(self._list)
            self._go_to_chosen()
        self._fit()

    def show_loading(self) -> None:
        """Show that the list is on its way."""
        self._pages.setCurrentWidget(self._loading)
        self._fit()

    def show_error(self, text: str) -> None:
        """Say why there is no list, and offer to try again."""
        self._message.set_icon("circle-alert", role="danger")
        self._message.set_texts(self.tr("The list did not load"), text, self.tr("Try again"))
        self._pages.setCurrentWidget(self._message)
        self._fit()

    def open_at(self, anchor: QWidget) -> None:
        """Open below a control, or above it where there is no room below."""
        self._anchor = anchor
        self._go_to_chosen()
        self._fit()
        self.show()
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)
        self._list.scrollTo(self._list.currentIndex())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._search.clear()  # now, so that nobody waits for it at the next opening

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _go_to_chosen(self) -> None:
        """Lead the keyboard to the chosen row, which must lie in the list before it is shown."""
        row = max(self._model.row_of(self._delegate.chosen_id), 0)
        needed = row + _ROWS_AT_ONCE
        lies_there = self._list.batchSize() >= needed
        self._list.setBatchSize(needed)
        if not lies_there:
            self._list.doItemsLayout()
        self._list.setCurrentIndex(self._model.index(row))

    def _show_message(self, icon: str, title: str, text: str) -> None:
        self._message.set_icon(icon)
        self._message.set_texts(title, text)
        self._pages.setCurrentWidget(self._message)

    def _fit(self) -> None:
        """Take the size that the content needs, beside the control that opened us."""
        if self._anchor is None:
            return
        anchor = self._anchor
        least = _LEAST_WIDTH_WITH_PICTURES if self._delegate.has_pictures else _LEAST_WIDTH
        width = max(anchor.width(), least)
        below = QRect(
            anchor.mapToGlobal(QPoint(0, anchor.height() + SPACE_HALF)),
            QSize(width, self._wanted_height()),
        )
        screen = anchor.screen().availableGeometry()
        if below.bottom() > screen.bottom():
            below.moveBottom(anchor.mapToGlobal(QPoint(0, -SPACE_HALF)).y())
        below.moveTop(max(below.top(), screen.top()))
        below.moveRight(min(below.right(), screen.right()))
        self.setGeometry(below)

    def _wanted_height(self) -> int:
        self._pages.setFixedHeight(self._page_height())
        layout = self.layout()
        return layout.sizeHint().height() if layout else self.height()

    def _page_height(self) -> int:
        page = self._pages.currentWidget()
        if page is self._loading:
            return _LOADING_HEIGHT
        if page is self._message:
            return _MESSAGE_HEIGHT
        rows = self._model.rowCount() * self._delegate.row_height()
        most = _LIST_HEIGHT_WITH_PICTURES if self._delegate.has_pictures else _LIST_HEIGHT
        return min(rows + SPACE, most)

    def _set_up_list(self) -> None:
        view = self._list
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setAccessibleName(self.accessibleName())
        view.setObjectName(f"{self.objectName()}.list")
        view.setProperty("kind", "picker")
        view.setUniformItemSizes(True)
        view.setLayoutMode(QListView.LayoutMode.Batched)
        view.setBatchSize(_ROWS_AT_ONCE)
        view.setMouseTracking(True)
        view.setFocusProxy(self._search)  # which hands it the keys that move
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.clicked.connect(self._on_index_chosen)

    def _set_up_search(self) -> None:
        self._search.setObjectName(f"{self.objectName()}.search")
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search: {list}").format(list=self.accessibleName()))
        self._search.setProperty("kind", "bare")
        self._search.textChanged.connect(self._on_search_changed)
        self._search.returnPressed.connect(self._on_return_pressed)

    def _lay_out(self) -> None:
        search_row = QHBoxLayout()
        search_row.setContentsMargins(SPACE + SPACE_HALF, SPACE_HALF, SPACE, SPACE_HALF)
        search_row.setSpacing(SPACE_HALF)
        search_row.addWidget(self._search_icon)
        search_row.addWidget(self._search, 1)
        for page in (self._list, self._loading, self._message):
            self._pages.addWidget(page)
        footer_row = QHBoxLayout()
        footer_row.setContentsMargins(SPACE_HALF, SPACE_HALF, SPACE_HALF, SPACE_HALF)
        footer_row.addWidget(self._footer)
        footer_row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(search_row)
        column.addWidget(Divider())
        column.addWidget(self._pages)
        column.addWidget(self._note)
        if self._footer.text():
            column.addWidget(Divider())
            column.addLayout(footer_row)
        else:
            self._footer.setParent(self)
            self._footer.hide()

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        self._model.search(text)
        if self._pages.currentWidget() is not self._loading:
            self.show_items()

    @Slot()
    def _on_return_pressed(self) -> None:
        if self._pages.currentWidget() is self._list:
            self._on_index_chosen(self._list.currentIndex())

    @Slot(QModelIndex)
    def _on_index_chosen(self, index: QModelIndex) -> None:
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        chosen = self._model.item_at(index.row()).id
        self.hide()
        self.item_chosen.emit(chosen)

    @Slot()
    def _on_footer_clicked(self) -> None:
        self.hide()
        self.footer_pressed.emit()


class _SearchEdit(QLineEdit):
    """Keeps the keyboard while the list moves under it."""

    def __init__(self, moved_list: QListView) -> None:
        super().__init__()
        self._list = moved_list
        self.setMinimumHeight(CONTROL_HEIGHT)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            QCoreApplication.sendEvent(self._list, event)
            return
        super().keyPressEvent(event)


class _LoadingRow(QWidget):
    """A spinner and a word."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        words = QLabel(self.tr("Loading…"))
        words.setProperty("kind", "muted")
        row = QHBoxLayout(self)
        row.setSpacing(SPACE)
        row.addStretch(1)
        row.addWidget(Spinner(icons=icons))
        row.addWidget(words)
        row.addStretch(1)
