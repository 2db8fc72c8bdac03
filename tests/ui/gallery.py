"""Draws every control in every state, light and dark, into PNG files to look at.

Run ``python tests/ui/gallery.py DIR [SCALE]``; it needs no screen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if len(sys.argv) > 2:
    os.environ["QT_SCALE_FACTOR"] = sys.argv[2]

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QMessageBox,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.icons import Icons, app_icon
from migma_desktop.ui.theme import Theme, ThemeMode
from migma_desktop.ui.tokens import SPACE_2, SPACE_3
from migma_desktop.ui.widgets.banner import MessageAction
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.chip import Chip
from migma_desktop.ui.widgets.message_area import MessageArea
from migma_desktop.ui.widgets.search_picker import SearchPicker
from migma_desktop.ui.widgets.switch import Switch
from tests.ui.gallery_parts import (
    KEPT,
    PEOPLE,
    banners,
    buttons,
    chips,
    choices,
    column,
    empties,
    fields,
    lists,
    pickers,
    row,
)


def gallery(icons: Icons) -> QMainWindow:
    window = QMainWindow()
    window.setWindowIcon(app_icon())
    menu_bar = QMenuBar()
    for name in ("&File", "&Edit", "&View", "&Help"):
        menu_bar.addMenu(name)
    window.setMenuBar(menu_bar)
    bar = QToolBar()
    bar.setMovable(False)
    for name in ("file-plus", "folder-open", "save"):
        bar.addAction(icons.icon(name), name)
    bar.addSeparator()
    for name in ("undo-2", "redo-2"):
        bar.addAction(icons.icon(name), name).setEnabled(name == "undo-2")
    window.addToolBar(bar)
    splitter = QSplitter()
    for panels in (
        (buttons, fields),
        (choices, chips, pickers),
        (banners, empties),
        (lists,),
    ):
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_2)
        for make in panels:
            layout.addWidget(make(icons))
        layout.addStretch(1)
        splitter.addWidget(part)
    window.setCentralWidget(splitter)
    window.statusBar().showMessage("Ready")
    return window


def popup(icons: Icons, kind: str) -> QWidget:
    picker = SearchPicker(
        icons=icons, accessible_name="Segment", object_name="segment", allow_free_id=True
    )
    KEPT.append(picker)
    picker.resize(320, 32)
    picker.set_items(PEOPLE if kind != "empty" else [])
    picker.set_current_id("s1")
    if kind == "loading":
        picker.set_loading()
    if kind == "error":
        picker.set_error("This key may not list segments.")
    picker.show()
    picker.show_popup()
    shown = picker.findChild(QWidget, "segment.popup")
    assert shown is not None
    return shown


def dialog(icons: Icons) -> QDialog:
    made = QDialog()
    made.setWindowTitle("Send")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
    layout.setSpacing(SPACE_2)
    title = QLabel("Send to 214 people?")
    title.setProperty("kind", "title")
    text = QLabel("They will receive it within a few minutes. This cannot be taken back.")
    text.setProperty("kind", "muted")
    form = QFormLayout()
    form.setHorizontalSpacing(SPACE_2)
    form.addRow("From", QLineEdit("hello@acme.com"))
    form.addRow("Kind", QComboBox())
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    box.addButton("Send now", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
    layout.addWidget(title)
    layout.addWidget(text)
    layout.addLayout(form)
    layout.addWidget(box)
    return made


def message_box() -> QMessageBox:
    made = QMessageBox(
        QMessageBox.Icon.Warning,
        "Close",
        "Save the changes to “Friday offer”?",
        QMessageBox.StandardButton.Save
        | QMessageBox.StandardButton.Discard
        | QMessageBox.StandardButton.Cancel,
    )
    made.setInformativeText("Without saving, the last 12 minutes of writing are lost.")
    return made


def combo_list() -> QWidget:
    combo = QComboBox()
    KEPT.append(combo)
    combo.addItems(["Automatic", "Transactional", "Marketing"])
    combo.resize(200, 32)
    combo.show()
    combo.showPopup()
    return combo.view().window()


def menu(icons: Icons) -> QMenu:
    made = QMenu()
    made.addAction(icons.icon("file-plus"), "New", QKeySequence.StandardKey.New)
    made.addAction(icons.icon("folder-open"), "Open…", QKeySequence.StandardKey.Open)
    made.addSeparator()
    ticked = made.addAction("Follow the system")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    made.addAction("Not now").setEnabled(False)
    made.addMenu("More").addAction("x")
    made.setActiveAction(made.actions()[1])
    return made


def toasts(icons: Icons) -> QWidget:
    window = QWidget()
    window.resize(720, 480)
    area = MessageArea(icons=icons, parent=window)
    area.show_message("success", "Draft saved")
    area.show_message(
        "info",
        "Sending in 5 seconds",
        "To 214 people in VIP customers.",
        actions=[MessageAction("Undo", lambda: None)],
    )
    area.show_message(
        "error",
        "The email was not sent",
        "Migma did not answer in time. It may have arrived; ask again before you send it anew.",
        details="ReadTimeout",
    )
    return window


def focus(icons: Icons, which: int) -> QWidget:
    made = column(
        row(
            Button("Send", icons=icons, kind="primary", icon_name="send"),
            Button("Send test", icons=icons),
            Button("Undo", icons=icons, kind="quiet"),
            Chip("Sandbox", icons=icons, kind="sandbox", clickable=True),
            Switch("Images", icons=icons),
            QCheckBox("Check"),
            QLineEdit("focus"),
            SearchPicker(icons=icons, accessible_name="Tag", object_name="p"),
        )
    )
    made.resize(900, 64)
    made.show()
    made.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    made.activateWindow()
    for _ in range(which):
        made.focusNextChild()
    return made


def save(widget: QWidget, path: Path) -> None:
    widget.show()
    QApplication.processEvents()
    QApplication.processEvents()
    widget.grab().save(str(path))
    widget.close()


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery")
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    theme = Theme(application=application, hints=application.styleHints())
    icons = Icons(theme)
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        theme.set_mode(mode)
        window = gallery(icons)
        window.resize(1720, 1040)
        save(window, folder / f"{mode}-all.png")
        for kind in ("items", "empty", "loading", "error"):
            shown = popup(icons, kind)
            save(shown, folder / f"{mode}-popup-{kind}.png")
        save(dialog(icons), folder / f"{mode}-dialog.png")
        save(message_box(), folder / f"{mode}-message-box.png")
        save(combo_list(), folder / f"{mode}-popup-combo.png")
        save(menu(icons), folder / f"{mode}-menu.png")
        save(toasts(icons), folder / f"{mode}-toasts.png")
        for which in range(9):
            save(focus(icons, which), folder / f"{mode}-focus{which}.png")


if __name__ == "__main__":
    main()
