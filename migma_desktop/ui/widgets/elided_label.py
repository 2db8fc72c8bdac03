"""A line of text that gives up its end, or its middle, rather than the layout."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE_3
from migma_desktop.ui.tooltips import as_plain


class ElidedLabel(QLabel):
    """One line of plain text; what does not fit is in the tooltip and in the accessible name."""

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        kind: str = "",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._mode = mode
        self._in_full = ""
        self.setObjectName(object_name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if kind:
            self.setProperty("kind", kind)

    def set_text(self, text: str, *, in_full: str = "") -> None:
        """Show another text; what it says ``in_full`` is always in the tooltip."""
        self._in_full = in_full
        self.setText(text)
        self._tell_what_is_hidden()

    def is_elided(self) -> bool:
        """Say whether some of the text is hidden."""
        return self._shown() != self.text()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(SPACE_3, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_what_is_hidden()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment() | Qt.TextFlag.TextSingleLine),
            self.palette(),
            self.isEnabled(),
            self._shown(),
            self.foregroundRole(),
        )
        painter.end()

    def _shown(self) -> str:
        line = " ".join(self.text().split())
        return self.fontMetrics().elidedText(line, self._mode, self.contentsRect().width())

    def _tell_what_is_hidden(self) -> None:
        shown = self._in_full or (self.text() if self.is_elided() else "")
        self.setToolTip(as_plain(shown))
