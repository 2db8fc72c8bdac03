"""The way of the Tab key through the window: in the order in which its parts are read.

Qt goes in the order in which widgets were made. Ours are made in the order in which they are
needed: the editor first, so that it takes typing at once. Qt's own chain can't be walked from
Python: Shiboken lets what ``nextInFocusChain`` returns belong to whom was asked, and takes it for
destroyed together with that one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def move_focus(window: QWidget, places: Sequence[QWidget], *, is_forward: bool) -> bool:
    """Go one control on, from place to place and around; False when there is none to go to.

    Within a place it goes line by line. What stands in none of the places comes last.
    """
    stops = _stops(window, places)
    if not stops:
        return False
    current = window.focusWidget()
    step = 1 if is_forward else -1
    if current in stops:
        wanted = stops[(stops.index(current) + step) % len(stops)]
    else:
        wanted = stops[0 if is_forward else -1]
    wanted.setFocus(
        Qt.FocusReason.TabFocusReason if is_forward else Qt.FocusReason.BacktabFocusReason
    )
    return True


def _stops(window: QWidget, places: Sequence[QWidget]) -> list[QWidget]:
    order = {place: number for number, place in enumerate(places)}
    by_place: dict[int, list[tuple[QRect, QWidget]]] = {}
    for widget in window.findChildren(QWidget):
        if _can_be_reached(widget) and widget.window() is window:
            where = QRect(widget.mapTo(window, QPoint()), widget.size())
            by_place.setdefault(_place_of(widget, order), []).append((where, widget))
    is_leftward = window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return [
        widget
        for _number, found in sorted(by_place.items(), key=lambda each: each[0])
        for widget in _as_read(found, is_leftward=is_leftward)
    ]


def _can_be_reached(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None  # who stands for it is found as well
    )


def _place_of(widget: QWidget, order: dict[QWidget, int]) -> int:
    inside: QWidget | None = widget
    while inside is not None:
        if inside in order:
            return order[inside]
        inside = inside.parentWidget()
    return len(order)


def _as_read(found: list[tuple[QRect, QWidget]], *, is_leftward: bool) -> list[QWidget]:
    """Return the widgets line by line; in a line is whose middle is beside the first one's."""
    left = sorted(found, key=lambda each: each[0].center().y())
    read: list[QWidget] = []
    while left:
        bottom = left[0][0].bottom()
        line = [each for each in left if each[0].center().y() <= bottom]
        left = left[len(line) :]
        line.sort(key=lambda each: each[0].left(), reverse=is_leftward)
        read += [widget for _where, widget in line]
    return read
