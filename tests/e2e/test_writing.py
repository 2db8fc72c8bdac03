"""Spelling, tags and the layout of a source, in the whole program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QMenu, QToolButton

from migma_desktop.core.draft import ContentSource, Draft
from migma_desktop.ui.editor.completion_popup import CompletionPopup
from tests.e2e.driver import Program

HTML = (
    '<table>\n<tr><td>We have recieved <b>your</b> ordr.</td></tr>\n</table>\n<img alt="Pictrue">\n'
)


@pytest.fixture
def html(program: Program) -> Iterator[Program]:
    program.app.drafts.start_new(Draft(source=ContentSource.HTML, html=HTML))
    yield program
    program.app.settings.change(checks_spelling=True, spelling=())


def look(program: Program) -> list[str]:
    """Have the spelling checked; return what is marked."""
    desk = program.app.desks.spelling
    desk.look_now()
    program.until(lambda: desk.is_settled, "a check of the spelling")
    return marked(program)


def marked(program: Program) -> list[str]:
    editor = program.app.window.editor_pane.editor
    return [
        word.text for number in range(editor.blockCount()) for word in editor.spelling.shown(number)
    ]


def menu_at(program: Program, text: str) -> QMenu:
    """Open the context menu on a piece of the text."""
    editor = program.app.window.editor_pane.editor
    at = editor.text().index(text) + 1
    editor.select(at, at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(editor.viewport(), event)
    return next(menu for menu in editor.findChildren(QMenu) if menu.isVisible())


def action(menu: QMenu, name: str) -> QAction | None:
    return next((each for each in menu.actions() if each.objectName() == name), None)


def close(menu: QMenu) -> None:
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def order(program: Program, name: str) -> None:
    found = program.app.window.editor_pane.findChild(QAction, name)
    assert found is not None
    found.trigger()


def until_right(program: Program, word: str) -> None:
    program.until(lambda: word not in marked(program), f"{word!r} to be right")


def test_wrong_words_are_marked_and_put_right(html: Program) -> None:
    assert look(html) == ["recieved", "ordr", "Pictrue"]

    menu = menu_at(html, "recieved")
    html.until(lambda: action(menu, "guess-0") is not None, "suggestions")
    guess = action(menu, "guess-0")
    assert guess is not None
    assert guess.text() == "received"
    guess.trigger()
    close(menu)

    assert "We have received <b>" in html.app.drafts.draft.html
    assert marked(html) == ["ordr", "Pictrue"]  # the other marks stay meanwhile
    assert look(html) == ["ordr", "Pictrue"]


def test_own_words_are_right_and_can_be_taken_back(html: Program) -> None:
    look(html)
    for name, word in (("keepWord", "ordr"), ("ignoreWord", "Pictrue")):
        menu = menu_at(html, word)
        found = action(menu, name)
        assert found is not None
        found.trigger()
        close(menu)
        until_right(html, word)
    assert look(html) == ["recieved"]

    html.app.drafts.start_new(Draft(source=ContentSource.HTML, html=HTML))
    assert look(html) == ["recieved", "Pictrue"]

    menu = menu_at(html, "ordr")
    found = action(menu, "forgetWord")
    assert found is not None
    found.trigger()
    close(menu)
    html.until(lambda: "ordr" in marked(html), "the word to be wrong again")


def test_f7_goes_from_word_to_word(html: Program) -> None:
    look(html)
    editor = html.app.window.editor_pane.editor
    editor.select(0, 0)
    seen = []
    for name in ("spellingNext", "spellingNext", "spellingNext", "spellingNext"):
        order(html, name)
        seen.append(editor.textCursor().selectedText())
    order(html, "spellingPrevious")
    seen.append(editor.textCursor().selectedText())

    assert seen == ["recieved", "ordr", "Pictrue", "recieved", "Pictrue"]


def test_the_checks_count_the_words_and_show_the_first(html: Program) -> None:
    look(html)
    checks = html.pilot.find(QListWidget, "checksList")

    def row() -> int:
        texts = [checks.item(each).text() for each in range(checks.count())]
        wanted = "3 words may be misspelled."
        return texts.index(wanted) if wanted in texts else -1

    html.until(lambda: row() >= 0, "the finding about spelling")
    checks.itemClicked.emit(checks.item(row()))
    editor = html.app.window.editor_pane.editor
    assert editor.textCursor().selectedText() == "recieved"


def test_it_can_be_switched_off(html: Program) -> None:
    look(html)
    order(html, "spellingSwitch")
    html.until(lambda: html.app.desks.spelling.is_settled, "the switch")
    assert marked(html) == []
    order(html, "spellingSwitch")
    html.until(lambda: len(marked(html)) == 3, "the marks")


def test_the_languages_are_chosen_for_the_email_and_kept(html: Program) -> None:
    folder = html.folder / "data" / "dictionaries"
    folder.mkdir(exist_ok=True)
    source = folder.parent / "xx_YY.dic"
    source.write_text("2\nrecieved\nordr\n")
    source.with_suffix(".aff").write_text("SET UTF-8\n")
    look(html)

    html.app.desks.spelling.add_dictionary(source)
    html.until(lambda: marked(html) == ["Pictrue"], "the added language")

    assert html.app.drafts.draft.spelling == ("en_US", "xx_YY")
    button = html.app.window.editor_pane.spelling_button
    button.menu_opening.emit()
    languages = button.findChild(QMenu, "spellingLanguages")
    assert languages is not None
    assert {each.objectName() for each in languages.actions() if each.isChecked()} == {
        "spelling-en_US",
        "spelling-xx_YY",
    }
    for path in folder.iterdir():
        path.unlink()
    button.menu_opening.emit()  # what was taken out of the folder by hand is no longer offered
    html.until(lambda: len(languages.actions()) == 1, "the list without the language")


def test_a_word_is_not_marked_while_it_is_written(html: Program) -> None:
    editor = html.app.window.editor_pane.editor
    editor.load_text("<p>Helo</p>")
    editor.select(7, 7)
    assert look(html) == []
    editor.select(11, 11)
    assert marked(html) == ["Helo"]


# ---- Tags ----


def test_the_source_is_laid_out_and_back_in_one_step(html: Program) -> None:
    editor = html.app.window.editor_pane.editor
    order(html, "formatDocument")
    html.until(lambda: "\n  <tr>\n    <td>We" in editor.text(), "the layout")
    assert html.app.drafts.draft.html == editor.text()
    editor.undo()
    assert editor.text() == HTML


def test_the_caret_goes_from_tag_to_tag(html: Program) -> None:
    editor = html.app.window.editor_pane.editor
    editor.select(2, 2)
    order(html, "goToPartner")
    partner = HTML.index("/table") + 1
    html.until(lambda: editor.selection() == (partner, partner), "the partner")
    order(html, "selectElement")
    end = HTML.index("</table>") + len("</table>")
    html.until(lambda: editor.selection() == (0, end), "the element")


def test_a_lonely_tag_is_said_to_be_one(html: Program) -> None:
    editor = html.app.window.editor_pane.editor
    editor.load_text("<div><span></div>")
    editor.select(8, 8)
    order(html, "goToPartner")
    html.until_told("<span> has no matching tag")


def test_lines_become_a_comment_and_come_back(html: Program) -> None:
    editor = html.app.window.editor_pane.editor
    start = HTML.index("<img")
    editor.select(start, start)
    order(html, "toggleComment")
    assert editor.text().endswith('</table>\n<!-- <img alt="Pictrue"> -->\n')
    order(html, "toggleComment")
    assert editor.text() == HTML


def test_tags_are_offered_once_there_are_some(html: Program) -> None:
    editor = html.app.window.editor_pane.editor
    editor.select(len(HTML), len(HTML))
    html.until(lambda: editor.findChild(CompletionPopup) is not None, "the words of HTML")
    editor.setFocus()
    QTest.keyClicks(editor, "<ce")
    popup = editor.findChild(CompletionPopup)
    assert popup is not None
    assert popup.names() == ["center"]
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_markdown_has_no_tags(program: Program) -> None:
    button = program.pilot.find(QToolButton, "sourceButton")
    program.app.drafts.start_new(Draft(markdown="Hello"))
    assert button.isHidden()
    program.app.drafts.start_new(Draft(source=ContentSource.HTML, html="<p>Hello</p>"))
    assert not button.isHidden()
