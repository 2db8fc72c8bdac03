"""Several accounts in one window: switched, managed, never mixed up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit

from migma_desktop.core.models import Profile, RecipientType, Sender, SendState
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.things import SCOPES
from migma_desktop.storage.keychain import LOCKED, MemoryKeychain, keychain_error
from migma_desktop.ui.widgets.chip import Chip
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.e2e.server import LIVE_KEY, TEST_KEY, Server

LIMITED_KEY = "sk_live_limited_0123456789CANARY5"


class StubbornKeychain(MemoryKeychain):
    """A keyring that is locked in the middle of work: from then on nothing can be removed."""

    is_locked = False

    def remove(self, profile_id: str) -> None:
        if self.is_locked:
            raise keychain_error(LOCKED)
        super().remove(profile_id)


def press(program: Program, number: int) -> None:
    program.app.window.activateWindow()
    program.until(program.app.window.isActiveWindow, "the window to be active")
    key = Qt.Key(Qt.Key.Key_0.value + number)
    QTest.keyClick(program.app.window, key, Qt.KeyboardModifier.AltModifier)


def until_open(program: Program, profile: Profile) -> None:
    program.until(
        lambda: (
            program.app.account.profile_id == profile.id
            and bool(program.app.account.domains.items)
            and bool(program.app.account.projects.items)
        ),
        f"the account {profile.name}",
    )


def add_account(program: Program, name: str, key: str) -> Profile:
    program.account_menu("Add an account…")
    dialog = program.dialog("keyDialog")
    program.type_into("profileName", name, within=dialog)
    program.paste_into("dialogApiKey", key)
    program.click("keyConnectButton", within=dialog)
    program.until_closed("keyDialog")
    profile = next(each for each in program.app.settings.profiles if each.name == name)
    until_open(program, profile)
    return profile


def manage(program: Program) -> QDialog:
    program.account_menu("Manage accounts…")
    return program.dialog("profilesDialog")


def line(dialog: QDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def errors(dialog: QDialog) -> list[str]:
    labels = [each for each in dialog.findChildren(QLabel) if each.property("state") == "error"]
    return [each.text() for each in labels if each.isVisible() and each.text()]


def enter(program: Program, dialog: QDialog, name: str, text: str) -> None:
    program.type_into(name, text, within=dialog)
    QTest.keyClick(line(dialog, name), Qt.Key.Key_Tab)


@pytest.fixture
def two(open_program: Open) -> tuple[Program, Profile, Profile]:
    """A window with a test account and a live one, of which the live one is open."""
    program = open_program()
    program.connect(TEST_KEY)
    (first,) = program.app.settings.profiles
    return program, first, add_account(program, "Acme Live", LIVE_KEY)


Two = tuple[Program, Profile, Profile]


def test_accounts_are_switched_by_keyboard_and_the_chip_shows_kind_and_own_colour(
    two: Two,
) -> None:
    program, first, second = two
    chip = program.pilot.find(Chip, "profileButton")
    assert (chip.kind, "Acme Live" in chip.text()) == ("live", True)
    assert first.color != second.color
    press(program, 1)
    until_open(program, first)
    assert (chip.kind, "Test account" in chip.text()) == ("test", True)
    press(program, 2)
    press(program, 1)
    press(program, 2)  # the last wish counts, however quickly they come
    until_open(program, second)
    assert program.app.settings.settings.last_profile_id == second.id
    program.account_menu("Test account · Test key\tAlt+1")  # two clicks: the chip and this
    until_open(program, first)


def test_an_email_is_sent_with_another_account_only_after_a_plain_warning(
    two: Two, server: Server
) -> None:
    program, first, second = two
    program.simple_email()
    assert program.app.drafts.draft.profile_id == second.id
    press(program, 1)
    until_open(program, first)
    program.until_told("This email was written for Acme Live")
    assert program.editor.toPlainText() == "Good news."
    program.live(program.pilot.enabled("sendButton"))
    program.click("sendButton")
    dialog = program.dialog("otherAccountDialog")
    assert program.app.send_log.recent() == []
    program.click("otherAccountBack", within=dialog)
    until_open(program, second)
    program.until(lambda: not program.messages(), "the message to go")
    program.send(SendState.ACCEPTED)

    press(program, 1)
    until_open(program, first)
    program.click("sendTestButton")
    program.click("otherAccountMove", within=program.dialog("otherAccountDialog"))
    program.dialog("sendTestDialog").reject()
    assert program.app.drafts.draft.profile_id == first.id
    assert program.app.send_log.recent()[0].profile_id == second.id
    assert len(server.delivered()) == 1
    press(program, 2)
    program.answer("This email was written for Test account", "Use it here")
    program.until(lambda: program.app.drafts.draft.profile_id == second.id, "the move")


def test_a_new_email_belongs_to_the_open_account_and_begins_as_it_likes(two: Two) -> None:
    program, first, _second = two
    program.app.profiles.change(first.id, sender=Sender("team@fernandfinch.example", "The team"))
    program.simple_email()
    press(program, 1)
    until_open(program, first)
    program.new_email()
    assert program.app.drafts.draft.profile_id == first.id
    program.until(lambda: program.line("fromName").text() == "The team", "the usual sender")
    assert not any("was written for" in told for told in program.messages())


def test_what_waits_never_leaves_with_another_accounts_key(two: Two, server: Server) -> None:
    program, first, second = two
    program.simple_email()
    with server.away():
        waiting = program.send(SendState.WAITING)
    press(program, 1)
    until_open(program, first)
    program.app.sending.try_all_now()
    program.app.sends.try_now(waiting.id)
    program.until_state(waiting.id, SendState.WAITING)
    assert server.asked("/v1/sending") == []
    press(program, 2)
    until_open(program, second)
    program.until_state(waiting.id, SendState.ACCEPTED)
    assert [each.to for each in server.delivered()] == ["amara@example.com"]


# Managing


def test_an_account_is_renamed_coloured_and_given_its_defaults(two: Two) -> None:
    program, _first, second = two
    dialog = manage(program)
    enter(program, dialog, "profileFormName", "  Acme   Europe ")
    program.click("profileColor.pink", within=dialog)
    enter(program, dialog, "profileSender", "noaddress")
    program.until(lambda: bool(errors(dialog)), "what is wrong with the address")
    assert line(dialog, "profileSender").text() == "noaddress"
    enter(program, dialog, "profileSender", "news@fernandfinch.example")
    program.until(
        lambda: (
            program.app.account.profile is not None
            and program.app.account.profile.sender.address == "news@fernandfinch.example"
        ),
        "the sender",
    )
    project = dialog.findChild(QComboBox, "profileProject")
    assert project is not None
    project.setCurrentIndex(project.findText("Northlight Coffee"))
    project.activated.emit(project.currentIndex())
    changed = program.until_there(
        lambda: next((p for p in program.app.settings.profiles if p.project_id), None),
        "the project",
    )
    assert changed.id == second.id
    assert (changed.name, changed.color) == ("Acme Europe", "pink")
    assert "Acme Europe" in program.button("profileButton").text()


def test_accounts_go_into_a_file_without_keys_and_come_back(
    two: Two, tmp_path: Path, open_program: Open
) -> None:
    program, first, _second = two
    dialog = manage(program)
    file = tmp_path / "accounts.json"
    program.click("profileExport", within=dialog)
    program.choose_file("exportProfilesDialog", file)
    program.until(lambda: "No key is in the file." in program.words_of(dialog), "the file")
    assert "CANARY" not in file.read_text(encoding="utf-8")
    program.app.profiles.remove(first.id)
    program.until(lambda: program.app.settings.profile(first.id) is None, "its end")
    program.click("profileImport", within=dialog)
    program.choose_file("importProfilesDialog", file)
    program.until(lambda: "Accounts imported: 1" in program.words_of(dialog), "the accounts")
    back = program.app.settings.profile(first.id)
    assert back is not None
    assert (back.name, back.color, back.key_tail) == (first.name, first.color, "")
    dialog.accept()
    press(program, 2)
    program.answer("The key of Test account isn't at hand", "Enter the key")
    program.paste_into("dialogApiKey", TEST_KEY)
    program.click("keyConnectButton", within=program.dialog("keyDialog"))
    until_open(program, first)


def test_a_key_that_cannot_be_removed_is_said_to_be_there_still(open_program: Open) -> None:
    keychain = StubbornKeychain()
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    (profile,) = program.app.settings.profiles
    dialog = manage(program)
    keychain.is_locked = True
    program.click("profileRemove", within=dialog)
    program.click("profilesBanner.action0", within=dialog)
    program.until(lambda: "Test account was not removed" in program.words_of(dialog), "the trouble")
    assert "The keyring is locked" in program.words_of(dialog)
    assert program.app.settings.profile(profile.id) is not None
    assert keychain.read(profile.id) == TEST_KEY
    program.click("profilesBanner.action1", within=dialog)
    program.until_told("Test account was removed, its key was not")
    assert program.app.settings.profiles == ()


def test_a_key_of_another_migma_account_does_not_take_over_what_waits(
    two: Two, server: Server
) -> None:
    program, _first, second = two
    account = server.sandbox.account
    account.projects = {f"{id_}x": each for id_, each in account.projects.items()}
    for id_, each in account.projects.items():
        each.id = id_
    program.account_menu("Replace the key…")
    dialog = program.dialog("keyDialog")
    program.paste_into("dialogApiKey", TEST_KEY)
    program.click("keyConnectButton", within=dialog)
    program.until(
        lambda: "belongs to another Migma account" in program.words_of(dialog), "the refusal"
    )
    assert program.app.settings.profile(second.id) == program.app.account.profile
    assert second.key_tail == LIVE_KEY[-4:]


# What a key may do


def test_a_missing_permission_explains_the_controls_that_need_it(
    open_program: Open, server: Server
) -> None:
    account = server.sandbox.account
    account.add_key(LIMITED_KEY, scopes={"email:read", "domain:read"})
    program = open_program()
    program.connect(LIMITED_KEY)
    program.choose("recipientType", RecipientType.SEGMENT.value)
    program.until(
        lambda: "may not read segments and tags" in program.words_of(program.app.window),
        "the reason beside the picker",
    )
    program.simple_email()
    program.send(SendState.FAILED)
    program.until_reason("The key of Live account may not send emails.")
    assert not program.button("sendTestButton").isEnabled()
    program.click("sendReason")
    dialog = program.dialog("profilesDialog")
    told = (
        "Can see your sending domains",
        "Can't send.",
        "Can't see segments, tags and contacts.",
    )
    program.until(
        lambda: all(each in program.words_of(dialog) for each in told), "what the key may do"
    )

    account.add_key(LIMITED_KEY, scopes=SCOPES)
    program.click("profileLookAgain", within=dialog)
    program.until(
        lambda: "Can see segments, tags and contacts" in program.words_of(dialog), "the news"
    )
    assert "Can't" not in program.words_of(dialog)
    dialog.accept()
    program.send(SendState.ACCEPTED)


def test_what_is_left_is_said_before_a_mailing_and_kept_quiet_where_it_is_not_known(
    two: Two, server: Server
) -> None:
    program, _first, _second = two
    dialog = manage(program)
    program.until(lambda: "48,716 of 50,000" in program.words_of(dialog), "what is left")
    program.until(lambda: "Practice" in program.words_of(dialog), "the plan")
    assert "questions a minute" in program.words_of(dialog)
    dialog.accept()
    program.simple_email()
    program.address(RecipientType.SEGMENT, "VIP customers")
    question = program.ask_to_send()
    assert "of 10,000 today" in program.words_of(question)
    question.reject()
    server.sandbox.faults.add(faults.status(403), path="/v1/metrics/sending")
    question = program.ask_to_send()
    assert "Left to send" not in program.words_of(question)
    assert "may not" not in " ".join(program.messages())
