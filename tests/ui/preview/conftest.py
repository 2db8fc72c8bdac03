"""A preview on the screen, and ways to look at it: at its pixels and at its document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.preview.environment import ENGINE_REMARKS, prepare_environment
from migma_desktop.ui.preview.lockdown import Lockdown

prepare_environment()
QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


_REMARKS = (*ENGINE_REMARKS, r"This plugin does not support (propagateSizeHints|raise|grab)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "preview":
            item.add_marker(pytest.mark.qt_log_ignore(*_REMARKS, extend=True))


class Screen:
    """A preview as its user sees it, and as a test can ask about it."""

    def __init__(self, qtbot: QtBot, lockdown: Lockdown | None = None) -> None:
        from migma_desktop.ui.preview.view import PreviewView

        self._qtbot = qtbot
        self.lockdown = lockdown or Lockdown()
        self.view = PreviewView(lockdown=self.lockdown)
        self.view.resize(600, 800)
        self.view.show()

    def close(self) -> None:
        if not shiboken6.isValid(self.view):
            return
        self.view.close()
        self.view.deleteLater()
        QTest.qWait(0)  # deletes it before the next test begins

    def show(self, html: str, missing: frozenset[str] = frozenset()) -> int:
        """Show a document and wait until it is in the page."""
        seen: list[int] = []
        bell = QEventLoop()

        def on_shown(revision: int) -> None:
            seen.append(revision)
            bell.quit()

        self.view.shown.connect(on_shown)
        revision = self.view.show_html(html, missing)
        assert _live_until(lambda: revision in seen, bell, 20_000), "The email never came."
        self.view.shown.disconnect(on_shown)
        return revision

    def ask(self, script: str) -> object:
        """Evaluate an expression in the isolated world; it may be anything JSON can carry.

        A page that is just being left never answers: the one that follows is asked again.
        """
        from PySide6.QtWebEngineCore import QWebEngineScript

        answers: list[str] = []
        bell = QEventLoop()

        def on_answer(answer: str) -> None:
            answers.append(answer)
            bell.quit()

        for _ in range(20):
            self.view.page().runJavaScript(
                f"JSON.stringify({script})",
                QWebEngineScript.ScriptWorldId.ApplicationWorld,
                on_answer,
            )
            if _live_until(lambda: bool(answers), bell, 1000):
                break
        return json.loads(answers[0]) if answers[0] else None

    def live(self) -> str:
        """Return the document in the page, serialised."""
        return str(self.ask("document.documentElement.outerHTML"))

    def parsed(self, html: str) -> str:
        """Return the same document as the browser's own parser reads it, serialised."""
        expression = f"new DOMParser().parseFromString({json.dumps(html)}, 'text/html')"
        return str(self.ask(f"{expression}.documentElement.outerHTML"))

    def colour(self, x: int, y: int) -> str:
        """Return what is painted at a place, as ``#rrggbb``."""
        image = self.view.grab(QRect(x, y, 1, 1)).toImage()
        return image.pixelColor(0, 0).name()

    def wait_for_colour(self, colour: str, x: int = 300, y: int = 5) -> None:
        """Wait until a pixel has this colour: neither loading nor patching means painted."""
        wanted = QColor(colour).name()
        self._qtbot.waitUntil(lambda: self.colour(x, y) == wanted, timeout=20_000)

    def click(self, selector: str) -> None:
        """Click the middle of an element with the real mouse events of the window."""
        place = self.ask(
            f"(found => (found.scrollIntoView({{block: 'center'}}),"
            f" box => [box.x + box.width / 2, box.y + box.height / 2])"
            f"(found.getBoundingClientRect()))(document.querySelector({json.dumps(selector)}))"
        )
        assert isinstance(place, list)
        target = self.view.focusProxy()
        assert isinstance(target, QWidget)
        QTest.mouseMove(target, QPoint(int(place[0]), int(place[1])))
        QTest.mouseClick(
            target, Qt.MouseButton.LeftButton, pos=QPoint(int(place[0]), int(place[1]))
        )

    def settle(self, milliseconds: int = 60) -> None:
        """Give a page that should do nothing the time to do it all the same."""
        self.ask("document.readyState")
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()


def _live_until(happened: Callable[[], bool], bell: QEventLoop, milliseconds: int) -> bool:
    """Handle events until something has happened; whatever brings it about rings the bell.

    Looking every 10 ms, as pytest-qt does, took two thirds of the time of these tests.
    """
    patience = QTimer(singleShot=True, interval=milliseconds)
    patience.timeout.connect(bell.quit)
    patience.start()
    while not happened() and patience.isActive():
        bell.exec()
    return happened()


@pytest.fixture
def make_screen(qtbot: QtBot) -> Iterator[Callable[..., Screen]]:
    made: list[Screen] = []

    def make(lockdown: Lockdown | None = None) -> Screen:
        made.append(Screen(qtbot, lockdown))
        return made[-1]

    yield make
    for screen in made:
        screen.close()


@pytest.fixture
def screen(make_screen: Callable[..., Screen]) -> Screen:
    return make_screen()
