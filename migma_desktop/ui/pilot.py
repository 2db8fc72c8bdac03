"""Drives the real window as a person does: with mouse and keys, by the names of its controls.

The tour, the end-to-end tests and the benches use it; it knows nothing of the program's inside.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)

_W = TypeVar("_W", bound=QWidget)
_T = TypeVar("_T")

Window = QWidget
"""Whatever can be pictured."""

PATIENCE = 20.0  # seconds; generous, since it only matters when something is broken
_GLANCE = 0.01  # seconds between two looks
_IN_THE_BOX = 8  # px from the left edge of a check box


class PilotError(Exception):
    """The window didn't do what a person would expect of it."""


class Pilot:
    """Finds controls, uses them, and waits for what should happen then."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self._held: QMenu | None = None

    def find(self, kind: type[_W], name: str, *, within: QWidget | None = None) -> _W:
        """Return the control of this objectName. Raises PilotError."""
        found = (within or self.window).findChild(kind, name)
        if found is None:
            raise PilotError(f"There is no {kind.__name__} named {name!r}.")
        return found

    def click(self, name: str, *, within: QWidget | None = None) -> None:
        """Press a button with the mouse."""
        button = self.find(QAbstractButton, name, within=within)
        if not button.isEnabled():
            raise PilotError(f"{name!r} can't be pressed: {button.toolTip()}")
        if isinstance(button, QCheckBox):  # as wide as its row, but only box and words count
            box = QPoint(_IN_THE_BOX, button.height() // 2)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=box)
            return
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type_into(self, name: str, text: str, *, within: QWidget | None = None) -> None:
        """Replace the text of a line by typing."""
        edit = self.find(QLineEdit, name, within=within)
        edit.setFocus()
        edit.selectAll()
        if text:
            press_keys(edit, text)
        else:
            QTest.keyClick(edit, Qt.Key.Key_Delete)
        QTest.keyClick(edit, Qt.Key.Key_Tab)

    def deselect(self, name: str) -> None:
        """Let nothing be selected in a line."""
        self.find(QLineEdit, name).deselect()

    def type_count(self, dialog: QDialog) -> None:
        """Type the number of people that the question before a mailing asks for, if it does."""
        line = dialog.findChild(QLineEdit, "confirmCount")
        if line is not None:
            asked = line.accessibleName().rpartition(":")[2]
            self.type_into("confirmCount", asked.strip(), within=dialog)

    def write(self, text: str, *, behind: str = "", into: str = "templateEditor") -> None:
        """Type at the end of the editor, or at the end of the line that holds ``behind``."""
        editor = self.find(QPlainTextEdit, into)
        editor.setFocus()
        if behind:
            self.select_text(into, behind)
            QTest.keyClick(editor, Qt.Key.Key_End)
        else:
            QTest.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        press_keys(editor, text)

    def choose_segment(self, name: str, value: str) -> None:
        """Press one segment of a segmented control."""
        self.click(f"{name}.{value}")

    def choose_in_menu(self, name: str, text: str) -> None:
        """Choose an entry of a menu by its text. Raises PilotError."""
        for action in self.find(QMenu, name).actions():
            if action.text().replace("&", "") == text:
                action.trigger()
                return
        raise PilotError(f"The menu {name!r} has no entry {text!r}.")

    def select_text(self, name: str, text: str) -> QPlainTextEdit:
        """Select a piece of an editor's text, the first there is. Raises PilotError."""
        editor = self.find(QPlainTextEdit, name)
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        if not editor.find(text):
            raise PilotError(f"The editor doesn't hold {text!r}.")
        return editor

    def open_menu_at(self, name: str, text: str) -> QMenu:
        """Open the menu of an editor on a piece of its text. Raises PilotError."""
        editor = self.select_text(name, text)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
        QCoreApplication.sendEvent(editor.viewport(), event)
        for menu in editor.findChildren(QMenu):
            if menu.isVisible():
                return self._hold(menu)
        raise PilotError(f"{name!r} has no menu.")

    def _hold(self, menu: QMenu) -> QMenu:
        """Keep a menu that nobody's hand has opened: Wayland closes it again at once."""
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        self._held = menu
        return menu

    def close_menu(self, menu: QMenu) -> None:
        """Close a menu that ``open_menu_at`` has opened."""
        self._held = None
        menu.close()
        menu.deleteLater()

    def text_of(self, name: str) -> str:
        """Return what a button says."""
        return self.find(QAbstractButton, name).text()

    def choose_in_combo(self, name: str, text: str) -> None:
        """Choose an entry of a combo box by keys."""
        box = self.find(QComboBox, name)
        index = box.findText(text)
        if index < 0:
            raise PilotError(f"{name!r} has no entry {text!r}.")
        box.setFocus()
        while box.currentIndex() != index:
            down = box.currentIndex() < index
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)

    async def pick(self, name: str, title: str) -> None:
        """Open a search picker, search for a title and take the first match."""
        self.click(f"{name}.button")
        popup = self.find(QWidget, f"{name}.popup")
        items = self.find(QListView, f"{name}.popup.list", within=popup)
        search = self.find(QLineEdit, f"{name}.popup.search", within=popup)
        await self.wait_for(lambda: items.model().rowCount() > 0, f"entries in {name}")
        press_keys(search, title)
        await self.wait_for(
            lambda: items.model().rowCount() > 0 and title in _first_text(items.model()),
            f"{title!r} in {name}",
        )
        QTest.keyClick(search, Qt.Key.Key_Return)

    async def choose_in_list(self, name: str, text: str, *, within: QWidget | None = None) -> None:
        """Wait until a list has something, and choose from it. Raises PilotError."""
        items = self.find(QListView, name, within=within)
        await self.wait_for(lambda: items.model().rowCount() > 0, f"entries in {name}")
        items.setCurrentIndex(row_with(items.model(), text))

    def fill_variable(self, name: str, value: str) -> None:
        """Give a variable a value in the table."""
        table = self.find(QAbstractItemView, "variablesTable")
        index = row_with(table.model(), name)
        cell = table.model().index(index.row(), 1)
        table.scrollTo(cell)
        table.setCurrentIndex(cell)
        if table.state() is not QAbstractItemView.State.EditingState:
            table.edit(cell)
        edit = table.indexWidget(cell)  # one that was left a moment ago may still be around
        if not isinstance(edit, QLineEdit):
            raise PilotError(f"The value of {name!r} can't be typed.")
        edit.selectAll()
        press_keys(edit, value)
        QTest.keyClick(edit, Qt.Key.Key_Escape if edit.text() != value else Qt.Key.Key_Tab)

    def show_tab(self, index: int) -> None:
        """Turn to one of the tabs below."""
        self.find(QTabWidget, "bottomTabs").setCurrentIndex(index)

    async def dialog(self, name: str) -> QDialog:
        """Wait for a dialog and return it."""
        await self.wait_for(lambda: self._open_dialog(name) is not None, f"the dialog {name}")
        found = self._open_dialog(name)
        if found is None:
            raise PilotError(f"The dialog {name!r} closed again.")
        return found

    def _open_dialog(self, name: str) -> QDialog | None:
        dialogs = self.window.findChildren(QDialog, name)
        return next((dialog for dialog in dialogs if dialog.isVisible()), None)

    async def enabled(self, name: str) -> None:
        """Wait until a button can be pressed."""
        button = self.find(QPushButton, name)
        await self.wait_for(button.isEnabled, f"{name} to be enabled ({button.toolTip()})")

    async def wait_for(
        self, happened: Callable[[], bool], what: str, *, patience: float = PATIENCE
    ) -> None:
        """Let the window live until something has happened. Raises PilotError."""
        deadline = time.monotonic() + patience
        while not happened():
            if time.monotonic() > deadline:
                raise PilotError(f"Waited in vain for {what}.")
            await asyncio.sleep(_GLANCE)

    async def wait_for_value(
        self, look: Callable[[], _T | None], what: str, *, patience: float = PATIENCE
    ) -> _T:
        """Let the window live until there is a value, and return it. Raises PilotError."""
        found: list[_T] = []

        def happened() -> bool:
            value = look()
            if value is not None:
                found.append(value)
            return bool(found)

        await self.wait_for(happened, what, patience=patience)
        return found[0]

    async def rest(self, seconds: float) -> None:
        """Let the window live for a while, as a reader would."""
        await asyncio.sleep(seconds)

    def grab(self, path: Path, widget: QWidget | None = None) -> None:
        """Save a picture of the window, open menus included. Raises PilotError."""
        shown = widget or self.window
        picture = shown.grab()
        painter = QPainter(picture)
        for menu in shown.findChildren(QMenu):
            if menu.isVisible() or menu is self._held:
                painter.drawPixmap(shown.mapFromGlobal(menu.pos()), menu.grab())
        painter.end()
        if picture.isNull() or not picture.save(str(path), "PNG"):
            raise PilotError(f"The picture {path} can't be written.")


def press_keys(widget: QWidget, text: str) -> None:
    """Type a text: any characters, line ends included."""
    for char in text:
        if char == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        elif char.isascii():
            QTest.keyClicks(widget, char)
        else:  # no key of the test library's keyboard has it
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
                QCoreApplication.sendEvent(widget, event)


def row_with(model: QAbstractItemModel, text: str) -> QModelIndex:
    """Return the first cell of the row whose first column shows this text. Raises PilotError."""
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if index.data() == text:
            return index
    raise PilotError(f"No row shows {text!r}.")


def _first_text(model: QAbstractItemModel) -> str:
    return str(model.index(0, 0).data(Qt.ItemDataRole.DisplayRole))
