"""Keys that do more than write a letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.editor.typing_aids import NewLine, new_line
from migma_desktop.ui.theme import Theme
from tests.dropping import drop

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Press = Callable[..., None]


def test_enter_keeps_the_indent(editor: TemplateEditor, press: Press) -> None:
    press("    a")
    press(Qt.Key.Key_Return)
    press("b")
    assert editor.text() == "    a\n    b"


def test_enter_indents_inside_a_tag_and_moves_its_end_below(
    editor: TemplateEditor, press: Press
) -> None:
    editor.load_text("  <td></td>")
    editor.select(6, 6)
    press(Qt.Key.Key_Return)
    press("x")
    assert editor.text() == "  <td>\n    x\n  </td>"
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "  <td></td>"


@pytest.mark.parametrize("before", ["<br>", "<img src='a>b'>", "<td/>", "a > b", "</td>"])
def test_enter_does_not_indent_where_nothing_opens(before: str) -> None:
    assert new_line(before, "", Language.HTML) == NewLine("\n", 1)


def test_enter_replaces_the_selection(editor: TemplateEditor, press: Press) -> None:
    editor.load_text("abc")
    editor.select(1, 2)
    press(Qt.Key.Key_Return)
    assert editor.text() == "a\nc"


def test_shift_enter_is_a_line_break_like_any_other(editor: TemplateEditor, press: Press) -> None:
    press("a")
    press(Qt.Key.Key_Return, SHIFT)
    press("b")
    assert editor.text() == "a\nb"


@pytest.mark.parametrize(
    ("line", "following"),
    [("- milk", "- "), ("  * milk", "  * "), ("9. nine", "10. "), ("> quoted", "> "), ("a", "")],
)
def test_enter_goes_on_with_a_list_or_quotation(
    editor: TemplateEditor, press: Press, line: str, following: str
) -> None:
    editor.set_language(Language.MARKDOWN)
    editor.load_text(line)
    editor.select(len(line), len(line))
    press(Qt.Key.Key_Return)
    press("x")
    assert editor.text() == f"{line}\n{following}x"


@pytest.mark.parametrize("line", ["- ", "3. ", "> "])
def test_enter_on_an_empty_item_ends_the_list(
    editor: TemplateEditor, press: Press, line: str
) -> None:
    editor.set_language(Language.MARKDOWN)
    editor.load_text(f"- a\n{line}")
    end = len(editor.text())
    editor.select(end, end)
    press(Qt.Key.Key_Return)
    assert editor.text() == "- a\n"


def test_tab_indents_and_shift_tab_takes_it_back(editor: TemplateEditor, press: Press) -> None:
    press(Qt.Key.Key_Tab)
    press("a")
    assert editor.text() == "  a"
    press(Qt.Key.Key_Backtab, SHIFT)
    assert editor.text() == "a"


def test_tab_shifts_all_selected_lines_as_one_step(editor: TemplateEditor, press: Press) -> None:
    editor.load_text("a\nb\nc")
    editor.select(0, 3)
    press(Qt.Key.Key_Tab)
    assert editor.text() == "  a\n  b\nc"
    press(Qt.Key.Key_Backtab, SHIFT)
    press(Qt.Key.Key_Backtab, SHIFT)
    assert editor.text() == "a\nb\nc"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "  a\n  b\nc"


def test_a_selection_that_ends_before_a_line_does_not_shift_it(
    editor: TemplateEditor, press: Press
) -> None:
    editor.load_text("a\nb\nc")
    editor.select(0, 2)
    press(Qt.Key.Key_Tab)
    assert editor.text() == "  a\nb\nc"


def test_escape_then_tab_leaves_the_editor(qtbot: QtBot, theme: Theme, press: Press) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    editor, field = TemplateEditor(theme=theme), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(editor)
    layout.addWidget(field)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Tab)
    qtbot.waitUntil(field.hasFocus)
    assert editor.text() == ""


def test_control_with_plus_minus_and_zero_zooms(editor: TemplateEditor, press: Press) -> None:
    size = editor.font().pointSizeF()
    press(Qt.Key.Key_Plus, CONTROL)
    assert editor.zoom == 1
    assert editor.font().pointSizeF() == size + 1
    press(Qt.Key.Key_Minus, CONTROL)
    press(Qt.Key.Key_Minus, CONTROL)
    assert editor.font().pointSizeF() == size - 1
    press(Qt.Key.Key_0, CONTROL)
    assert editor.font().pointSizeF() == size


def test_control_with_the_wheel_zooms(editor: TemplateEditor) -> None:
    place = QPointF(50, 50)
    event = QWheelEvent(
        place,
        editor.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.viewport(), event)
    assert editor.zoom == 1


def test_the_write_view_keeps_lines_short_and_shows_no_numbers(editor: TemplateEditor) -> None:
    editor.resize(1600, 500)
    numbers = editor.findChild(QWidget, "lineNumbers")
    assert numbers is not None
    assert numbers.isVisible()
    editor.set_language(Language.MARKDOWN)
    assert not numbers.isVisible()
    assert editor.viewport().width() < editor.fontMetrics().averageCharWidth() * 80
    left = editor.viewport().x()
    right = editor.width() - left - editor.viewport().width()
    assert abs(left - right) <= 24  # the scroll bar's width at most


def test_a_press_on_a_line_number_selects_the_line(editor: TemplateEditor) -> None:
    editor.load_text("one\ntwo\nthree")
    numbers = editor.findChild(QWidget, "lineNumbers")
    assert numbers is not None
    place = QPoint(5, editor.cursorRect().center().y() + editor.cursorRect().height())
    QTest.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=place)
    assert editor.selection() == (4, 8)


@pytest.mark.parametrize("name", ["mail.html", "MAIL.HTM", "note.md", "note.markdown", "a.txt"])
def test_a_dropped_file_is_handed_on(qtbot: QtBot, editor: TemplateEditor, name: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}")])
    with qtbot.waitSignal(editor.file_dropped) as dropped:
        drop(editor.viewport(), data, QPoint(60, 20))
    assert dropped.args is not None
    assert dropped.args[0].name == name
    assert editor.text() == ""


def test_a_picture_or_a_web_address_is_not_taken_for_a_file(editor: TemplateEditor) -> None:
    picture = QMimeData()
    picture.setUrls([QUrl.fromLocalFile("/somewhere/logo.png")])
    drop(editor.viewport(), picture, QPoint(60, 20))
    assert editor.text() == ""
    page = QMimeData()
    page.setUrls([QUrl("https://example.com/mail.html")])
    drop(editor.viewport(), page, QPoint(60, 20))
    assert editor.text() == "https://example.com/mail.html"


def test_dropped_text_is_inserted(editor: TemplateEditor) -> None:
    data = QMimeData()
    data.setText("dropped\u00a0text")
    editor.load_text("")
    drop(editor.viewport(), data, QPoint(60, 20))
    assert editor.text() == "dropped\u00a0text"
