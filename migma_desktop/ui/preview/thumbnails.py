"""Small pictures of emails, taken of a preview that nobody sees."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from migma_desktop.ui.preview.view import Appearance, PreviewView

PICTURE = QSize(608, 684)
"""Of one picture, in px: what a window of 640 CSS pixels shows of an email."""

_CSS_WIDTH = 640
_STRIP = 16  # px below the picture, whose colour tells whose email is painted
_LOOK_MS = 16  # between two looks at the strip
_MOST_LOOKS = 400
_RED, _BLUE = "#ff0000", "#0000ff"

# In the page, not around it: painted with the email, so its colour is no guess about time.
_MARK = (
    "<style>html{{overflow:hidden!important}}</style>"
    '<div style="all:initial;position:fixed;left:0;right:0;bottom:0;height:12px;'
    'z-index:2147483647;background:{colour}"></div>'
)


@dataclass(frozen=True, slots=True)
class _Order:
    key: str
    html: str
    is_dark: bool


class ThumbnailMaker(QObject):
    """Takes pictures one after the other, each as soon as its email is painted.

    The engine's processes are there only while there is something to do. A remote image is never
    asked for.

    Signals:
        made(str, QImage): the picture of this key.
        given_up(str): the email of this key could not be shown.
    """

    made = Signal(str, QImage)
    given_up = Signal(str)

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._orders: deque[_Order] = deque()
        self._current: _Order | None = None
        self._view: PreviewView | None = None
        self._is_red = False
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def make(self, key: str, html: str, *, is_dark: bool) -> None:
        """Take a picture of an email when its turn comes, light or in its own dark styles."""
        self._orders.append(_Order(key, html, is_dark))
        if self._current is None:
            self._begin_next()

    def stop(self) -> None:
        """Forget what was ordered, and let the engine go."""
        self._orders.clear()
        self._current = None
        self._timer.stop()
        if self._view is not None:
            self._view.deleteLater()
            self._view = None

    def _begin_next(self) -> None:
        if not self._orders:
            self.stop()
            return
        order = self._current = self._orders.popleft()
        view = self._hidden_view()
        view.set_appearance(Appearance.AUTHORS_DARK if order.is_dark else Appearance.LIGHT)
        self._is_red = not self._is_red
        view.show_html(order.html + _MARK.format(colour=_RED if self._is_red else _BLUE))
        self._looks = 0
        self._timer.start()

    def _hidden_view(self) -> PreviewView:
        if self._view is None:
            view = PreviewView(parent=self._window)  # goes with it, whatever happens
            view.setWindowFlag(Qt.WindowType.Tool)
            view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            view.resize(PICTURE + QSize(0, _STRIP))
            view.setZoomFactor(PICTURE.width() / _CSS_WIDTH)
            view.failed.connect(self._on_failed)
            view.show()
            self._view = view
        return self._view

    def _look(self) -> None:
        view, order = self._view, self._current
        if view is None or order is None:
            return
        self._looks += 1
        if self._looks > _MOST_LOOKS:
            self._give_up(order)
            return
        spot = QPoint(PICTURE.width() // 2, PICTURE.height() + _STRIP // 2)
        colour = view.grab(QRect(spot, QSize(1, 1))).toImage().pixelColor(0, 0)
        wanted, other = colour.red(), colour.blue()
        if not self._is_red:
            wanted, other = other, wanted
        if wanted < 200 or other > 60:  # a display's colour profile may bend them a little
            return
        picture = view.grab(QRect(QPoint(0, 0), PICTURE)).toImage()
        self._timer.stop()
        self.made.emit(order.key, picture.scaledToWidth(PICTURE.width(), _SMOOTH))
        self._begin_next()

    def _on_failed(self, _revision: int) -> None:
        if self._current is not None:
            self._give_up(self._current)

    def _give_up(self, order: _Order) -> None:
        self._timer.stop()
        self.given_up.emit(order.key)
        self._begin_next()


_SMOOTH = Qt.TransformationMode.SmoothTransformation
