"""Tags are closed as they are written, and offered with what is known of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from migma_desktop.ui.editor.completion_popup import CompletionPopup
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.template_editor import TemplateEditor

CONTROL = Qt.KeyboardModifier.ControlModifier
Press = Callable[..., None]


def put(editor: TemplateEditor, marked: str) -> None:
    """Load a text with the caret at its bar."""
    editor.load_text(marked.replace("|", "", 1))
    at = marked.index("|")
    editor.select(at, at)


def shown(editor: TemplateEditor) -> str:
    """Return the text with a bar where the caret is."""
    at = editor.selection()[1]
    return f"{editor.text()[:at]}|{editor.text()[at:]}"


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        ("|", "<td>", "<td>|</td>"),
        ("|", "<td class='a > b'>", "<td class='a > b'>|</td>"),
        ("|", "<br>", "<br>|"),
        ("|", "<hr/>", "<hr/>|"),
        ("|", "<body>", "<body>|"),
        ("<td|</td>", ">", "<td>|</td>"),
        ("<div><div|</div>", ">", "<div><div>|</div></div>"),
        ("<style>td |", ">", "<style>td >|"),
        ("<!-- a -|", ">", "<!-- a ->|"),
        ("1 |", "> 0", "1 > 0|"),
        ("<table><tr><td>x|", "</", "<table><tr><td>x</td>|"),
        ("<table><tr><td>x</td>|", "</", "<table><tr><td>x</td></tr>|"),
        ("<b>x</b>|", "</", "<b>x</b></|"),
        ("<td>x|</td>", "</", "<td>x</td>|"),
        ('<td class="|">', 'x"', '<td class="x"|>'),
        ('say |"', '"', 'say "|"'),
    ],
)
def test_a_tag_is_closed_as_it_is_written(
    editor: TemplateEditor, press: Press, before: str, typed: str, after: str
) -> None:
    put(editor, before)
    press(typed)
    assert shown(editor) == after


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Hello</h1><p>Dear <b>you</b>, a</p>",
        "<table><tr><td>x</td></tr></table>",
        '<div class="a"><a href="https://x.example">go</a></div>',
        "<p>1</p>2<p>3</p>",
    ],
)
def test_who_writes_every_letter_gets_every_letter_once(
    editor: TemplateEditor, press: Press, html: str
) -> None:
    press(html)
    assert editor.text() == html


def test_what_was_no_habit_is_written(editor: TemplateEditor, press: Press, qtbot: QtBot) -> None:
    put(editor, "<td>x|")
    press("</tea")
    assert shown(editor) == "<td>x</td>tea|"

    put(editor, "<td>x|")
    press("</t")
    press(Qt.Key.Key_Left)
    assert editor.text() == "<td>x</td>t"

    put(editor, "<td>x|")
    press("</t")
    qtbot.waitUntil(lambda: editor.text() == "<td>x</td>t")


def test_another_text_does_not_get_what_was_meant_for_this_one(
    editor: TemplateEditor, press: Press
) -> None:
    put(editor, "<td>x|")
    press("</t")
    editor.load_text("other")
    press("!")
    assert editor.text() == "!other"


def test_closing_is_one_step_to_undo(editor: TemplateEditor, press: Press) -> None:
    put(editor, "<td|")
    press(">")
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "<td"

    put(editor, "<td>x<|")
    press("/")
    assert editor.text() == "<td>x</td>"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "<td>x<"


def test_markdown_is_left_alone(editor: TemplateEditor, press: Press) -> None:
    editor.set_language(Language.MARKDOWN)
    press("<td>x</")
    assert editor.text() == "<td>x</"


# ---- What is offered ----


@pytest.fixture
def popup(editor: TemplateEditor) -> CompletionPopup:
    editor.offer_tags({"property gap": ("Gmail", "Outlook for Windows")})
    popup = editor.findChild(CompletionPopup)
    assert popup is not None
    return popup


def test_tags_are_offered_behind_a_bracket(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    press("<")
    assert popup.names()[:3] == ["table", "tr", "td"]
    press("ta")
    assert popup.names() == ["table"]
    press(Qt.Key.Key_Return)
    assert editor.text() == "<table"
    press(">")
    assert shown(editor) == "<table>|</table>"


def test_an_attribute_brings_its_values(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    press("<td ")
    assert popup.isHidden()  # Enter and Tab keep their meaning
    press("val")
    assert popup.names() == ["valign"]
    press(Qt.Key.Key_Tab)
    assert shown(editor) == '<td valign="|"'
    assert popup.names() == ["top", "middle", "bottom"]
    press("m")
    press(Qt.Key.Key_Return)
    press('">')
    assert shown(editor) == '<td valign="middle">|</td>'


def test_everything_is_offered_when_it_is_asked_for(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    put(editor, "<td |>")
    press(Qt.Key.Key_Space, CONTROL)
    assert {"valign", "style", "class", "aria-label"} <= set(popup.names())


def test_styles_are_offered_in_attributes_and_in_sheets(
    editor: TemplateEditor, popup: CompletionPopup, press: Press
) -> None:
    put(editor, '<td style="|">')
    press("text-al")
    press(Qt.Key.Key_Return)
    assert popup.names() == ["left", "center", "right", "justify"]
    press("ce")
    press(Qt.Key.Key_Return)
    assert editor.text() == '<td style="text-align: center">'

    put(editor, "<style>\n.a { |\n</style>")
    press("ga")
    assert popup.names() == ["gap"]


def test_mjml_has_its_own(editor: TemplateEditor, popup: CompletionPopup, press: Press) -> None:
    assert popup.isHidden()
    editor.set_language(Language.MJML)
    press("<mj-but")
    assert popup.names() == ["mj-button"]


def test_text_offers_nothing(editor: TemplateEditor, popup: CompletionPopup, press: Press) -> None:
    press("<p>some text")
    assert popup.isHidden()
    editor.set_language(Language.MARKDOWN)
    press("<t")
    assert popup.isHidden()
    assert editor.text().startswith("<p>some text<t")
