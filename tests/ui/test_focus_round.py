"""Going round with Tab leaves nothing behind."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.focus_round import move_focus


def test_a_window_still_ends_with_its_last_reference(qtbot: QtBot) -> None:
    window = QWidget()
    lines = [QLineEdit(window) for _ in range(3)]
    window.show()
    qtbot.waitExposed(window)
    assert move_focus(window, [window], is_forward=True)
    assert lines[0] is window.focusWidget()
    ended: list[bool] = []
    window.destroyed.connect(lambda: ended.append(True))
    del window
    assert ended == [True]


def test_what_is_gone_takes_no_other_control_with_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    lines = [QLineEdit(window) for _ in range(3)]
    window.show()
    qtbot.waitExposed(window)
    for _press in range(4):
        assert move_focus(window, [window], is_forward=True)
    shiboken6.delete(lines[0])
    assert [shiboken6.isValid(line) for line in lines] == [False, True, True]


def test_within_a_place_it_goes_line_by_line(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    places = {
        "below": (10, 200, 100, 30),
        "right": (200, 20, 100, 20),
        "tall": (10, 60, 200, 100),
        "left": (10, 10, 100, 40),
    }
    for name, where in places.items():
        line = QLineEdit(window)
        line.setObjectName(name)
        line.setGeometry(*where)
    window.show()
    qtbot.waitExposed(window)
    assert _round(window, 5) == ["left", "right", "tall", "below", "left"]
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert _round(window, 4) == ["tall", "below", "right", "left"]


def _round(window: QWidget, presses: int) -> list[str]:
    names: list[str] = []
    for _press in range(presses):
        assert move_focus(window, [window], is_forward=True)
        focused = window.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
    return names
