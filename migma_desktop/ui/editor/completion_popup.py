"""The list of what may be written at the caret, which stays in the text as the keyboard does."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF, Tokens

_ROW_HEIGHT = 28
_MOST_ROWS = 8
_LEAST_WIDTH = 200
_MOST_WIDTH = 560
_LEAST_NOTE = 60  # px; in less of it nothing can be read
_NOTE = Qt.ItemDataRole.UserRole
_WARNING = Qt.ItemDataRole.UserRole + 1

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _MOST_ROWS,
}


class CompletionPopup(QFrame):
    """Lies over the editor, not in a window of its own: no focus to lose, the same on Wayland.

    Signals:
        name_chosen(str): the user wants this one.
    """

    name_chosen = Signal(str)

    def __init__(self, *, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("completionPopup")
        self.setAccessibleName(self.tr("What may be written here"))
        self._list = QListWidget(self)
        self._list.setObjectName("completionList")
        self._list.setAccessibleName(self.tr("What may be written here"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setProperty("kind", "flat")
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._on_item_clicked)
        self._delegate = _NameAndNote(tokens, self._list)
        self._list.setItemDelegate(self._delegate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_HALF, SPACE_HALF, SPACE_HALF, SPACE_HALF)
        layout.addWidget(self._list)
        self.set_tokens(tokens)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Use other colours."""
        self._delegate.tokens = tokens
        self.setStyleSheet(
            f"#completionPopup {{ background: {tokens.surface_raised};"
            f" border: 1px solid {tokens.border_button}; border-radius: 8px; }}"
            "#completionList { background: transparent; }"
        )

    def names(self) -> list[str]:
        """Return the names on offer, from the top."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    @property
    def current_name(self) -> str:
        """The name that Enter would insert."""
        item = self._list.currentItem()
        return item.text() if item is not None else ""

    def offer(
        self,
        names: list[str],
        notes: Mapping[str, str],
        warnings: Mapping[str, str] | None = None,
    ) -> None:
        """Show these names; the one that was current stays so if it is among them."""
        if names != self.names():
            before = self.current_name
            self._list.clear()
            for name in names:
                item = QListWidgetItem(name, self._list)
                item.setData(_NOTE, notes.get(name, ""))
                item.setData(_WARNING, (warnings or {}).get(name, ""))
            self._list.setCurrentRow(names.index(before) if before in names else 0)
        self._fit()

    def place(self, caret: QRect, area: QRect) -> None:
        """Open below the caret, above it where there is no room; both in the parent's pixels."""
        below = caret.bottom() + SPACE_HALF
        above = caret.top() - SPACE_HALF - self.height()
        has_room_below = below + self.height() <= area.bottom()
        y = below if has_room_below or above < area.top() else above
        x = min(caret.left() - 3 * SPACE_HALF, area.right() - self.width() - SPACE_HALF)
        self.move(QPoint(max(x, area.left() + SPACE_HALF), y))
        if self.isHidden():
            self.show()
            self.raise_()
            self._announce()

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that belongs to the list; tell whether it did."""
        key = Qt.Key(event.key())
        if key in _MOVES and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._move_by(_MOVES[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.name_chosen.emit(self.current_name)
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _move_by(self, rows: int) -> None:
        count = self._list.count()
        row = self._list.currentRow() + rows
        if abs(rows) == 1:
            row %= count
        self._list.setCurrentRow(min(max(row, 0), count - 1))
        self._announce()

    def _announce(self) -> None:
        item = self._list.currentItem()
        known = (str(item.data(role) or "") for role in (_NOTE, _WARNING)) if item else ()
        text = self.tr("{name}, {number} of {count}").format(
            name=", ".join(part for part in (self.current_name, *known) if part),
            number=self._list.currentRow() + 1,
            count=self._list.count(),
        )
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _fit(self) -> None:
        rows = min(self._list.count(), _MOST_ROWS)
        width = max(
            (self._delegate.width_of(self._list.item(row)) for row in range(self._list.count())),
            default=0,
        )
        margins = 2 * SPACE_HALF + 2
        parent = self.parentWidget()
        room = _MOST_WIDTH if parent is None else max(parent.width() - SPACE_2, _LEAST_WIDTH)
        self.resize(
            min(min(max(width + 3 * SPACE, _LEAST_WIDTH), _MOST_WIDTH) + margins, room),
            rows * _ROW_HEIGHT + margins,
        )

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self.name_chosen.emit(item.text())

    @override
    def event(self, event: QEvent) -> bool:
        """Keep mouse presses from reaching the text below."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            event.accept()
            return True
        return super().event(event)


class _NameAndNote(QStyledItemDelegate):
    """A name in front; behind it what is known of it, and where it is ignored."""

    def __init__(self, tokens: Tokens, parent: QListWidget) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self._view = parent

    def width_of(self, item: QListWidgetItem) -> int:
        """Return what name and note need side by side, in pixels."""
        metrics = self._view.fontMetrics()
        parts = [item.text(), *(str(item.data(role) or "") for role in (_NOTE, _WARNING))]
        shown = [part for part in parts if part]
        return sum(map(metrics.horizontalAdvance, shown)) + 3 * SPACE * (len(shown) - 1)

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt asks for the size of a row."""
        return QSize(0, _ROW_HEIGHT)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.tokens.accent_soft))
            painter.drawRoundedRect(area, 4, 4)
        inner = area.adjusted(SPACE, 0, -SPACE, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        note = str(index.data(_NOTE) or "")
        metrics = self._view.fontMetrics()
        painter.setPen(QColor(self.tokens.text))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, name)
        room = inner.adjusted(metrics.horizontalAdvance(name) + 2 * SPACE, 0, 0, 0)
        warning = str(index.data(_WARNING) or "")
        right = middle | Qt.AlignmentFlag.AlignRight
        if warning:
            shown = metrics.elidedText(warning, Qt.TextElideMode.ElideRight, room.width())
            painter.setPen(QColor(self.tokens.warning))
            painter.drawText(room, right, shown)
            room.adjust(0, 0, -metrics.horizontalAdvance(shown) - 2 * SPACE, 0)
        if note and room.width() > _LEAST_NOTE:
            shown = metrics.elidedText(note, Qt.TextElideMode.ElideRight, room.width())
            painter.setPen(QColor(self.tokens.text_faint))
            painter.drawText(room, right, shown)
        painter.restore()
