"""Walk a window and name the keys that two things claim at the same place: Qt then runs neither."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QMenu, QStackedWidget, QWidget

_WINDOW = Qt.ShortcutContext.WindowShortcut


class Claim(NamedTuple):
    """One thing that wants a key, and where the keyboard must be for it to get it."""

    keys: str
    name: str
    place: QWidget
    context: Qt.ShortcutContext


def clashes_in(window: QWidget) -> list[str]:
    """Return the keys that mean two things somewhere in a window, shown and enabled or not."""
    return [
        f"{one.keys} is both {one.name} and {other.name}"
        for one, other in combinations(claims_in(window), 2)
        if one.keys == other.keys and one.name != other.name and _meet(one, other)
    ]


def claims_in(window: QWidget) -> list[Claim]:
    """Return every key that actions, shortcuts and buttons of a window want."""
    found: list[Claim] = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.window() is not window.window():
            continue  # a dialog has its own keys
        for action in _actions_of(widget):
            for keys in action.shortcuts():
                name = action.objectName() or action.text() or f"an action of {_name(widget)}"
                found.append(Claim(keys.toString(), name, widget, action.shortcutContext()))
        if isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty():
            pressed = widget.shortcut().toString()
            found.append(Claim(pressed, _name(widget), widget, _WINDOW))
    for shortcut in window.findChildren(QShortcut):
        around = shortcut.parent()
        if isinstance(around, QWidget) and around.window() is window.window():
            name = f"a shortcut of {_name(around)}"
            sequences: list[QKeySequence] = shortcut.keys()
            for keys in sequences:
                found.append(Claim(keys.toString(), name, around, shortcut.context()))
    return found


def _actions_of(widget: QWidget) -> Iterator[QAction]:
    """Find what was added to a widget, and what is in the menus that hang there."""
    for action in widget.actions():
        yield action
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _actions_of(menu)


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


def _meet(one: Claim, other: Claim) -> bool:
    """Whether the keyboard can be where both hear it."""
    if _are_pages_of_one_stack(one.place, other.place):
        return False
    if _WINDOW in (one.context, other.context) or one.place is other.place:
        return True
    return _reaches(one, other.place) or _reaches(other, one.place)


def _reaches(claim: Claim, place: QWidget) -> bool:
    """Whether a claim reaches into the place of another one."""
    with_children = Qt.ShortcutContext.WidgetWithChildrenShortcut
    return claim.context is with_children and claim.place.isAncestorOf(place)


def _are_pages_of_one_stack(one: QWidget, other: QWidget) -> bool:
    """Whether they are never on the screen together."""
    around = dict(_pages_around(one))
    return any(around.get(stack, page) is not page for stack, page in _pages_around(other))


def _pages_around(widget: QWidget) -> Iterator[tuple[QStackedWidget, QWidget]]:
    inner, outer = widget, widget.parentWidget()
    while outer is not None:
        if isinstance(outer, QStackedWidget):
            yield outer, inner
        inner, outer = outer, outer.parentWidget()
