"""A key that is given in the browser, after somebody has compared a code and said yes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from migma_desktop.core.models import SendState
from migma_desktop.sandbox.things import SCOPES
from migma_desktop.storage.keychain import MemoryKeychain
from tests.e2e.conftest import Open
from tests.e2e.server import Server


class Browser(QObject):
    """Stands where the system's browser is."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    # The binding takes a text, whatever its types say.
    QDesktopServices.setUrlHandler("http", browser, "open")  # type: ignore[arg-type]
    yield browser
    QDesktopServices.unsetUrlHandler("http")


def test_a_key_comes_from_the_browser_after_a_yes_there(
    open_program: Open, server: Server, browser: Browser
) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.until(lambda: program.app.window.shows_welcome, "the welcome")
    server.sandbox.claims.interval = 1
    program.click("connectBrowserButton")
    dialog = program.dialog("connectDialog")
    program.type_into("connectName", "From the browser", within=dialog)
    program.type_into("connectEmail", "ada@example.com", within=dialog)
    program.click("connectAsk", within=dialog)
    (claim,) = program.until_there(lambda: server.sandbox.claims.waiting or None, "the question")
    program.until(lambda: claim.code in program.words_of(dialog), "the code")
    program.click("connectOpen", within=dialog)
    assert [claim.code in link for link in browser.opened] == [True]
    server.sandbox.claims.approve(claim.code, scopes=SCOPES - {"email:write"})
    program.until_connected()
    program.until_closed("connectDialog")
    (profile,) = program.app.settings.profiles
    key = keychain.read(profile.id)
    assert key in server.sandbox.account.keys
    assert profile.name == "From the browser"
    assert profile.permissions["email:send"] is True
    assert profile.permissions["email:write"] is False
    program.simple_email()
    program.send(SendState.ACCEPTED)


def test_a_no_in_the_browser_and_a_change_of_mind_leave_everything_as_it_was(
    open_program: Open, server: Server
) -> None:
    program = open_program()
    program.until(lambda: program.app.window.shows_welcome, "the welcome")
    server.sandbox.claims.interval = 1
    program.click("connectBrowserButton")
    dialog = program.dialog("connectDialog")
    program.type_into("connectEmail", "ada@example.com", within=dialog)
    program.click("connectAsk", within=dialog)
    (claim,) = program.until_there(lambda: server.sandbox.claims.waiting or None, "the question")
    program.until(lambda: claim.code in program.words_of(dialog), "the code")
    server.sandbox.claims.deny(claim.code)
    program.until(lambda: "The key was refused" in program.words_of(dialog), "the no")
    assert program.line("connectEmail").text() == "ada@example.com"
    program.click("connectAsk", within=dialog)
    (claim,) = program.until_there(lambda: server.sandbox.claims.waiting or None, "the question")
    program.until(lambda: claim.code in program.words_of(dialog), "the code")
    program.click("connectCancel", within=dialog)
    server.sandbox.claims.approve(claim.code)
    program.until_closed("connectDialog")
    assert program.app.settings.profiles == ()
    assert program.app.window.shows_welcome
