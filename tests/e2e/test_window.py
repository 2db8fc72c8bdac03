"""The window's own manners: where findings lead, what the title says, what New and Undo do."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTableView,
)

from migma_desktop.core.models import RecipientType, SendState
from tests.architecture.shortcuts import claims_in, clashes_in
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.e2e.server import Server
from tests.ui.test_main_window import stops

CONTROL = Qt.KeyboardModifier.ControlModifier


def _choose_finding(program: Program, words: str) -> None:
    checks = program.pilot.find(QListWidget, "checksList")
    program.pilot.show_tab(1)

    def there() -> bool:
        for row in range(checks.count()):
            if words in checks.item(row).text():
                checks.setCurrentRow(row)
                return True
        return False

    program.until(there, f"the finding {words!r}")
    QTest.keyClick(checks, Qt.Key.Key_Return)


def test_a_finding_leads_to_its_words_in_the_text(program: Program) -> None:
    program.simple_email()
    program.write("\n\nDear 😀 {{> footer}}, hello.")
    _choose_finding(program, "{{> footer}}")
    assert program.editor.textCursor().selectedText() == "{{> footer}}"
    assert program.has_focus("templateEditor")


def test_a_finding_leads_to_its_words_in_the_subject(program: Program) -> None:
    program.simple_email()
    program.paste_into("subject", "News 😀 {{#if vip}} today")
    _choose_finding(program, "{{#if vip}}")
    assert program.has_focus("subject")
    assert program.line("subject").selectedText() == "{{#if vip}}"


def test_a_finding_leads_to_its_field(program: Program) -> None:
    program.simple_email()
    program.type_into("subject", "")
    _choose_finding(program, "The subject is missing.")
    assert program.has_focus("subject")


def test_the_title_names_the_email(program: Program) -> None:
    program.simple_email()
    program.type_into("subject", "Summer news")
    assert program.app.window.windowTitle() == "Summer news — Saved — Migma Desktop"
    program.new_email()
    assert program.app.window.windowTitle() == "New email — Saved — Migma Desktop"


def test_the_button_says_what_it_will_do(program: Program) -> None:
    program.simple_email()
    assert program.button("sendButton").text() == "Send to one person"
    program.address(RecipientType.SEGMENT, "VIP customers")
    assert program.button("sendButton").text() == "Send to up to 214 people in VIP customers"
    program.choose("recipientType", "tag")
    assert program.button("sendButton").text() == "Send"
    program.until_reason("No segment or tag is chosen.")


def test_undo_and_redo_go_through_the_text(program: Program) -> None:
    program.simple_email()
    assert program.editor.toPlainText() == "Good news."
    program.click("editorUndoButton")
    assert program.editor.toPlainText() == ""
    assert not program.button("editorUndoButton").isEnabled()
    program.click("editorRedoButton")
    assert program.editor.toPlainText() == "Good news."


def test_a_shortcut_asks_to_send(program: Program) -> None:
    program.simple_email()
    program.live(program.pilot.enabled("sendButton"))
    program.app.window.activateWindow()
    program.until(program.app.window.isActiveWindow, "the window to be the active one")
    program.editor.setFocus()
    QTest.keyClick(program.editor, Qt.Key.Key_Return, CONTROL)
    program.dialog("confirmSendDialog")


def test_a_template_keeps_recipient_and_sender(program: Program) -> None:
    program.simple_email()
    sender = program.app.drafts.draft.sender
    program.menu("newButton", "Receipt")
    program.settle()
    draft = program.app.drafts.draft
    assert draft.recipient.email == "amara@example.com"
    assert draft.sender == sender
    assert draft.subject
    assert program.missing() == []


def test_the_looks_that_were_chosen_are_there_at_the_next_start(open_program: Open) -> None:
    program = open_program()
    program.until(lambda: program.app.window.shows_welcome, "the welcome")
    program.menu("moreButton", "Appearance", "Dark")
    assert program.app.theme.tokens.is_dark
    program = open_program()
    assert program.app.theme.tokens.is_dark
    program.menu("moreButton", "Appearance", "Light")
    assert not program.app.theme.tokens.is_dark


def test_the_program_tells_what_it_is_made_of(program: Program) -> None:
    program.menu("moreButton", "About Migma Desktop")
    assert "MIT licence" in program.words_of(program.dialog("aboutDialog"))


def test_the_practice_inbox_shows_saves_and_grows(open_program: Open, tmp_path: Path) -> None:
    program = open_program()
    program.until(lambda: program.app.window.shows_welcome, "the welcome")
    program.click("trySandboxButton")
    program.until_connected()
    program.send(SendState.ACCEPTED)
    program.click("openInboxButton", within=program.details)
    inbox = program.dialog("inboxWindow")
    items = program.pilot.find(QListView, "inboxList", within=inbox).model()
    assert items.rowCount() == 1
    assert program.rendered.subject in program.words_of(inbox)

    program.pilot.click("inboxViews.headers", within=inbox)
    headers = program.pilot.find(QPlainTextEdit, "inboxHeaders", within=inbox).toPlainText()
    assert f"Subject: {program.rendered.subject}" in headers
    program.pilot.click("inboxSaveButton", within=inbox)
    program.choose_file("emlDialog", tmp_path / "letter.eml")
    saved = message_from_bytes((tmp_path / "letter.eml").read_bytes())
    assert saved["To"]

    program.type_into("subject", "The second")
    program.send(SendState.ACCEPTED)
    program.until(lambda: items.rowCount() == 2, "the second email")
    assert items.index(0, 0).data() == "The second"


def test_the_practice_inbox_is_not_offered_to_a_real_account(
    program: Program, server: Server
) -> None:
    program.simple_email()
    program.send()
    assert not program.button("openInboxButton").isVisible()


@pytest.mark.parametrize(
    "link", ["ftp://example.com/price.pdf", "{{shop_url}}", "file:///etc/hosts"]
)
def test_a_link_that_nothing_opens_is_explained(program: Program, link: str) -> None:
    program.app.window.preview_pane.open_link_requested.emit(link)
    said = program.until_told("This link can’t be opened here")
    assert f"“{link}”" in said
    assert "https://" in said


def test_pasted_values_are_counted_and_strange_names_are_told(program: Program) -> None:
    program.simple_email()
    program.write("\n\nSee you in {{city}}, {{name}}.")
    program.settle()
    program.pilot.show_tab(0)
    table = program.pilot.find(QTableView, "variablesTable")
    table.setFocus()
    QApplication.clipboard().setText("city\tBasel\nnmae\tAda")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    said = program.until_told("2 values were pasted")
    assert "Not in this email, and kept for later: nmae." in said
    assert program.missing() == ["name"]

    QApplication.clipboard().setText("name\tAda")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    assert program.until_told("One value was pasted") == "One value was pasted"


def test_no_key_means_two_things(program: Program) -> None:
    program.click("previewMore")  # menus are made when they are first opened
    program.pilot.find(QMenu, "previewMore.menu").close()
    window = program.app.window
    assert len(claims_in(window)) > 50
    assert clashes_in(window) == []


def test_tab_goes_through_the_bar_from_left_to_right(program: Program) -> None:
    wanted = ["newButton", "draftsButton", "openButton", "saveButton", "moreButton"]
    names = stops(program.app.window, is_forward=True)
    assert [name for name in names if name in wanted] == wanted


def test_keys_size_what_has_the_keyboard_the_text_or_the_preview(program: Program) -> None:
    program.simple_email()
    pane, window = program.app.window.preview_pane, program.app.window
    sizes: list[int] = []
    pane.zoom_changed.connect(sizes.append)
    window.activateWindow()
    program.until(window.isActiveWindow, "the window to be in front")
    program.editor.setFocus()
    QTest.keyClick(program.editor, Qt.Key.Key_Plus, CONTROL)
    assert (program.app.window.editor_pane.editor.zoom, sizes) == (1, [])
    program.button("previewZoom").setFocus()
    QTest.keyClick(program.button("previewZoom"), Qt.Key.Key_Plus, CONTROL)
    program.until(lambda: len(sizes) == 1, "the preview to grow")
    QTest.keyClick(program.button("previewZoom"), Qt.Key.Key_0, CONTROL)
    program.app.window.editor_pane.editor.set_zoom(0)
