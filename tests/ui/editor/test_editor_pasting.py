"""What the editor does with formatted content, in each way of writing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.pasting import LONGEST, RichPaste
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.editor.typing_aids import fitted
from tests.ui.editor.conftest import CONTROL, SHIFT, Press

ALT = Qt.KeyboardModifier.AltModifier
RICH = "<html><body><!--StartFragment--><h1>Hi</h1><p>you</p><!--EndFragment--></body></html>"


def copy(html: str, text: str) -> None:
    data = QMimeData()
    data.setHtml(html)
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def the_paste(told: list[object] | None) -> RichPaste:
    assert told is not None
    paste = told[0]
    assert isinstance(paste, RichPaste)
    return paste


def test_formatted_content_in_the_write_view_waits_to_be_cleaned(
    qtbot: QtBot, pane: EditorPane, press: Press
) -> None:
    pane.set_language(Language.MARKDOWN)
    pane.editor.load_text("ab")
    copy(RICH, "Hi\nyou")
    with qtbot.waitSignal(pane.editor.rich_pasted) as pasted:
        press(Qt.Key.Key_V, CONTROL)
    paste = the_paste(pasted.args)
    assert paste.html == "<h1>Hi</h1><p>you</p>"
    assert pane.editor.text() == "ab"
    press("x")  # typed while it is cleaned
    pane.editor.insert_pasted(paste, "# Hi\n\nyou")
    assert pane.editor.text() == "x\n\n# Hi\n\nyou\n\nab"
    press(Qt.Key.Key_Z, CONTROL)
    assert pane.editor.text() == "xab"


@pytest.mark.parametrize("language", [Language.HTML, Language.MJML, Language.TEXT])
def test_elsewhere_the_plain_text_is_pasted_exactly(
    qtbot: QtBot, pane: EditorPane, press: Press, language: Language
) -> None:
    pane.set_language(language)
    copy(RICH, "Hi\n you  <b>")
    with qtbot.assertNotEmitted(pane.editor.rich_pasted):
        press(Qt.Key.Key_V, CONTROL)
    assert pane.editor.text() == "Hi\n you  <b>"


def test_colours_of_a_code_editor_are_no_formatting(
    qtbot: QtBot, pane: EditorPane, press: Press
) -> None:
    pane.set_language(Language.MARKDOWN)
    copy('<div style="color:#ccc"><span style="color:red"># Hi</span></div>', "# Hi")
    press(Qt.Key.Key_V, CONTROL)
    assert pane.editor.text() == "# Hi"


def test_plain_text_can_be_pasted_in_the_write_view_too(pane: EditorPane, press: Press) -> None:
    pane.set_language(Language.MARKDOWN)
    copy(RICH, "Hi\nyou")
    press(Qt.Key.Key_V, CONTROL | SHIFT)
    assert pane.editor.text() == "Hi\nyou"


def test_clean_html_is_offered_where_words_went_into_html(
    qtbot: QtBot, pane: EditorPane, press: Press
) -> None:
    pane.set_language(Language.HTML)
    copy(RICH, "Hi\nyou")
    with qtbot.waitSignal(pane.editor.formatting_left_out):
        press(Qt.Key.Key_V, CONTROL)
    with qtbot.waitSignal(pane.editor.rich_pasted) as pasted:
        pane.editor.paste_as_html_instead()
    paste = the_paste(pasted.args)
    pane.editor.insert_pasted(paste, "<h1>Hi</h1>\n<p>you</p>\n")
    assert pane.editor.text() == "<h1>Hi</h1>\n<p>you</p>\n"


def test_clean_html_has_keys_of_its_own(qtbot: QtBot, pane: EditorPane, press: Press) -> None:
    pane.set_language(Language.HTML)
    copy(RICH, "Hi\nyou")
    with qtbot.waitSignal(pane.editor.rich_pasted) as pasted:
        press(Qt.Key.Key_V, CONTROL | ALT)
    paste = the_paste(pasted.args)
    assert paste.as_html


def test_too_much_text_is_told_and_not_pasted(
    qtbot: QtBot, editor: TemplateEditor, press: Press
) -> None:
    QGuiApplication.clipboard().setText("x" * (LONGEST + 1))
    with qtbot.waitSignal(editor.paste_too_large) as told:
        press(Qt.Key.Key_V, CONTROL)
    assert told.args == [LONGEST + 1]
    assert editor.text() == ""


@pytest.mark.parametrize(
    ("pasted", "before", "after", "fits"),
    [
        ("**word**", "a ", " b", "**word**"),
        ("# Hi", "", "", "# Hi"),
        ("# Hi", "a", "", "\n\n# Hi"),
        ("a\n\nb", "x\n\n", "\n\ny", "a\n\nb"),
        ("- a", "x\n", "\ny", "\n- a\n"),
        ("", "x", "y", ""),
    ],
)
def test_pasted_blocks_keep_their_distance(pasted: str, before: str, after: str, fits: str) -> None:
    assert fitted(pasted, before, after) == fits
