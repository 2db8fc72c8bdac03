"""The small pictures of emails made in Migma."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Signal
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.errors import ServiceFault
from migma_desktop.core.texts import say
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.email_pictures import EmailPictures

T = TypeVar("T")


class Account(QObject):
    """An account whose pictures are handed out here."""

    profile_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.profile_id = "acme"
        self.asked: list[str] = []
        self.data = png(600, 1800)
        self.is_away = False

    def mailer_for(self, _profile_id: str) -> SimpleNamespace:
        return SimpleNamespace(picture=self._picture)

    async def _picture(self, address: str) -> bytes:
        self.asked.append(address)
        if self.is_away:
            raise ServiceFault(say("No picture"), say("There is none."))
        return self.data


class Turns:
    """Runs what is begun when it is told to, in this very thread."""

    def __init__(self) -> None:
        self.begun: list[Coroutine[Any, Any, object]] = []

    def spawn(self, work: Coroutine[Any, Any, object], **_: object) -> None:
        self.begun.append(work)

    def in_thread(self, call: Callable[..., T], *args: Any, **named: Any) -> Awaitable[T]:
        async def done() -> T:
            return call(*args, **named)

        return done()

    def run(self) -> None:
        while self.begun:
            asyncio.run(cast("Coroutine[Any, Any, None]", self.begun.pop(0)))


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def make(
    account: Account, turns: Turns, tmp_path: Path, qtbot: QtBot
) -> Callable[[], EmailPictures]:
    window = QWidget()
    qtbot.addWidget(window)
    return lambda: EmailPictures(
        runtime=cast("AsyncRuntime", turns),
        account=cast("AccountController", account),
        folder=tmp_path / "emails",
        window=window,
        parent=window,
    )


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def test_a_picture_is_fetched_once_made_small_and_kept(
    make: Callable[[], EmailPictures], account: Account, turns: Turns
) -> None:
    pictures = make()
    assert pictures.picture("https://a/1") is None
    assert pictures.picture("https://a/1") is None
    turns.run()
    picture = pictures.picture("https://a/1")
    assert picture is not None
    assert picture.size() == QSize(96, 108)
    another = make()
    another.picture("https://a/1")
    turns.run()
    assert another.picture("https://a/1") is not None
    assert account.asked == ["https://a/1"]


def test_rows_that_were_scrolled_past_are_not_fetched(
    make: Callable[[], EmailPictures], account: Account, turns: Turns
) -> None:
    pictures = make()
    for number in range(1000):
        pictures.picture(f"https://a/{number}")
    turns.run()
    assert len(account.asked) == 12
    assert account.asked[0] == "https://a/999"


def test_what_could_not_be_fetched_is_asked_for_again_only_when_the_list_is_opened(
    make: Callable[[], EmailPictures], account: Account, turns: Turns
) -> None:
    pictures = make()
    account.is_away = True
    pictures.picture("https://a/1")
    turns.run()
    pictures.picture("https://a/1")
    assert not turns.begun
    account.is_away = False
    pictures.try_again()
    pictures.picture("https://a/1")
    turns.run()
    assert pictures.picture("https://a/1") is not None


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nbroken", b""])
def test_what_is_no_picture_leaves_its_place_empty(
    make: Callable[[], EmailPictures], account: Account, turns: Turns, data: bytes
) -> None:
    account.data = data
    pictures = make()
    pictures.picture("https://a/1")
    turns.run()
    assert pictures.picture("https://a/1") is None
    assert not turns.begun


def test_an_account_sees_no_pictures_of_another_and_takes_its_own_along(
    make: Callable[[], EmailPictures], account: Account, turns: Turns, tmp_path: Path
) -> None:
    pictures = make()
    pictures.picture("https://a/1")
    turns.run()
    account.profile_id = "other"
    account.profile_changed.emit(None)
    assert pictures.picture("https://a/1") is None
    turns.run()
    assert account.asked == ["https://a/1", "https://a/1"]
    assert len(list((tmp_path / "emails").iterdir())) == 2
    pictures.forget_account("acme")
    turns.run()
    assert len(list((tmp_path / "emails").iterdir())) == 1
