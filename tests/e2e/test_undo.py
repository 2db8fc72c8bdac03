"""A moment to think again: what was sent can be taken back, and a closed window sends nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from migma_desktop.core.models import RecipientType, SendState
from migma_desktop.ui.widgets.undo_bar import UNDO_KEYS
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.e2e.server import TEST_KEY, Server

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def _held(program: Program) -> str:
    program.simple_email()
    send = program.send(SendState.HELD)
    program.until(program.app.window.undo_bar.isVisible, "the bar")
    return send.id


def _title(program: Program) -> str:
    return program.pilot.find(QLabel, "undoTitle", within=program.app.window.undo_bar).text()


def _until_gone(program: Program) -> None:
    program.until(lambda: not program.app.window.undo_bar.isVisible(), "the bar to go")


def test_a_countdown_can_be_undone_and_brings_the_email_back(
    program: Program, server: Server
) -> None:
    program.app.settings.change(undo_seconds=60)
    program.address(RecipientType.SEGMENT, "VIP customers")
    program.type_into("subject", "Hello {{name}}")
    program.write("Good news, {{name}}.")
    program.fill({"name": "Ada"})
    sent = program.app.drafts.draft
    send = program.send(SendState.HELD)
    assert "up to 214 people in VIP customers" in _title(program)
    program.app.window.messages.clear()
    program.new_email()
    program.type_into("subject", "Another one")
    other = program.app.drafts.draft

    program.click("undoButton")
    program.until_state(send.id, SendState.CANCELLED)
    program.until_told("nothing was sent")
    assert program.app.drafts.draft == sent
    assert program.line("subject").text() == "Hello {{name}}"
    assert "Good news" in program.editor.toPlainText()
    _until_gone(program)
    program.app.drafts.save_now()
    kept = program.app.database
    with kept.reading() as db:
        subjects = [row["subject"] for row in db.execute("SELECT subject FROM drafts")]
    assert other.subject in subjects
    assert server.asked("/v1/sending") == []


def test_the_keys_undo_from_within_the_editor(program: Program, server: Server) -> None:
    program.app.settings.change(undo_seconds=60)
    send_id = _held(program)
    program.app.window.activateWindow()
    program.until(program.app.window.isActiveWindow, "the window to be the active one")
    program.editor.setFocus()
    assert UNDO_KEYS == "Ctrl+Shift+Backspace"
    QTest.keyClick(program.editor, Qt.Key.Key_Backspace, CONTROL | SHIFT)
    program.until_state(send_id, SendState.CANCELLED)
    assert program.editor.toPlainText() == "Good news."
    assert server.delivered() == ()


def test_send_now_ends_the_countdown_and_a_test_has_none(program: Program, server: Server) -> None:
    program.app.settings.change(undo_seconds=60)
    send_id = _held(program)
    assert "waiting" in program.app.window.tabs.tabText(2)
    program.click("sendNowButton")
    program.until_state(send_id, SendState.ACCEPTED)
    _until_gone(program)
    assert program.app.window.tabs.tabText(2) == "Status log"

    program.live(program.pilot.enabled("sendTestButton"))
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", "me@example.com", within=dialog)
    program.click("testSendButton", within=dialog)
    program.until(lambda: len(server.delivered()) == 2, "the test to arrive at once")


def test_the_countdown_ends_by_itself(program: Program, server: Server) -> None:
    program.app.settings.change(undo_seconds=1)
    send_id = _held(program)
    program.until_state(send_id, SendState.ACCEPTED)
    assert len(server.delivered()) == 1


def test_closing_during_the_countdown_sends_nothing_and_the_next_start_asks(
    open_program: Open, server: Server
) -> None:
    program = open_program(undo_seconds=60)
    keychain = program.keychain
    program.connect(TEST_KEY)
    send_id = _held(program)
    program.app.window.close()
    assert program.app.window.isVisible()
    assert _title(program) == "Not sent: Hello"
    said = program.words_of(program.app.window.undo_bar)
    assert "Close the window again" in said

    program = open_program(keychain=keychain)  # closes the first one
    program.until_connected()
    program.until(program.app.window.undo_bar.isVisible, "the question")
    assert _title(program) == "Not sent: Hello"
    assert program.until_state(send_id, SendState.HELD)
    assert server.asked("/v1/sending") == []
    program.click("undoButton")
    program.until_state(send_id, SendState.CANCELLED)
    assert program.app.drafts.draft.recipient.email == "amara@example.com"
    assert server.asked("/v1/sending") == []
