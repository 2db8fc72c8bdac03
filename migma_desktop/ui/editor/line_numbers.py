"""The numbers beside the lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from migma_desktop.ui.editor.places import ShownLine
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE, Tokens

_LEAST_DIGITS = 3  # the text should not move when line 10 appears


class LineNumbers(QWidget):
    """Shows a number for each line in view; a press on one selects its line."""

    def __init__(
        self,
        *,
        tokens: Tokens,
        lines_in_view: Callable[[], Iterable[ShownLine]],
        select_lines: Callable[[int, int], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lineNumbers")
        self.setAccessibleName(self.tr("Line numbers"))
        self._tokens = tokens
        self._lines_in_view = lines_in_view
        self._select_lines = select_lines
        self._current_line = -1
        self._fault_line = -1
        self._pressed_line = -1

    def set_tokens(self, tokens: Tokens) -> None:
        """Use other colours."""
        self._tokens = tokens
        self.update()

    def set_current_line(self, number: int) -> None:
        """Emphasise a line, counted from 0."""
        if number != self._current_line:
            self._current_line = number
            self.update()

    def set_fault_line(self, number: int) -> None:
        """Mark a line in which something can't be read, counted from 0; none with -1."""
        if number != self._fault_line:
            self._fault_line = number
            self.update()

    def width_for(self, line_count: int) -> int:
        """Return the width that the numbers of so many lines need."""
        digits = max(len(str(line_count)), _LEAST_DIGITS)
        return self.fontMetrics().horizontalAdvance("9") * digits + 3 * SPACE

    @override
    def sizeHint(self) -> QSize:
        """Qt asks for the wanted size; the height is the editor's."""
        return QSize(self.width_for(1), 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._tokens.editor_background))
        plain = self.font()
        strong = QFont(plain)
        strong.setWeight(QFont.Weight.DemiBold)
        for line in self._lines_in_view():
            number = line.block.blockNumber()
            is_current = number == self._current_line
            first_row = line.block.layout().lineAt(0)
            height = first_row.height() if first_row.isValid() else line.area.height()
            area = QRectF(0, line.area.top(), self.width() - 1.5 * SPACE, height)
            if is_current:
                band = QRectF(0, line.area.top(), self.width(), line.area.height())
                painter.fillRect(band, QColor(self._tokens.editor_current_line))
            tokens = self._tokens
            is_fault = number == self._fault_line
            painter.setFont(strong if is_current or is_fault else plain)
            color = tokens.text if is_current else tokens.editor_gutter_text
            if is_fault:
                painter.fillRect(
                    QRectF(0, line.area.top(), 3, line.area.height()), QColor(tokens.danger)
                )
                color = tokens.danger
            painter.setPen(QColor(color))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, align, str(number + 1))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the line that was pressed."""
        self._pressed_line = self._line_at(event.position().toPoint())
        if self._pressed_line >= 0:
            self._select_lines(self._pressed_line, self._pressed_line)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection to the line below the pointer."""
        line = self._line_at(event.position().toPoint())
        if self._pressed_line >= 0 and line >= 0:
            self._select_lines(self._pressed_line, line)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selection."""
        self._pressed_line = -1

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Draw again with another font."""
        super().changeEvent(event)
        self.update()

    def _line_at(self, point: QPoint) -> int:
        for line in self._lines_in_view():
            if line.area.top() <= point.y() < line.area.bottom():
                return line.block.blockNumber()
        return -1
