"""A field that picks one thing out of many by searching for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QWidget,
)

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize, set_look
from migma_desktop.ui.tokens import CONTROL_HEIGHT, ICON_SIZE, SPACE
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.picker_list import PickerItem, PickerModel, Pictures
from migma_desktop.ui.widgets.picker_popup import PickerPopup

_DOT = 8
_PADDING = 9
_OPENING_KEYS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4})


class SearchPicker(QWidget):
    """Looks like a combo box; opens a list with search as you type.

    The list may come late: show_popup emits ``opened``, whoever listens calls set_loading, then
    set_items or set_error. With ``allow_free_id`` the same place takes a typed id, for keys that
    may not list. Setters are silent.

    Signals:
        opened: the list was opened; a good moment to load it.
        retry_requested: the user asked again after an error.
        item_chosen: the user chose an item, or went back from another id to it: its id.
        id_typed: the user changed the typed id, also to "".
        mode_changed: True when an id is typed from now on, False when the list is back.
    """

    opened = Signal()
    retry_requested = Signal()
    item_chosen = Signal(str)
    id_typed = Signal(str)
    mode_changed = Signal(bool)

    def __init__(
        self,
        *,
        icons: Icons,
        accessible_name: str,
        object_name: str,
        placeholder: str = "",
        allow_free_id: bool = False,
        free_id_text: str = "",
        free_id_placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self._model = PickerModel(self)
        self._chosen_id = ""
        self._name = accessible_name
        footer = free_id_text or self.tr("Type an id instead…")
        self._face = _PickerFace(icons, placeholder or self.tr("Choose…"))
        self._face.setObjectName(f"{object_name}.button")
        self._face.clicked.connect(self.show_popup)
        self._popup = PickerPopup(
            icons=icons,
            model=self._model,
            accessible_name=accessible_name,
            object_name=f"{object_name}.popup",
            footer=footer if allow_free_id else "",
            parent=self,
        )
        self._popup.item_chosen.connect(self._on_item_chosen)
        self._popup.footer_pressed.connect(self._on_footer_pressed)
        self._popup.retry_pressed.connect(self.retry_requested)
        self._edit = QLineEdit()
        self._edit.setObjectName(f"{object_name}.id")
        self._edit.setValidator(OneLine(self._edit, address=True))
        self._edit.setAccessibleName(accessible_name)
        self._edit.setPlaceholderText(free_id_placeholder)
        self._edit.textEdited.connect(self.id_typed)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._face)
        self._pages.addWidget(self._id_row(icons))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._face)
        self._show_chosen()

    def set_items(self, items: Sequence[PickerItem]) -> None:
        """Replace the list; the chosen id stays, named as soon as it is in the list."""
        self._model.set_items(items)
        self._popup.show_items()
        self._show_chosen()

    def set_loading(self) -> None:
        """Show that the list is on its way."""
        self._popup.show_loading()

    def set_error(self, text: str) -> None:
        """Show why the list did not come."""
        self._popup.show_error(text)

    def set_note(self, text: str) -> None:
        """Say something about the list below it, such as how old it is; "" for nothing."""
        self._popup.set_note(text)

    def set_pictures(self, pictures: Pictures) -> None:
        """Take the pictures of the rows in sight from there."""
        self._popup.set_pictures(pictures)

    def repaint_rows(self) -> None:
        """Draw the rows in sight again: a picture came."""
        self._popup.repaint_rows()

    def set_empty_text(self, title: str, text: str = "") -> None:
        """Say what it means that there is nothing to choose."""
        self._popup.set_empty_text(title, text)

    def current_id(self) -> str:
        """Return the chosen or typed id, or an empty text."""
        return self._edit.text().strip() if self.is_typing_id() else self._chosen_id

    def current_item(self) -> PickerItem | None:
        """Return the chosen item, when it is in the list."""
        return self._model.item(self._chosen_id) if not self.is_typing_id() else None

    def set_current_id(self, item_id: str) -> None:
        """Choose an item without a signal; it may come into the list later."""
        self._chosen_id = item_id
        self._pages.setCurrentIndex(0)
        self.setFocusProxy(self._face)
        self._show_chosen()

    def is_typing_id(self) -> bool:
        """Say whether an id is typed here instead of chosen."""
        return self._pages.currentIndex() == 1

    def set_typed_id(self, item_id: str) -> None:
        """Switch to typing, with this id, without a signal."""
        self._edit.setText(item_id)
        self._pages.setCurrentIndex(1)
        self.setFocusProxy(self._edit)

    def set_state(self, state: str) -> None:
        """Show an edge in the colour of ``error``, ``warning``, ``ok`` or ``none``."""
        set_look(self._face, "state", state)
        set_look(self._edit, "state", state)

    @Slot()
    def show_popup(self) -> None:
        """Open the list."""
        self._popup.set_chosen(self._chosen_id)
        self._popup.open_at(self._face)
        self.opened.emit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(30 * SPACE, CONTROL_HEIGHT)

    def _id_row(self, icons: Icons) -> QWidget:
        row = QWidget()
        back = Button(
            icons=icons,
            icon_name="list",
            accessible_name=self.tr("Choose from the list"),
            object_name=f"{self.objectName()}.backToList",
        )
        back.clicked.connect(self._on_back_clicked)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self._edit, 1)
        layout.addWidget(back)
        return row

    def _show_chosen(self) -> None:
        item = self._model.item(self._chosen_id) if self._chosen_id else None
        if item is None and self._chosen_id:
            item = PickerItem(self._chosen_id, self._chosen_id)
        self._face.show_item(item)
        words = [item.title, item.badge] if item else []
        said = ", ".join(word for word in words if word)
        self._face.setAccessibleName(f"{self._name}: {said}" if said else self._name)
        self._popup.set_chosen(self._chosen_id)

    @Slot(str)
    def _on_item_chosen(self, item_id: str) -> None:
        self._chosen_id = item_id
        self._show_chosen()
        self.item_chosen.emit(item_id)

    @Slot()
    def _on_footer_pressed(self) -> None:
        """Begin with the id that was chosen: what stands there is what counts."""
        self.set_typed_id(self._chosen_id)
        self._edit.selectAll()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mode_changed.emit(True)

    @Slot()
    def _on_back_clicked(self) -> None:
        typed = self.current_id()
        self.set_current_id(self._chosen_id)
        self._face.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mode_changed.emit(False)
        if typed != self._chosen_id:
            self.item_chosen.emit(self._chosen_id)


class _PickerFace(QPushButton):
    """The closed picker: what is chosen, drawn as a combo box draws it."""

    def __init__(self, icons: Icons, placeholder: str) -> None:
        super().__init__()
        self._icons = icons
        self._placeholder = placeholder
        self._item: PickerItem | None = None
        self.setProperty("kind", "picker")
        self.setAutoDefault(False)
        self.setMinimumHeight(CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    def show_item(self, item: PickerItem | None) -> None:
        """Show another item, or that none is chosen."""
        self._item = item
        self.setToolTip(item.subtitle if item else "")
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS:
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self.width() - _PADDING - ICON_SIZE + 2
        place = QRect(right, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
        self._icons.icon("chevrons-up-down", role=self._role("text_muted")).paint(painter, place)
        self._paint_item(painter, right - SPACE)
        painter.end()

    def _paint_item(self, painter: QPainter, right: int) -> None:
        item = self._item
        left = self._paint_mark(painter, item) if item else _PADDING
        if item and item.badge:
            font = self._icons.theme.font(TextSize.SMALL)
            width = QFontMetrics(font).horizontalAdvance(item.badge) + 1
            painter.setFont(font)
            self._paint_text(painter, right - width, width, item.badge, "text_muted")
            right -= width + SPACE
        painter.setFont(self._icons.theme.font())
        text = item.title if item else self._placeholder
        self._paint_text(painter, left, right - left, text, "text" if item else "text_faint")

    def _paint_mark(self, painter: QPainter, item: PickerItem) -> int:
        if item.icon_name:
            place = QRect(_PADDING, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
            self._icons.icon(item.icon_name, role=self._role("text_muted")).paint(painter, place)
            return _PADDING + ICON_SIZE + SPACE
        if item.state:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._color(item.state))
            painter.drawEllipse(QRectF(_PADDING, (self.height() - _DOT) / 2, _DOT, _DOT))
            return _PADDING + _DOT + SPACE
        return _PADDING

    def _paint_text(self, painter: QPainter, left: int, width: int, text: str, role: str) -> None:
        painter.setPen(self._color(role))
        room = QRect(left, 0, width, self.height())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _role(self, role: str) -> str:
        return role if self.isEnabled() else "text_disabled"

    def _color(self, role: str) -> QColor:
        return QColor(getattr(self._icons.theme.tokens, self._role(role)))
