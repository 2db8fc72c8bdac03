"""Somebody starts the program again, or clicks a mailto: link: the window that is open takes it."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from migma_desktop.commandline import Options
from migma_desktop.handover import hand_over
from migma_desktop.launch import run
from tests.e2e.driver import Program


def start_again(program: Program, what: str) -> bool:
    """Start a second time on the same profile, as another process does."""
    answers: list[bool] = []
    thread = Thread(target=lambda: answers.append(hand_over(program.folder / "data", what)))
    thread.start()
    program.until(lambda: bool(answers), "an answer")
    thread.join()
    return answers[0]


def test_a_link_opens_as_a_new_email_in_the_window(program: Program) -> None:
    assert start_again(program, "mailto:ada@example.com?subject=Hi%20Ada&body=One%0D%0Atwo")
    program.until(lambda: program.app.drafts.draft.subject == "Hi Ada", "the new email")
    draft = program.app.drafts.draft
    assert draft.recipient.email == "ada@example.com"
    assert draft.markdown == "One\ntwo"


def test_a_file_opens_in_the_window(program: Program, tmp_path: Path) -> None:
    letter = tmp_path / "Grüße.html"
    letter.write_text("<p>From a file</p>", "utf-8")
    assert start_again(program, str(letter))
    program.until(lambda: "From a file" in program.app.drafts.draft.html, "the file's text")


def test_a_file_that_is_gone_is_told_and_changes_nothing(program: Program, tmp_path: Path) -> None:
    before = program.app.drafts.draft
    assert start_again(program, str(tmp_path / "gone.md"))
    program.until(lambda: any("gone.md" in said for said in program.messages()), "what went wrong")
    assert program.app.drafts.draft == before


def test_the_start_itself_leaves_with_success(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.md").write_text("From the folder of the second start", "utf-8")
    codes: list[int] = []
    options = Options(open="letter.md", profile_dir=program.folder)
    thread = Thread(target=lambda: codes.append(run(options)))
    thread.start()
    program.until(lambda: bool(codes), "the second start to end")
    thread.join()
    assert codes == [0]
    program.until(lambda: "From the folder" in program.app.drafts.draft.markdown, "the file's text")


def test_about_tells_the_version_and_the_way_to_a_newer_one_and_to_the_licences(
    program: Program,
) -> None:
    program.app.desks.help.show_about()
    about = program.dialog("aboutDialog")
    said = program.words_of(about)
    assert "To update," in said
    assert "never downloads by itself" in said
    program.click("licencesButton", within=about)
    licences = program.dialog("licencesDialog")
    assert licences.isVisible()
    licences.close()
    about.close()
