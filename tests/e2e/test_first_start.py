"""The first start, and everything about keys: where they go, what is asked, what is never shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from migma_desktop.core.models import RecipientType, SendState
from migma_desktop.sandbox import faults
from migma_desktop.storage.keychain import KeyringKeychain, MemoryKeychain
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.e2e.server import LIVE_KEY, TEST_KEY, Server

CANARY = "CANARY"  # in every key of these tests, and nowhere else
LEFT = Qt.MouseButton.LeftButton
WRONG_KEY = "sk_live_nobody_knows_this_CANARY9"


def no_keyring() -> KeyringKeychain:
    """The keychain of a computer without a keyring."""
    return KeyringKeychain(open_backend=NoKeyring)


def chip(program: Program) -> str:
    return program.button("profileButton").text()


def banner(program: Program) -> str:
    return program.words_of(program.app.window.welcome_page)


# Two roads


def test_the_sandbox_road_leads_to_an_email_that_is_ready_to_send(
    open_program: Open, server: Server
) -> None:
    program = open_program()
    program.until(lambda: program.app.window.shows_welcome, "the welcome")
    program.click("trySandboxButton")
    program.until_connected()
    assert "Sandbox" in chip(program)
    assert program.line("recipientEmail").text()
    assert program.missing() == []

    send = program.send(SendState.ACCEPTED)
    (arrived,) = program.app.practice.inbox().messages
    assert arrived.send_id == send.remote_id
    assert arrived.html == program.preview
    assert server.sandbox.requests == ()


@pytest.mark.parametrize(
    ("key", "name", "kind"), [(TEST_KEY, "Test key", "test"), (LIVE_KEY, "Live key", "live")]
)
def test_the_key_road_leads_to_the_account_and_keeps_the_key(
    open_program: Open, key: str, name: str, kind: str
) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.connect(key)
    assert "kept in your system's keyring" in program.until_told("is connected")
    assert name in chip(program)
    assert chip(program).endswith(f"····{key[-4:]}")
    (profile,) = program.app.settings.profiles
    assert profile.kind.value == kind
    assert keychain.read(profile.id) == key
    assert program.line("apiKey").text() == ""


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (WRONG_KEY, "Migma doesn't know this API key."),
        ("", "No key was given."),
        ("sk live with spaces CANARY", "This doesn't look like a key"),
    ],
)
def test_a_key_that_does_not_work_stays_typed_and_is_not_kept(
    open_program: Open, key: str, words: str
) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.give_key(key)
    program.until(lambda: words in banner(program), f"{words!r}")
    assert program.app.window.shows_welcome
    assert program.line("apiKey").text() == key
    assert program.app.settings.profiles == ()
    program.connect(TEST_KEY)


def test_without_a_connection_the_key_stays_typed_until_there_is_one(
    open_program: Open, server: Server
) -> None:
    program = open_program()
    with server.away():
        program.give_key(TEST_KEY)
        program.until(lambda: "doesn't accept connections" in banner(program), "the reason")
    assert program.line("apiKey").text() == TEST_KEY
    program.click("connectKeyButton")
    program.until_connected()


# No keyring


def test_without_a_keyring_the_key_is_kept_in_memory_and_that_is_said(open_program: Open) -> None:
    program = open_program(keychain=no_keyring())
    program.connect(TEST_KEY)
    told = program.until_told("is connected for now")
    assert "no keyring" in told
    assert "kept in memory only" in told
    program.simple_email()
    program.send(SendState.ACCEPTED)

    program = open_program(keychain=no_keyring())
    program.answer("The key of Test account isn't at hand", "Enter the key")
    dialog = program.dialog("keyDialog")
    program.paste_into("dialogApiKey", TEST_KEY)
    program.click("keyConnectButton", within=dialog)
    program.until_connected()
    program.until_closed("keyDialog")
    assert chip(program).endswith(TEST_KEY[-4:])
    assert len(program.app.settings.profiles) == 1


def test_sending_without_the_key_at_hand_asks_for_it(open_program: Open, server: Server) -> None:
    program = open_program(keychain=no_keyring())
    program.connect(TEST_KEY)
    program.simple_email()
    program.until_saved()

    program = open_program(keychain=no_keyring())
    program.until_told("isn't at hand")
    program.live(program.pilot.enabled("sendButton"))
    program.click("sendButton")
    dialog = program.dialog("keyDialog")
    program.paste_into("dialogApiKey", TEST_KEY)
    program.click("keyConnectButton", within=dialog)
    program.until_connected()
    program.send(SendState.ACCEPTED)
    assert [each.to for each in server.delivered()] == ["amara@example.com"]


def test_a_kept_key_opens_its_account_at_the_next_start(open_program: Open) -> None:
    keychain = MemoryKeychain()
    open_program(keychain=keychain).connect(TEST_KEY)
    program = open_program(keychain=keychain)
    program.until_connected()
    assert chip(program).endswith(TEST_KEY[-4:])


# Lists that don't come


@pytest.mark.parametrize(
    ("picker", "path", "chosen"),
    [
        ("recipientId", "/v1/segments", "VIP customers"),
        ("conversationId", "/v1/projects/emails", "Garden letter"),
    ],
)
def test_a_list_that_did_not_load_is_read_again_when_asked(
    open_program: Open, server: Server, picker: str, path: str, chosen: str
) -> None:
    program = open_program()
    program.connect(TEST_KEY)
    server.sandbox.faults.add(faults.not_json(), path=f"{path}*")
    program.app.account.reload()
    program.choose("recipientType", "segment")
    program.choose("contentSource", "conversation")
    program.click(f"{picker}.button")
    popup = program.pilot.find(QWidget, f"{picker}.popup")
    program.until(lambda: "The list did not load" in program.words_of(popup), "the reason")
    server.sandbox.faults.clear()
    buttons = popup.findChildren(QAbstractButton)
    QTest.mouseClick(next(b for b in buttons if b.text() == "Try again"), LEFT)
    names = program.pilot.find(QListView, f"{picker}.popup.list", within=popup).model()
    program.until(
        lambda: chosen in [names.index(row, 0).data() for row in range(names.rowCount())],
        f"{chosen!r} in the list",
    )


@pytest.mark.parametrize(
    ("picker", "path", "chosen"),
    [
        ("fromDomain", "/v1/domains", "fernandfinch.example"),
        ("projectId", "/v1/projects", "Northlight Coffee"),
    ],
)
def test_a_list_that_cannot_be_read_anew_is_shown_as_it_was_with_the_reason(
    open_program: Open, server: Server, picker: str, path: str, chosen: str
) -> None:
    keychain = MemoryKeychain()
    first = open_program(keychain=keychain)
    first.connect(TEST_KEY)
    first.settle()
    server.sandbox.faults.add(faults.not_json(), path=f"{path}*")
    again = open_program(keychain=keychain)
    again.click(f"{picker}.button")
    popup = again.pilot.find(QWidget, f"{picker}.popup")
    names = again.pilot.find(QListView, f"{picker}.popup.list", within=popup).model()
    again.until(
        lambda: chosen in [names.index(row, 0).data() for row in range(names.rowCount())],
        f"{chosen!r} in the list",
    )
    again.until(lambda: "can't be read" in again.words_of(popup), "the reason")
    popup.hide()
    again.settle()


# Keys that stop working


def test_a_key_that_is_rejected_at_work_can_be_replaced_and_nothing_typed_is_lost(
    open_program: Open, server: Server
) -> None:
    program = open_program()
    program.connect(TEST_KEY)
    program.simple_email()
    program.type_into("subject", "Typed before the key was changed")
    del server.sandbox.account.keys[TEST_KEY]
    try:
        program.send(SendState.FAILED)
        assert "Migma doesn't know this API key." in program.words_of(program.details)
        program.answer("Migma doesn't know this API key.", "Replace key")
        dialog = program.dialog("keyDialog")
        program.paste_into("dialogApiKey", WRONG_KEY)
        program.click("keyConnectButton", within=dialog)
        program.until(
            lambda: "Migma doesn't know this API key." in program.words_of(dialog), "the refusal"
        )
        assert program.line("dialogApiKey").text() == WRONG_KEY
        program.paste_into("dialogApiKey", LIVE_KEY)
        program.click("keyConnectButton", within=dialog)
        program.until_closed("keyDialog")
        program.until_connected()
    finally:
        server.sandbox.account.add_key(TEST_KEY)
    assert program.line("subject").text() == "Typed before the key was changed"
    assert program.editor.toPlainText() == "Good news."
    program.send(SendState.ACCEPTED)
    (arrived,) = server.delivered()
    assert arrived.subject == "Typed before the key was changed"


def test_a_removed_account_leaves_no_key_behind(open_program: Open) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    (profile,) = program.app.settings.profiles
    program.account_menu("Manage accounts…")
    dialog = program.dialog("profilesDialog")
    program.click("profileRemove", within=dialog)
    assert keychain.read(profile.id) == TEST_KEY  # it asks first
    program.click("profilesBanner.action0", within=dialog)
    program.until(lambda: program.app.window.shows_welcome, "the welcome")
    assert keychain.read(profile.id) is None
    assert program.app.settings.profiles == ()


# Several accounts


def test_a_segment_of_one_account_goes_along_to_another_only_with_a_yes_and_without_its_people(
    open_program: Open, server: Server
) -> None:
    account = server.sandbox.account
    vip = next(each for each in account.segments.values() if each.name == "VIP customers")
    account.segments["only-here"] = replace(vip, id="only-here", name="Only here")
    program = open_program()
    program.connect(TEST_KEY)
    program.simple_email()
    program.address(RecipientType.SEGMENT, "Only here")
    assert program.button("sendButton").text() == "Send to up to 214 people in Only here"
    program.live(program.pilot.enabled("sendButton"))  # the reason from before the choice is gone

    program.account_menu("Open the sandbox")
    program.until(lambda: program.app.account.profile_id == "sandbox", "the sandbox")
    program.click("sendButton")
    dialog = program.dialog("otherAccountDialog")
    assert "This email was written for Test account" in program.words_of(dialog)
    program.click("otherAccountMove", within=dialog)
    program.until_reason("No segment or tag is chosen.")
    assert program.button("sendButton").text() == "Send"


# The key is a secret


def _everything_shown(program: Program) -> str:
    window = program.app.window
    texts = [window.windowTitle()]
    texts += [label.text() for label in window.findChildren(QLabel)]
    texts += [line.displayText() for line in window.findChildren(QLineEdit)]
    texts += [view.toPlainText() for view in window.findChildren(QPlainTextEdit)]
    texts += [widget.toolTip() for widget in window.findChildren(QLabel)]
    return "\n".join(texts)


def _files_with(folder: Path, words: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_the_key_is_in_no_file_and_nowhere_in_the_window(
    open_program: Open, server: Server
) -> None:
    program = open_program(keychain=no_keyring())
    program.give_key(WRONG_KEY)
    program.until(lambda: "doesn't know this API key" in banner(program), "the refusal")
    program.connect(TEST_KEY)
    program.simple_email()
    program.send(SendState.ACCEPTED)
    del server.sandbox.account.keys[TEST_KEY]
    try:
        program.type_into("subject", "Hello again")
        program.send(SendState.FAILED)
        program.click("sendDetailsButton")
        program.click("copySendButton")
        program.app.crash.report(RuntimeError(f"an error that quotes {TEST_KEY}"))
        program.dialog("crashDialog")
        assert CANARY not in _everything_shown(program)
        assert CANARY not in QApplication.clipboard().text()
    finally:
        server.sandbox.account.add_key(TEST_KEY)
    program.close()
    assert list(program.folder.rglob("*"))
    assert _files_with(program.folder, b"Hello again")
    assert _files_with(program.folder, CANARY.encode()) == []
    assert _files_with(program.folder, CANARY.encode("utf-16-le")) == []
