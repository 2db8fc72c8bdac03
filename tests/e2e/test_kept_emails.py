"""Whole emails: found again, brought back, carried in files, safe from crashes and full disks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView, QSplitter

from migma_desktop.core.draft_shelf import VersionReason
from migma_desktop.core.models import KeyKind, Profile
from migma_desktop.core.settings import Settings
from migma_desktop.storage.draft_file import read_draft_file
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.settings_file import SettingsFile
from migma_desktop.ui.dialogs.versions_dialog import VersionsDialog
from migma_desktop.ui.editor.source_view import SourceView
from migma_desktop.ui.preview.view import PreviewView
from tests.e2e import killed
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.fakes import START

ROOT = Path(__file__).parents[2]


def _titles(program: Program) -> list[str]:
    model = program.pilot.find(QListView, "draftsList").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _written(program: Program, subject: str) -> str:
    """Write an email and return its id."""
    program.simple_email()
    program.type_into("subject", subject)
    program.until_saved()
    return program.app.drafts.draft.id


def test_an_email_is_found_opened_and_deleted_with_a_way_back(program: Program) -> None:
    receipt = _written(program, "Receipt for the monstera")
    offers = _written(program, "Offers of the week")
    program.click("draftsButton")
    dialog = program.dialog("draftsDialog")
    program.until(lambda: "Offers of the week" in _titles(program), "the list")
    program.type_into("draftsSearch", "monstera", within=dialog)
    program.until(lambda: _titles(program) == ["Receipt for the monstera"], "what was found")
    program.click("draftsOpen", within=dialog)
    program.until(lambda: program.app.drafts.draft.id == receipt, "the email")
    assert program.line("subject").text() == "Receipt for the monstera"

    program.menu("newButton", "Your emails…")
    dialog = program.dialog("draftsDialog")
    program.until(lambda: "Receipt for the monstera" in _titles(program), "the list")
    program.click("draftsRemove", within=dialog)
    program.until(lambda: program.app.drafts.draft.id == offers, "another email")
    program.until(lambda: "Receipt for the monstera" not in _titles(program), "it to go")
    buttons = dialog.findChildren(QAbstractButton)
    (undo,) = [button for button in buttons if button.text() == "Undo"]
    undo.click()
    program.until(lambda: program.app.drafts.draft.id == receipt, "the email again")
    program.until(lambda: "Receipt for the monstera" in _titles(program), "it in the list")
    program.click("draftsDuplicate", within=dialog)
    program.until(lambda: "Receipt for the monstera (copy)" in _titles(program), "a copy")


def test_an_email_is_deleted_for_good_after_a_second_yes(program: Program) -> None:
    _written(program, "No longer needed")
    program.click("draftsButton")
    dialog = program.dialog("draftsDialog")
    program.until(lambda: "No longer needed" in _titles(program), "the list")
    program.click("draftsRemove", within=dialog)
    program.until(lambda: "No longer needed" not in _titles(program), "it to go")
    program.choose("draftsWhich", "removed")
    program.until(lambda: "No longer needed" in _titles(program), "what is deleted")
    program.click("draftsRemove", within=dialog)
    assert "No longer needed" in _titles(program)
    (yes,) = [
        button
        for button in dialog.findChildren(QAbstractButton)
        if button.text() == "Delete for good" and button.objectName() != "draftsRemove"
    ]
    yes.click()
    program.until(lambda: "No longer needed" not in _titles(program), "it to be gone")


def test_save_gives_a_name_that_title_and_list_show(program: Program) -> None:
    _written(program, "Offers")
    program.click("saveButton")
    dialog = program.dialog("nameDialog")
    program.type_into("draftName", "Friday newsletter", within=dialog)
    program.click("saveNameButton", within=dialog)
    title = "Friday newsletter — Saved — Migma Desktop"
    program.until(lambda: program.app.window.windowTitle() == title, "the name in the title")
    program.new_email()
    assert "Friday" not in program.app.window.windowTitle()


def test_a_version_is_compared_and_brought_back_and_that_is_undone(program: Program) -> None:
    draft_id = _written(program, "It arrives on Thursday")
    program.live(program.app.desks.keeping.emails.keep_version(draft_id, VersionReason.SENT))
    program.type_into("subject", "It arrives on Friday")
    program.until_saved()
    program.menu("moreButton", "Versions…")
    dialog = program.dialog("versionsDialog")
    assert isinstance(dialog, VersionsDialog)
    program.until(lambda: program.button("bringBackButton").isEnabled(), "the changes")
    program.choose("versionsWhat", "preview")
    program.until(
        lambda: len(dialog.findChildren(PreviewView)) == len(("then", "now")), "the previews"
    )
    program.click("bringBackButton", within=dialog)
    program.until_told("is back")
    assert program.line("subject").text() == "It arrives on Thursday"
    assert program.app.drafts.draft.id == draft_id
    program.answer("is back", "Undo")
    program.until(lambda: program.line("subject").text() == "It arrives on Friday", "the undo")


def test_an_email_is_kept_as_it_was_when_it_left(program: Program) -> None:
    program.simple_email()
    draft_id = program.app.drafts.draft.id
    shelf = DraftShelf(database=program.app.database, now=lambda: START, new_id=lambda: "new")
    program.send()
    program.until(
        lambda: VersionReason.SENT in [each.reason for each in shelf.versions(draft_id)],
        "the version that was sent",
    )


def test_a_full_disk_is_told_survived_and_over(program: Program, tmp_path: Path) -> None:
    _written(program, "Before the disk was full")
    database, state = program.app.database, program.pilot.find(QLabel, "saveState")
    with database.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages:d}")
    program.app.drafts.edit(html="more than there is room for " * 20_000)
    program.until_told("Not saved: The disk is full")
    assert state.text() == "Not saved"
    title = program.app.window.windowTitle()
    assert title == "Before the disk was full — Not saved: The disk is full — Migma Desktop"

    program.app.window.close()
    program.click("unsavedExportButton", within=program.dialog("unsavedDialog"))
    file = tmp_path / "rescued.migma"
    program.choose_file("exportDialog", file)
    program.until_told("Saved as rescued.migma")
    assert read_draft_file(file)["html"] == program.app.drafts.draft.html
    assert program.app.window.isVisible()

    with database.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    program.answer("Not saved", "Try now")
    program.until_told("Saved again")
    assert not [text for text in program.messages() if "Not saved" in text]
    assert program.app.window.windowTitle() == "Before the disk was full — Saved — Migma Desktop"


def test_an_email_travels_as_a_file(program: Program, tmp_path: Path) -> None:
    _written(program, "To be carried")
    before = program.app.drafts.draft
    file = tmp_path / "carried.migma"
    program.menu("moreButton", "Save as a file…")
    program.choose_file("saveDialog", file)
    program.until_told("Saved as carried.migma")
    program.type_into("subject", "Changed since")
    program.until_saved()
    program.drop(file)
    program.until_told("carried.migma is open")
    assert program.line("subject").text() == "To be carried"
    assert program.app.drafts.draft.id != before.id

    file.write_text('{"format": "migma-draft-2"}', encoding="utf-8")
    program.drop(file)
    program.until_told("This email was saved by a newer version of the program")
    assert program.line("subject").text() == "To be carried"


@pytest.mark.skipif(sys.platform == "win32", reason="the end is one of Unix")
def test_a_killed_program_comes_back_as_it_was(open_program: Open, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    account = Profile(id="sandbox", name="Sandbox", kind=KeyKind.SANDBOX)
    settings = SettingsFile(folder / "config" / "settings.json", now=lambda: datetime.now(UTC))
    settings.save(Settings(last_profile_id="sandbox"), [account])
    program_to_kill = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.killed", str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert program_to_kill.stdout is not None
    said = program_to_kill.stdout.readline()
    os.killpg(program_to_kill.pid, signal.SIGKILL)
    program_to_kill.wait()
    program_to_kill.stdout.close()
    top, _, columns = said.partition(" ")

    program = open_program()
    draft = program.app.drafts.draft
    assert draft.subject == "Typed before the crash, {{first_name}}"
    assert draft.markdown == killed.TEXT
    assert draft.variables == {"first_name": "Ama"}
    assert program.line("subject").text() == draft.subject
    editor = program.pilot.find(SourceView, "templateEditor")
    assert editor.view() == killed.VIEW._replace(top=int(top))
    assert str(program.pilot.find(QSplitter, "columns").sizes()) == columns.strip()
