"""What is typed is safe: on disk at once, back after a restart, untouched by bad files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSplitter, QTabWidget

from migma_desktop import __version__
from migma_desktop.core.models import Draft, RecipientType
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.keychain import MemoryKeychain
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.e2e.server import TEST_KEY

BINARY = bytes(range(256)) * 64


@contextmanager
def _store(program: Program) -> Iterator[DraftStore]:
    """Open the drafts with eyes of our own, as a later start would."""
    opened = open_database(program.folder / "data" / "migma.db", now=_now)
    yield DraftStore(database=opened.database, now=_now)
    opened.database.close()


def _now() -> datetime:
    return datetime.now(UTC)


def on_disk(program: Program) -> Draft:
    """Return the newest draft on disk."""
    with _store(program) as store:
        draft = store.latest()
    assert draft is not None
    return draft


# Drafts


def test_what_is_typed_is_on_disk_without_being_saved(program: Program) -> None:
    program.simple_email()
    program.type_into("subject", "Typed a moment ago")
    program.write("Nobody pressed save.")
    program.until_saved()
    stored = on_disk(program)
    assert stored.subject == "Typed a moment ago"
    assert "Nobody pressed save." in stored.markdown
    assert stored.recipient.email == "amara@example.com"


def test_typing_without_a_pause_is_saved_too(program: Program) -> None:
    program.new_email()

    def is_on_disk() -> bool:
        program.pilot.write("on and on ")
        return "on and on" in on_disk(program).markdown

    program.until(is_on_disk, "the draft on disk in the middle of typing")


def test_everything_is_back_after_a_restart(open_program: Open) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    program.simple_email()
    program.address(RecipientType.SEGMENT, "VIP customers")
    program.type_into("replyTo", "orders@example.com")
    program.type_into("subject", "Half a thought, {{first_name}}")
    program.type_into("preheader", "Still being written")
    program.choose("transactional", "marketing")
    program.pilot.choose_in_combo("providerType", "Resend")
    program.fill({"first_name": "Ama"})
    program.write("\n\nTyped in the last moment.")
    before = program.app.drafts.draft

    program = open_program(keychain=keychain)
    assert program.app.drafts.draft == before
    program.until_connected()
    assert program.app.drafts.draft == before
    assert program.line("subject").text() == "Half a thought, {{first_name}}"
    assert program.line("preheader").text() == "Still being written"
    assert program.line("replyTo").text() == "orders@example.com"
    assert program.editor.toPlainText().endswith("Typed in the last moment.")
    words = program.button("sendButton").accessibleName()  # the button itself may cut them
    assert words == "Send to up to 214 people in VIP customers"
    assert program.missing() == []
    assert "Typed in the last moment." in program.preview


def test_the_window_stands_as_it_stood(open_program: Open) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    window = program.app.window
    window.resize(1024, 700)  # the offscreen platform's screen is no larger
    columns = program.pilot.find(QSplitter, "columns")
    columns.setSizes([330, 400, 290])
    program.pilot.show_tab(1)
    program.live(program.pilot.rest(0.05))
    before = (window.size(), columns.sizes())

    program = open_program(keychain=keychain)
    program.until_connected()
    window = program.app.window
    columns = program.pilot.find(QSplitter, "columns")
    assert (window.size(), columns.sizes()) == before
    assert program.pilot.find(QTabWidget, "bottomTabs").currentIndex() == 1


# Files and links


def test_a_mail_link_fills_recipient_subject_and_text(open_program: Open) -> None:
    program = open_program(
        open_what="mailto:ada@example.com,ben@example.com?subject=Hi%20Ada&body=See%20you&bcc=c@d.example"
    )
    told = program.until_told("Not everything in the link was taken over")
    assert "bcc" in told
    assert "ben@example.com" in told
    assert program.line("recipientEmail").text() == "ada@example.com"
    assert program.line("subject").text() == "Hi Ada"
    assert program.editor.toPlainText() == "See you"


def test_a_file_named_at_the_start_is_opened(open_program: Open, tmp_path: Path) -> None:
    file = tmp_path / "Grüße.md"
    file.write_bytes("# Grüße aus Köln – {{name}}".encode("cp1252"))
    program = open_program(open_what=str(file))
    program.until_told("Grüße.md is open")
    assert program.editor.toPlainText() == "# Grüße aus Köln – {{name}}"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.html", BINARY, "“photo.html” isn’t a text file"),
        ("missing.html", None, "“missing.html” can’t be opened"),
        ("folder.md", "folder", "It is a folder. Choose a file inside it."),
        ("large.html", b"<p>x</p>" * 130_000, "“large.html” is too large"),
    ],
    ids=["binary", "missing", "folder", "large"],
)
def test_a_file_that_is_no_text_is_refused_and_loses_nothing(
    program: Program, tmp_path: Path, name: str, content: bytes | str | None, said: str
) -> None:
    program.simple_email()
    file = tmp_path / name
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content == "folder":
        file.mkdir()
    before = program.app.drafts.draft
    program.drop(file)
    program.until_told(said)
    assert program.app.drafts.draft == before
    assert program.editor.toPlainText() == "Good news."


def test_a_file_is_opened_and_saved_by_dialogs(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "letter.html"
    file.write_text("<p>Hello {{name}}</p>", encoding="utf-8")
    program.click("openButton")
    program.choose_file("openDialog", file)
    program.until_told("letter.html is open")
    assert program.editor.toPlainText() == "<p>Hello {{name}}</p>"
    program.pilot.write("<p>More</p>")
    program.click("saveButton")
    dialog = program.dialog("nameDialog")
    program.type_into("draftName", "The letter", within=dialog)
    program.click("saveToFileButton", within=dialog)
    program.until_told("Saved as letter.html")
    program.until(lambda: program.app.drafts.name == "The letter", "the name")
    assert file.read_text(encoding="utf-8") == "<p>Hello {{name}}</p><p>More</p>"


def test_opening_a_file_keeps_the_email_that_was_being_written(
    program: Program, tmp_path: Path
) -> None:
    program.simple_email()
    program.type_into("subject", "Don't lose me")
    kept = program.app.drafts.draft
    file = tmp_path / "other.md"
    file.write_text("Another email", encoding="utf-8")
    program.drop(file)
    program.until_told("other.md is open")
    assert program.app.drafts.draft.id != kept.id
    program.until_saved()
    with _store(program) as store:
        assert store.get(kept.id) == kept


# The command line


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--version"], 0, f"Migma Desktop {__version__}"),
        (["--help"], 0, "mailto:"),
        (["tour", "--help"], 0, "--out"),
        (["--nonsense"], 2, "unrecognized arguments: --nonsense"),
        (["tour"], 2, "--out"),
    ],
)
def test_the_command_line_answers_without_a_window(
    arguments: list[str], code: int, words: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "migma_desktop", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": ""},
    )
    assert done.returncode == code
    assert words in done.stdout + done.stderr
