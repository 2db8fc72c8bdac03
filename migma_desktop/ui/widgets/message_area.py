"""The one road for messages that concern the whole window: cards stacked at its edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QEnterEvent
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.banner import Banner, MessageAction, MessageKind

PASSING_MS = 6000
"""How long a message stays that asks for nothing."""
_WIDTH = 50 * SPACE
_MOST = 4
_SHADOW_BLUR = 24


class MessageArea(QWidget):
    """Shows messages over the lower right of ``parent``, the newest at the bottom.

    Info and success go away by themselves unless they carry an action or the mouse rests on them;
    warnings and errors wait to be dismissed. Each is read out by a screen reader.

    Signals:
        message_shown: kind, title, text; for the log.
    """

    message_shown = Signal(str, str, str)

    def __init__(self, *, icons: Icons, parent: QWidget, object_name: str = "messageArea") -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(self.tr("Messages"))
        self._icons = icons
        self._window = parent
        self._toasts: list[_Toast] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._column.setSpacing(SPACE)
        parent.installEventFilter(self)
        self.hide()

    def show_message(
        self,
        kind: MessageKind,
        title: str,
        text: str = "",
        *,
        details: str = "",
        actions: Sequence[MessageAction] = (),
    ) -> Banner:
        """Add a message and return it; the oldest gives way when there are too many."""
        while len(self._toasts) >= _MOST:
            self._remove(self._toasts[0])
        toast = _Toast(self._icons, f"{self.objectName()}.message", self)
        toast.show_message(kind, title, text, details=details, actions=actions)
        toast.closed.connect(self._on_toast_closed)
        toast.resized.connect(self._on_toast_resized)
        if kind in {"info", "success"} and not actions and not details:
            toast.start_countdown()
        self._toasts.append(toast)
        self._column.addWidget(toast)
        self._settle()
        self._announce(kind, title, text)
        self.message_shown.emit(kind, title, text)
        return toast

    def dismiss(self, message: Banner) -> None:
        """Take a message away, if it is still there: what it says holds no longer."""
        for toast in list(self._toasts):
            if toast is message:
                self._remove(toast)

    def messages(self) -> list[Banner]:
        """Return what is shown now, the oldest first."""
        return list(self._toasts)

    def clear(self) -> None:
        """Take all messages away."""
        for toast in list(self._toasts):
            self._remove(toast)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False

    def _announce(self, kind: MessageKind, title: str, text: str) -> None:
        event = QAccessibleAnnouncementEvent(self, f"{title}. {text}" if text else title)
        urgent = kind in {"warning", "error"}
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)

    def _settle(self) -> None:
        """Take just the room that the messages need, at the lower right corner."""
        if not self._toasts:
            self.hide()
            return
        within = self._window.rect()
        width = min(_WIDTH, within.width())
        self._column.activate()
        height = self._column.totalHeightForWidth(width)
        if height < 0:
            height = self._column.totalSizeHint().height()
        height = min(height, within.height())
        self.setGeometry(within.right() - width + 1, within.bottom() - height + 1, width, height)
        self.show()
        self.raise_()
        self._column.activate()

    def _remove(self, toast: _Toast) -> None:
        self._toasts.remove(toast)
        self._column.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        self._settle()

    @Slot()
    def _on_toast_closed(self) -> None:
        toast = self.sender()
        if isinstance(toast, _Toast) and toast in self._toasts:
            self._remove(toast)

    @Slot()
    def _on_toast_resized(self) -> None:
        self._settle()


class _Toast(Banner):
    """A message that floats, and may go away by itself.

    Signals:
        resized: it wants another height.
    """

    resized = Signal()

    def __init__(self, icons: Icons, object_name: str, parent: QWidget) -> None:
        super().__init__(icons=icons, floating=True, object_name=object_name, parent=parent)
        self._countdown = QTimer(self)
        self._countdown.setSingleShot(True)
        self._countdown.setInterval(PASSING_MS)
        self._countdown.timeout.connect(self.closed)
        self._passing = False
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(_SHADOW_BLUR)
        shadow.setOffset(0, 4)
        color = QColor(Qt.GlobalColor.black)
        color.setAlphaF(0.5 if icons.theme.tokens.is_dark else 0.16)
        shadow.setColor(color)
        self.setGraphicsEffect(shadow)

    def start_countdown(self) -> None:
        """Go away after a while."""
        self._passing = True
        self._countdown.start()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._countdown.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._passing:
            self._countdown.start()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.resized.emit()
        return super().event(event)
