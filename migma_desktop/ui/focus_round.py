"""The way of the Tab key through the window: in the order in which its parts are read.

Qt goes in the order in which widgets were made. Ours are made in the order in which they are
needed: the editor first, so that it takes typing at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def move_focus(window: QWidget, places: Sequence[QWidget], *, is_forward: bool) -> bool:
    """Go one control on, from place to place and around; False when there is none to go to.

    Within a place it is Qt's order. What stands in none of the places comes last.
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
    found: list[tuple[int, QWidget]] = []
    for widget in _chain(window):
        if _can_be_reached(widget):
            found.append((_place_of(widget, order), widget))
    found.sort(key=lambda each: each[0])  # stable: Qt's order within each
    return [widget for _number, widget in found]


def _chain(window: QWidget) -> Iterator[QWidget]:
    widget = _next(window)
    while widget is not None and widget is not window:
        yield widget
        widget = _next(widget)


def _next(widget: QWidget) -> QWidget | None:
    """Return the next in Qt's chain, and undo what the binding takes that for.

    To it the next one is a child from then on: when this one goes, all below the next one is called
    deleted, such as the actions of its menus. For Qt it is no news who its parent is.
    """
    found = widget.nextInFocusChain()
    if found is not None:
        found.setParent(found.parentWidget())
    return found


def _can_be_reached(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None  # who stands for it is in the chain as well
    )


def _place_of(widget: QWidget, order: dict[QWidget, int]) -> int:
    inside: QWidget | None = widget
    while inside is not None:
        if inside in order:
            return order[inside]
        inside = inside.parentWidget()
    return len(order)
