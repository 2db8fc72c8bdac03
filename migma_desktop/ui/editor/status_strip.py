"""The line below the editor: where the caret is, how large the source is, its encoding."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from migma_desktop.core.line_endings import LineEnding
from migma_desktop.core.textfiles import encoding_label
from migma_desktop.ui.editor.source_view import SourceView
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF

_REST_MS = 100  # counting bytes and drawing letters wait until the typing rests


class StatusStrip(QWidget):
    """Follows one editor."""

    def __init__(self, *, editor: SourceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("editorStatus")
        self._editor = editor
        self._encoding = "UTF-8"
        self._spelling = ""
        self._label = QLabel()
        self._label.setObjectName("editorStatusText")
        self._label.setProperty("kind", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, SPACE_HALF, SPACE, SPACE_HALF)
        row.addWidget(self._label, 1)
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

    def set_spelling(self, said: str, details: str = "") -> None:
        """Show in which language the spelling is checked, or why it isn't."""
        if (said, details) != (self._spelling, self._label.toolTip()):
            self._spelling = said
            self._label.setToolTip(details)
            self.refresh()

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
        if self._spelling:
            parts.append(self._spelling)
        self._label.setText(" · ".join(parts))

    def _size(self, size: int) -> str:
        if size < 1024:
            return self.tr("{size} bytes").format(size=size)
        return self.tr("{size} KB").format(size=f"{size / 1024:,.1f}")

    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
