"""The pilot's ways where a system does not let a program do what a hand may."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.pilot import Pilot


def test_a_menu_that_the_system_closes_at_once_is_pictured_and_used_all_the_same(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    editor = QPlainTextEdit("some words")
    editor.setObjectName("editor")
    QVBoxLayout(window).addWidget(editor)
    window.show()
    pilot = Pilot(window)
    without, open_, closed = (tmp_path / f"{name}.png" for name in ("without", "open", "closed"))
    pilot.select_text("editor", "words")
    pilot.grab(without)
    menu = pilot.open_menu_at("editor", "words")
    pilot.grab(open_)
    menu.close()  # as Wayland does to a menu that no key or button has opened
    QApplication.processEvents()
    pilot.grab(closed)
    assert QImage(str(closed)) == QImage(str(open_)) != QImage(str(without))
    menu.actions()[0].trigger()
    pilot.close_menu(menu)
    pilot.grab(closed)
    assert QImage(str(closed)) == QImage(str(without))
