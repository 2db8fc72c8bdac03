"""How the cells of the variables table are drawn and edited."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from migma_desktop.core.variables import ValueKind
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import ICON_SIZE, SPACE
from migma_desktop.ui.widgets.variables_model import (
    HINT_ROLE,
    KIND_ROLE,
    STATE_ROLE,
    RowState,
    VariablesModel,
)

AnyIndex = QModelIndex | QPersistentModelIndex

_TEXT_MARGIN = QStyle.PixelMetric.PM_FocusFrameHMargin

_STATE_ICONS = {
    RowState.FILLED: ("circle-check", "success"),
    RowState.MISSING: ("circle-alert", "warning"),
    RowState.INVALID: ("circle-x", "danger"),
    RowState.UNUSED: ("circle", "text_faint"),
    RowState.FALLBACK: ("circle-check", "text_faint"),
    RowState.CONTACTS: ("users", "success"),
}


class NameDelegate(QStyledItemDelegate):
    """Draws a name with the icon of its state."""

    def __init__(self, *, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        name, role = _STATE_ICONS[RowState(index.data(STATE_ROLE))]
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = self._icons.icon(name, role=role)
        option.decorationSize = option.decorationSize.__class__(ICON_SIZE, ICON_SIZE)
        option.font = self._icons.theme.mono_font()
        if index.data(STATE_ROLE) == RowState.UNUSED:
            faint = QColor(self._icons.theme.tokens.text_muted)
            option.palette.setColor(QPalette.ColorRole.Text, faint)


class _CellDelegate(QStyledItemDelegate):
    """Edits a cell for as long as the view shows it."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_left = event.type() is QEvent.Type.FocusOut
        if is_left and isinstance(watched, QWidget) and not watched.isVisible():
            return False  # the view has let go of it with its row: there is nothing to commit
        return super().eventFilter(watched, event)


class ValueDelegate(_CellDelegate):
    """Edits a value as text, yes/no by choice; Enter goes on to the next row."""

    def __init__(self, *, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        if index.data(KIND_ROLE) == ValueKind.YES_NO:
            box = QComboBox(parent)
            box.setObjectName("variableChoice")
            box.addItems([self.tr("Yes"), self.tr("No")])
            box.activated.connect(lambda: self.commitData.emit(box))
            return box
        edit = QLineEdit(parent)
        edit.setObjectName("variableValue")
        edit.setAccessibleName(
            self.tr("Value of {name}").format(name=index.sibling(index.row(), 0).data())
        )
        edit.setProperty("kind", "cell")
        edit.textEdited.connect(lambda: self.commitData.emit(edit))
        return edit

    @override
    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        typed = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(1 if typed.lower() in {"no", "false"} else 0)
        elif isinstance(editor, QLineEdit) and editor.text() != typed:
            editor.setText(typed)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, "yes" if editor.currentIndex() == 0 else "no")
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QWidget)
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.EditNextItem)
            return True
        return super().eventFilter(watched, event)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        hint = str(index.data(HINT_ROLE) or "")
        if not hint:
            return
        painter.save()
        painter.setPen(QColor(self._icons.theme.tokens.text_faint))
        # Where the style draws the text of a cell: behind its margin, above the line below it.
        side = SPACE + option.widget.style().pixelMetric(_TEXT_MARGIN, option) + 1
        room = QRect(option.rect).adjusted(side, 0, -side, -1)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, align, hint)
        painter.restore()


class KindDelegate(_CellDelegate):
    """Chooses the kind of a value."""

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        box = QComboBox(parent)
        box.setObjectName("variableKind")
        box.setAccessibleName(self.tr("Kind of value"))
        model = index.model()
        for kind in ValueKind:
            name = model.kind_name(kind) if isinstance(model, VariablesModel) else kind.value
            box.addItem(name, kind)
        box.activated.connect(lambda: self.commitData.emit(box))
        return box

    @override
    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(KIND_ROLE)))

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
