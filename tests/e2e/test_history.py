"""The history in the window: searched, opened, used again, saved, and forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDateEdit,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from migma_desktop.core.account import Contact
from migma_desktop.core.models import Send, SendState
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from migma_desktop.ui.widgets.send_details import SendDetails
from tests.e2e.driver import Program
from tests.e2e.menus import choose
from tests.e2e.server import TEST_KEY

ENTER = Qt.Key.Key_Return


def send_to(program: Program, address: str, subject: str) -> Send:
    program.simple_email(address)
    program.type_into("subject", subject)
    return program.send()


def shown(program: Program) -> list[str]:
    return [send.subject for send in program.logged() if send is not None]


def look_for(program: Program, text: str, *found: str) -> None:
    program.type_into("logSearch", text)
    program.until(lambda: shown(program) == list(found), f"{found}, not {shown(program)}")


def test_an_email_of_the_past_is_found_opened_and_used_again(program: Program) -> None:
    sent = send_to(program, "amara@example.com", "The first offer")
    second = send_to(program, "ben@example.com", "The second offer")
    program.app.window.tabs.setCurrentWidget(program.app.window.log_panel)
    table = program.pilot.find(QTableView, "statusLog")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert program.has_focus("logSearch")
    look_for(program, "offer sec", "The second offer")
    look_for(program, second.remote_id, "The second offer")
    look_for(program, "nobody at all")
    assert program.pilot.find(QWidget, "statusLogNoMatch").isVisible()
    look_for(program, "amara", "The first offer")
    QTest.keyClick(program.line("logSearch"), ENTER)
    assert program.has_focus("statusLog")

    QTest.keyClick(table, ENTER)
    dialog = program.dialog("sentEmailDialog")
    fields = dialog.findChild(QPlainTextEdit, "sentFields")
    assert fields is not None
    assert json.loads(fields.toPlainText())["recipientEmail"] == "amara@example.com"
    dialog.reject()

    before = program.app.drafts.draft.id
    program.click("logResend")
    program.until(lambda: program.app.drafts.draft.id != before, "a new draft")
    assert program.line("subject").text() == "The first offer"
    assert program.line("recipientEmail").text() == "amara@example.com"
    assert program.app.drafts.draft.markdown == "Good news."
    whole = program.app.send_log.get(sent.id)
    assert whole is not None
    assert whole.draft is not None
    assert program.app.drafts.draft.id not in {whole.draft.id, before}
    program.until_told("Nothing is sent until you press Send")
    program.click("logClearFilter")
    program.until(lambda: len(shown(program)) >= 2, "all sends")

    program.pilot.choose_in_combo("logPeriodFilter", "Certain days…")
    days = program.dialog("logDaysDialog")
    program.pilot.find(QDateEdit, "logLastDay", within=days).setDate(QDate(2024, 2, 29))
    program.click("logDaysShow", within=days)
    program.until(lambda: shown(program) == [], "no email of that day")
    program.click("logClearFilter")
    program.until(lambda: len(shown(program)) >= 2, "all sends again")


def test_a_send_leaves_the_program_as_command_and_as_files(
    program: Program, tmp_path: Path
) -> None:
    send = send_to(program, "cara@example.com", "For your files")
    program.click("logCurl")
    program.until_told("Copied as a cURL command")
    command = QApplication.clipboard().text()
    assert "cara@example.com" in command
    assert TEST_KEY not in command
    assert send.key not in command

    program.click("logSaveEml")
    program.choose_file("emlDialog", tmp_path / "mail.eml")
    program.until_told("Saved as mail.eml")
    assert b"Subject: For your files" in (tmp_path / "mail.eml").read_bytes()

    look_for(program, "files", "For your files")
    choose(program.pilot.find(QMenu, "logExport.menu"), "As a table for spreadsheets (CSV)…")
    program.choose_file("exportDialog", tmp_path / "sent.csv")
    program.until_told("Exported as sent.csv")
    assert (tmp_path / "sent.csv").read_text("utf-8-sig").count("For your files") == 1
    program.click("logClearFilter")


def test_what_another_window_sends_appears_in_the_log(program: Program) -> None:
    here = send_to(program, "amara@example.com", "Sent here")
    other = open_database(program.app.database.path, now=lambda: here.created_at).database
    there = replace(here, id="there", key="there", subject="Sent there")
    SqliteSendLog(database=other).add(there)
    other.close()
    program.until(lambda: "Sent there" in shown(program), "the other window's email")


def _ask_to_forget(program: Program) -> QDialog:
    menu = program.pilot.find(QMenu, "logMore.menu")
    action = menu.findChild(QAction, "logForget") or next(
        each for each in menu.actions() if each.objectName() == "logForget"
    )
    action.trigger()
    return program.dialog("forgetPersonDialog")


def test_who_is_needed_again_meanwhile_is_not_forgotten_by_half(program: Program) -> None:
    send = send_to(program, "finn@example.com", "Soon")
    program.app.settings.change(test_address="finn@example.com")
    dialog = _ask_to_forget(program)
    program.click("forgetLook", within=dialog)
    program.until(lambda: "Emails to this person: 1" in program.words_of(dialog), "the places")
    held = replace(send, id="held", key="held", state=SendState.HELD)
    program.app.send_log.add(held)  # by another window
    program.click("forgetConfirm", within=dialog)
    program.until_told("can't be forgotten yet")
    assert program.app.settings.settings.test_address == "finn@example.com"
    assert program.line("recipientEmail").text() == "finn@example.com"
    program.live(program.app.sending.stop("held"))


def test_a_person_is_forgotten_after_a_question_that_counts(program: Program) -> None:
    send = send_to(program, "dora@example.com", "Good bye")
    lists, place = program.app.kept_lists, (program.app.account.profile_id, "a project")
    book = lists.begin_book(*place)
    lists.add_to_book(book, [Contact("1", "dora@example.com")])
    lists.finish_book(book)
    program.app.settings.change(test_address="dora@example.com")
    dialog = _ask_to_forget(program)
    address = dialog.findChild(QLineEdit, "forgetAddress")
    assert address is not None
    assert address.text() == "dora@example.com"
    program.click("forgetLook", within=dialog)
    program.until(lambda: "Emails to this person: 1" in program.words_of(dialog), "the places")
    assert "what Migma keeps" in program.words_of(dialog)
    program.click("forgetConfirm", within=dialog)
    program.until_told("delete the contact in Migma too")
    stored = SqliteSendLog(database=program.app.database).get(send.id)
    assert stored is not None
    assert (stored.recipient_name, stored.body) == ("", b"")
    program.until(
        lambda: all("dora" not in each.recipient_name for each in program.logged()), "the list"
    )
    assert program.line("recipientEmail").text() == ""
    assert program.app.settings.settings.test_address == ""
    program.until(lambda: lists.find_contacts(*place, "", most=1) is None, "the kept contacts")
    assert isinstance(program.details, SendDetails)


def test_what_would_be_removed_is_said_before_it_is(program: Program) -> None:
    send_to(program, "eva@example.com", "Young")
    menu = program.pilot.find(QMenu, "logMore.menu")
    choose(menu, "How long emails are kept…")
    dialog = program.dialog("retentionDialog")
    program.click("retention30", within=dialog)
    program.until(
        lambda: "No email is older than that now" in program.words_of(dialog), "the count"
    )
    program.click("retentionConfirm", within=dialog)
    assert program.app.settings.settings.keep_days == 30
    assert "Young" in shown(program)
    program.app.settings.change(keep_days=0)
