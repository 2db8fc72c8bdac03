"""Each way of writing an email, from the first letter to what arrives."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QListWidget

from migma_desktop.core.mjml_making import of_text
from migma_desktop.core.models import ContentSource, RecipientType
from migma_desktop.core.rendering import text_part
from tests.dropping import drop_file
from tests.e2e.driver import Program
from tests.e2e.server import Server

CONTROL = Qt.KeyboardModifier.ControlModifier
CLIPBOARD = Path(__file__).parents[1] / "core" / "fixtures" / "clipboard"
WORDS = "Hi {{name}},\n\nsee https://a.example/{{id}}\n\nBye, é > à\n"
MAIL = b"""\
From: Fern & Co <fern@example.com>
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=iso-8859-1

<p>Sch\xf6n, {{name}}</p>
--b
Content-Disposition: attachment; filename=list.pdf

x
--b--
"""


def written(program: Program, way: ContentSource, text: str, folder: Path) -> None:
    ending = {ContentSource.MJML: "mjml", ContentSource.TEXT: "txt"}[way]
    file = folder / f"letter.{ending}"
    file.write_text(text, encoding="utf-8")
    program.drop(file)
    program.until_told(f"{file.name} is open")


def way_of(program: Program) -> ContentSource:
    return program.app.drafts.draft.source


def the_email(program: Program) -> None:
    program.address(RecipientType.PERSON, "amara@example.com")
    program.type_into("subject", "For {{name}}")
    program.fill({"name": "Ada & Ben", "id": "7"})


@pytest.mark.parametrize("way", [ContentSource.MJML, ContentSource.TEXT])
def test_preview_test_and_send_carry_the_same_bytes(
    program: Program, server: Server, tmp_path: Path, way: ContentSource
) -> None:
    source = of_text(WORDS) if way is ContentSource.MJML else WORDS
    written(program, way, source, tmp_path)
    assert program.editor.toPlainText() == source
    the_email(program)
    program.settle()
    program.live(program.pilot.enabled("sendTestButton"))
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", "me@example.com", within=dialog)
    program.click("testSendButton", within=dialog)
    program.until(lambda: len(server.delivered()) == 1, "the test to arrive")
    program.send()

    test, sent = sorted(server.delivered(), key=lambda each: each.to != "me@example.com")
    assert test.html == sent.html == program.rendered.html == program.preview
    assert program.preview_shows(sent.html)
    assert "Ada &amp; Ben" in sent.html
    assert "https://a.example/7" in sent.html
    if way is ContentSource.TEXT:
        expected = WORDS.replace("{{name}}", "Ada & Ben").replace("{{id}}", "7")
        assert text_part(program.app.drafts.draft, sent.html) == expected


def test_what_can_not_be_read_is_told_at_its_line_and_not_sent(
    program: Program, tmp_path: Path
) -> None:
    written(program, ContentSource.MJML, of_text("Hello\n\nYou"), tmp_path)
    program.address(RecipientType.PERSON, "amara@example.com")
    program.type_into("subject", "Hi")
    good = program.settle().html
    program.until(lambda: program.preview == good, "the preview")
    source = program.editor.toPlainText()
    line = source[: source.index("Hello")].count("\n") + 1
    program.app.window.editor_pane.editor.replace_text(source.replace("Hello", "Hello <b>"))

    notice = program.pilot.find(QFrame, "editorFault")
    program.until(notice.isVisible, "the notice")
    said = f"Line {line}: <b> is never closed."
    assert notice.accessibleName().startswith(said)
    assert program.pilot.find(QFrame, "previewOutdated").isVisible()
    assert program.preview == good
    program.until_reason(said)
    checks = program.pilot.find(QListWidget, "checksList")
    program.until(lambda: said in checks.item(0).text(), "the finding")
    program.click("editorFault.show")
    assert program.editor.textCursor().selectedText() == "<b>"

    program.app.window.editor_pane.editor.replace_text(source)
    program.until(lambda: not notice.isVisible(), "the notice to go")
    assert not program.pilot.find(QFrame, "previewOutdated").isVisible()


def test_what_is_lost_is_said_before_and_going_back_brings_it_back(program: Program) -> None:
    program.write("# Hi\n\n**you**")
    program.choose("editorLanguage", "text")
    dialog = program.dialog("changeWayDialog")
    assert "Headings, bold" in program.words_of(dialog)
    assert way_of(program) is ContentSource.MARKDOWN
    program.click("changeWayCancelButton", within=dialog)
    program.until_closed("changeWayDialog")
    assert program.editor.toPlainText() == "# Hi\n\n**you**"

    program.choose("editorLanguage", "text")
    program.click("changeWayTakeButton", within=program.dialog("changeWayDialog"))
    assert program.editor.toPlainText() == "Hi\n\nyou\n"
    assert way_of(program) is ContentSource.TEXT
    program.choose("editorLanguage", "markdown")
    program.until(lambda: way_of(program) is ContentSource.MARKDOWN, "the Write view")
    assert program.editor.toPlainText() == "# Hi\n\n**you**"


def test_where_both_texts_changed_one_is_chosen_and_can_be_taken_back(program: Program) -> None:
    program.write("One")
    program.choose("editorLanguage", "text")
    program.until(lambda: way_of(program) is ContentSource.TEXT, "the text")
    program.app.window.editor_pane.editor.replace_text("Two")
    program.choose("editorLanguage", "markdown")
    program.click("changeWayTakeButton", within=program.dialog("changeWayDialog"))
    assert program.editor.toPlainText() == "Two"
    program.answer("The former text was replaced", "Undo")
    draft = program.app.drafts.draft
    assert (draft.source, draft.text, draft.markdown) == (ContentSource.TEXT, "Two", "One")
    assert program.editor.toPlainText() == "Two"


def test_what_word_copies_is_pasted_clean_and_undone_in_one_step(program: Program) -> None:
    data = QMimeData()
    data.setHtml((CLIPBOARD / "word.html").read_text(encoding="utf-8"))
    data.setText("Spring news")
    QApplication.clipboard().setMimeData(data)
    program.editor.setFocus()
    QTest.keyClick(program.editor, Qt.Key.Key_V, CONTROL)
    program.until_told("One picture was left out")
    pasted = program.app.drafts.draft.markdown
    assert pasted.startswith("# Spring news\n\nDear **{{first_name}}**,")
    assert "mso" not in pasted
    QTest.keyClick(program.editor, Qt.Key.Key_Z, CONTROL)
    assert program.app.drafts.draft.markdown == ""


def test_words_pasted_into_html_can_become_clean_html(program: Program) -> None:
    program.choose("editorLanguage", "html")
    data = QMimeData()
    data.setHtml('<p style="color:red">Hi <b>you</b></p>')
    data.setText("Hi you")
    QApplication.clipboard().setMimeData(data)
    program.editor.setFocus()
    QTest.keyClick(program.editor, Qt.Key.Key_V, CONTROL)
    assert program.editor.toPlainText() == "Hi you"
    program.answer("Pasted as plain text", "Paste as clean HTML")
    program.until(
        lambda: program.app.drafts.draft.html == "<p>Hi <strong>you</strong></p>\n", "clean HTML"
    )


def test_a_saved_email_dropped_on_the_window_is_opened(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "old.eml"
    file.write_bytes(MAIL)
    assert drop_file(program.app.window, file, QPoint(5, 5))
    assert "list.pdf" in program.until_told("What to know about old.eml")
    draft = program.app.drafts.draft
    assert (draft.subject, draft.sender.address) == ("Grüße", "fern@example.com")
    assert program.editor.toPlainText() == "<p>Schön, {{name}}</p>"
    assert program.app.desks.body.file is None
