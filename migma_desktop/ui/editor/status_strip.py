"""The line below the editor: where the caret is, how large the source is, its encoding."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from migma_desktop.core.line_endings import LineEnding
from migma_desktop.core.textfiles import encoding_label
from migma_desktop.ui.editor.source_view import SourceView
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.elided_label import ElidedLabel

_DOT = " · "
_REST_MS = 100  # counting bytes and drawing letters wait until the typing rests


class StatusStrip(QWidget):
    """Follows one editor."""

    def __init__(self, *, editor: SourceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("editorStatus")
        self._editor = editor
        self._encoding = "UTF-8"
        self._parts: list[str] = []
        self._label = ElidedLabel(kind="small", object_name="editorStatusText")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE_2, 0, SPACE, 0)
        self._row.addWidget(self._label, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.refresh)
        editor.cursorPositionChanged.connect(self._on_changed)
        editor.content_changed.connect(self._on_changed)
        self.refresh()

    def set_encoding(self, encoding: str) -> None:
        """Show which encoding the file had; the codec's name will do."""
        self._encoding = encoding_label(encoding)
        self.refresh()

    def add_tool(self, tool: QWidget) -> None:
        """Put a tool at the end of the line."""
        self._row.addWidget(tool)

    def refresh(self) -> None:
        """Say what is true now."""
        line, column = self._editor.caret_place()
        size = len(self._editor.text().encode("utf-8", "replace"))
        parts = [
            self.tr("Line {line}, column {column}").format(line=f"{line:,}", column=f"{column:,}"),
            self._size(size),
            self._encoding,
        ]
        ending = self._editor.line_ending()
        if ending is not LineEnding.LF:
            parts.append(ending.label)
        self._parts = parts
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out from the end what has no room; all of it is in the tooltip."""
        shown, metrics = list(self._parts), self._label.fontMetrics()
        while len(shown) > 1 and metrics.horizontalAdvance(_DOT.join(shown)) > self._label.width():
            shown.pop()
        is_whole = len(shown) == len(self._parts)
        self._label.set_text(_DOT.join(shown), in_full="" if is_whole else _DOT.join(self._parts))

    def _size(self, size: int) -> str:
        if size < 1024:
            return self.tr("{size} bytes").format(size=size)
        return self.tr("{size} KB").format(size=f"{size / 1024:,.1f}")

    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
