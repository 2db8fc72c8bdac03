"""Choosing from menus by what they say."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def choose(menu: QMenu, *texts: str) -> None:
    """Choose an entry, of this menu or of one in it."""
    menu.aboutToShow.emit()
    for text in texts[:-1]:
        inner = entry(menu, text).menu()
        assert isinstance(inner, QMenu)
        menu = inner
    entry(menu, texts[-1]).trigger()


def entry(menu: QMenu, text: str) -> QAction:
    """Find an entry."""
    found = [each for each in menu.actions() if each.text().replace("&", "") == text]
    assert found, f"no {text!r} among {[each.text() for each in menu.actions()]}"
    return found[0]
