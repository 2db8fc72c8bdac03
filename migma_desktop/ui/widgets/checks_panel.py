"""The tab with the findings about the email, each one click away from its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.checks import Finding, Level
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import ICON_SIZE, SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.empty_state import EmptyState

AnyIndex = QModelIndex | QPersistentModelIndex

_FINDING_ROLE = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 6 * SPACE
_ICONS = {
    Level.ERROR: ("circle-x", "danger"),
    Level.WARNING: ("triangle-alert", "warning"),
    Level.HINT: ("info", "info"),
}


class ChecksPanel(QWidget):
    """Lists what stands between the email and a good delivery.

    Signals:
        place_wanted(Finding): show the place that a finding speaks of.
        count_changed(int): how many findings there are above a mere hint.
    """

    place_wanted = Signal(object)
    count_changed = Signal(int)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checksPanel")
        self._icons = icons
        self._findings: tuple[Finding, ...] = ()
        self._list = QListWidget()
        self._list.setObjectName("checksList")
        self._list.setAccessibleName(self.tr("Checks"))
        self._list.setProperty("kind", "flat")
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setItemDelegate(_FindingDelegate(icons=icons, parent=self._list))
        self._list.itemActivated.connect(self._on_item_chosen)
        self._list.itemClicked.connect(self._on_item_chosen)
        self._fine = EmptyState(
            "circle-check",
            self.tr("Nothing to complain about"),
            self.tr("Variables are filled, links lead somewhere, and the email is not too long."),
            icons=icons,
            object_name="checksFine",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._fine)
        self._pages.addWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings, the gravest first; nothing happens when they are the same."""
        if tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        chosen = self._list.currentRow()
        self._list.clear()
        for finding in self._findings:
            self._list.addItem(self._item(finding))
        self._list.setCurrentRow(min(chosen, self._list.count() - 1))
        self._pages.setCurrentWidget(self._list if self._findings else self._fine)
        self.count_changed.emit(sum(f.level is not Level.HINT for f in self._findings))

    def _item(self, finding: Finding) -> QListWidgetItem:
        item = QListWidgetItem(translated(finding.text))
        item.setData(_FINDING_ROLE, finding)
        item.setToolTip(translated(finding.advice))
        level = {
            Level.ERROR: self.tr("Must be put right"),
            Level.WARNING: self.tr("Should be looked at"),
            Level.HINT: self.tr("Good to know"),
        }[finding.level]
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole,
            f"{level}: {translated(finding.text)} {translated(finding.advice)}",
        )
        return item

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        self.place_wanted.emit(item.data(_FINDING_ROLE))


class _FindingDelegate(QStyledItemDelegate):
    """Draws a finding on two lines: what is the matter, and what to do about it."""

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, _ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        finding: Finding = index.data(_FINDING_ROLE)
        tokens = self._icons.theme.tokens
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.hover))
        name, role = _ICONS[finding.level]
        icon_room = QRect(option.rect.left() + SPACE_2, option.rect.top() + SPACE, ICON_SIZE, 18)
        self._icons.icon(name, role=role).paint(painter, icon_room)
        left = icon_room.right() + SPACE
        room = QRect(option.rect)
        room.setLeft(left)
        room.setRight(room.right() - SPACE_2)
        half = room.height() // 2
        upper = QRect(room.left(), room.top() + 4, room.width(), half - 4)
        lower = QRect(room.left(), room.top() + half, room.width(), half - 4)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        self._draw_line(painter, upper, translated(finding.text))
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text_muted))
        self._draw_line(painter, lower, translated(finding.advice))
        painter.restore()

    @staticmethod
    def _draw_line(painter: QPainter, room: QRect, text: str) -> None:
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
