"""The list of findings in the whole program: fixes and their way back, Migma's own checks."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidget, QMenu, QWidget

from migma_desktop.core.models import ContentSource
from migma_desktop.sandbox import faults
from tests.e2e.driver import Program
from tests.e2e.server import Server


def _texts(program: Program) -> list[str]:
    checks = program.pilot.find(QListWidget, "checksList")
    return [checks.item(row).text() for row in range(checks.count())]


def _choose(program: Program, words: str) -> None:
    """Wait for a finding and choose it."""
    program.pilot.show_tab(1)
    program.until(
        lambda: any(words in text for text in _texts(program)),
        f"the finding {words!r} among {_texts(program)}",
    )
    row = next(row for row, text in enumerate(_texts(program)) if words in text)
    program.pilot.find(QListWidget, "checksList").setCurrentRow(row)


def _until_gone(program: Program, words: str) -> None:
    program.until(lambda: all(words not in text for text in _texts(program)), f"no {words!r}")


def _programs(program: Program) -> list[QAction]:
    return program.pilot.find(QMenu, "mailProgramsMenu").actions()


def test_a_fix_in_the_text_is_undone_in_the_editor(program: Program) -> None:
    program.simple_email()
    program.write(" Dear *|FNAME|*, hello.")
    _choose(program, "*|FNAME|*")
    program.click("fixFindingButton")
    assert program.editor.toPlainText() == "Good news. Dear {{firstName}}, hello."
    assert program.app.drafts.draft.markdown == "Good news. Dear {{firstName}}, hello."
    _until_gone(program, "*|FNAME|*")
    program.editor.undo()
    assert program.app.drafts.draft.markdown == "Good news. Dear *|FNAME|*, hello."


def test_a_fix_in_the_subject_is_taken_back_by_its_message(program: Program) -> None:
    program.simple_email()
    program.type_into("subject", "Great news!!!")
    _choose(program, "exclamation marks")
    program.click("fixFindingButton")
    assert program.line("subject").text() == "Great news!"
    program.answer("Done: Leave one", "Undo")
    assert program.line("subject").text() == program.app.drafts.draft.subject == "Great news!!!"


def test_migma_is_asked_on_request_and_its_findings_say_so(program: Program) -> None:
    program.simple_email()
    program.write(" You will recieve it at [home](http://box.invalid/x).")
    program.settle()
    program.pilot.show_tab(1)
    program.click("askMigmaButton")
    _choose(program, "“recieve” may be misspelled")
    details = program.pilot.find(QWidget, "findingDetails")
    assert "Found by Migma" in program.words_of(details)
    panel = program.pilot.find(QWidget, "checksPanel")
    program.until(lambda: "found 2 things" in program.words_of(panel), "the number of things")
    program.click("fixFindingButton")
    assert "You will receive it" in program.app.drafts.draft.markdown
    _until_gone(program, "“recieve”")
    _choose(program, "“http://box.invalid/x” doesn't work")


def test_a_key_that_may_not_ask_is_explained(program: Program, server: Server) -> None:
    program.simple_email()
    server.sandbox.faults.add(faults.status(403), path="/v1/emails/validate/*")
    program.pilot.show_tab(1)
    program.click("askMigmaButton")
    program.until_told("email:validate")
    program.until(lambda: not program.button("askMigmaButton").isEnabled(), "the closed button")
    assert "key" in program.button("askMigmaButton").toolTip()


def test_the_mail_programs_can_be_chosen(program: Program) -> None:
    program.simple_email()
    program.write('<p style="border-radius:4px">Hello</p>', ContentSource.HTML)
    _choose(program, "“border-radius” is ignored by")
    program.until(lambda: bool(_programs(program)), "the mail programs")
    for action in _programs(program):
        if action.isChecked():
            action.trigger()
    _until_gone(program, "border-radius")
    assert program.app.settings.settings.mail_programs == ()
    next(action for action in _programs(program) if action.data() == "outlook-windows").trigger()
    _choose(program, "“border-radius” is ignored by Outlook for Windows.")
