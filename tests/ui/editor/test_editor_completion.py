"""Variables are offered behind two braces, and only the keyboard is needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from migma_desktop.ui.editor.completion_popup import CompletionPopup
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.editor.typing_aids import completion, matching_names
from migma_desktop.ui.theme import DARK, Theme, ThemeMode

CONTROL = Qt.KeyboardModifier.ControlModifier
Press = Callable[..., None]
NAMES = ["first_name", "last_name", "order.number", "shop"]


@pytest.fixture
def popup(editor: TemplateEditor) -> CompletionPopup:
    editor.set_placeholder_names(NAMES, {"first_name": "Anna"})
    popup = editor.findChild(CompletionPopup)
    assert popup is not None
    return popup


def test_two_braces_offer_all_variables(popup: CompletionPopup, press: Press) -> None:
    press("Hi {")
    assert popup.isHidden()
    press("{")
    assert popup.isVisible()
    assert popup.names() == NAMES


def test_typing_narrows_the_list_and_enter_inserts(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    press("Hi {{na")
    assert popup.names() == ["first_name", "last_name"]
    press(Qt.Key.Key_Return)
    assert editor.text() == "Hi {{first_name}}"
    assert popup.isHidden()
    press("!")
    assert editor.text() == "Hi {{first_name}}!"


def test_arrows_choose_and_tab_inserts(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    press("{{")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert popup.current_name == "order.number"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Tab)
    assert editor.text() == "{{last_name}}"


def test_up_from_the_first_goes_to_the_last(popup: CompletionPopup, press: Press) -> None:
    press("{{")
    press(Qt.Key.Key_Up)
    assert popup.current_name == "shop"
    press(Qt.Key.Key_Down)
    assert popup.current_name == "first_name"


def test_escape_closes_and_leaves_what_was_typed(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    press("{{fi")
    press(Qt.Key.Key_Escape)
    assert popup.isHidden()
    assert editor.text() == "{{fi"
    press(Qt.Key.Key_Return)
    assert editor.text() == "{{fi\n"


def test_braces_that_are_there_are_not_doubled(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    editor.load_text('<a href="{{}}?a=1">')
    editor.select(11, 11)
    press("sh")
    press(Qt.Key.Key_Return)
    assert editor.text() == '<a href="{{shop}}?a=1">'
    press("/x")
    assert editor.text() == '<a href="{{shop}}/x?a=1">'


def test_choosing_inside_a_name_replaces_the_whole_name(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    editor.load_text("Hi {{first_name}} there")
    editor.select(5, 10)
    press("l")
    assert popup.names()[0] == "last_name"
    press(Qt.Key.Key_Return)
    assert editor.text() == "Hi {{last_name}} there"
    assert editor.selection() == (16, 16)


def test_it_works_behind_emoji_and_in_the_middle_of_text(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    editor.load_text("🎉🎉  and more")
    editor.select(3, 3)
    press("{{sh")
    press(Qt.Key.Key_Return)
    assert editor.text() == "🎉🎉 {{shop}} and more"


def test_one_insertion_is_one_step_to_undo(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    press("{{sh")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "{{sh"


def test_a_space_behind_the_braces_is_kept_on_the_other_side(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    press("{{ sh")
    press(Qt.Key.Key_Return)
    assert editor.text() == "{{ shop }}"


def test_backspace_widens_the_list_again(popup: CompletionPopup, press: Press) -> None:
    press("{{shx")
    assert popup.isHidden()
    press(Qt.Key.Key_Backspace)
    press("o")
    assert popup.names() == ["shop"]
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    assert popup.names() == NAMES


def test_leaving_the_braces_closes_the_list(popup: CompletionPopup, press: Press) -> None:
    press("{{sh")
    press(Qt.Key.Key_Home)
    assert popup.isHidden()


def test_control_space_asks_for_the_list(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    editor.load_text("{{sh")
    editor.select(4, 4)
    press(Qt.Key.Key_Space, CONTROL)
    assert popup.names() == ["shop"]


def test_a_complete_placeholder_needs_no_list(popup: CompletionPopup, press: Press) -> None:
    press("{{shop}}")
    assert popup.isHidden()


def test_braces_from_an_input_method_open_the_list(
    editor: TemplateEditor, popup: CompletionPopup
) -> None:
    event = QInputMethodEvent()
    event.setCommitString("{{")
    QApplication.sendEvent(editor, event)
    assert popup.isVisible()


def test_the_list_stays_inside_the_editor(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    editor.load_text("\n" * 200 + "x" * 60)
    end = len(editor.text())
    editor.select(end, end)
    press("{{")
    assert editor.rect().contains(popup.geometry())
    assert not popup.geometry().intersects(editor.cursorRect().translated(editor.viewport().pos()))


def test_the_list_follows_the_theme(popup: CompletionPopup, theme: Theme, press: Press) -> None:
    theme.set_mode(ThemeMode.DARK)
    press("{{")
    corner = popup.grab().toImage().pixelColor(popup.width() // 2, 2)
    assert corner.name() == DARK.surface_raised


@pytest.mark.parametrize(
    ("line", "column", "typed"),
    [
        ("{{", 2, ""),
        ("{{a.b-c", 7, "a.b-c"),
        ("{{first na", 10, "first na"),
        ("{{a}} {{b", 9, "b"),
        ("{a", 2, None),
        ("{{a}}", 5, None),
        ("{{a b  c", 8, None),
        ("{{#each", 7, None),
        ("", 0, None),
    ],
)
def test_what_is_being_typed_is_recognised(line: str, column: int, typed: str | None) -> None:
    found = completion(line, column)
    assert (found.typed if found else None) == typed


def test_names_that_begin_as_typed_come_first() -> None:
    assert matching_names("Na", ["surname", "name", "first_NAME"]) == [
        "name",
        "surname",
        "first_NAME",
    ]
