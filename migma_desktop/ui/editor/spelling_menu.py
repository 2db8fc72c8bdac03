"""What the context menu offers for a wrong word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from migma_desktop.core.errors import KnownError


class SpellingMenu(QObject):
    """The upper part of the editor's menu: open at once, with suggestions when they are found.

    Signals:
        chosen(str): write this word instead.
        keeping_wanted: the word is right, everywhere.
        ignoring_wanted: the word is right in this email.
    """

    chosen = Signal(str)
    keeping_wanted = Signal()
    ignoring_wanted = Signal()

    def __init__(self, word: str, *, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        before = menu.actions()[0]
        self._waiting = self._add(self.tr("Looking for other words…"), before)
        self._waiting.setObjectName("spellingWaiting")
        self._waiting.setEnabled(False)
        keep = self._add(self.tr("Add “{word}” to my words").format(word=word), before)
        keep.setObjectName("keepWord")
        keep.triggered.connect(self.keeping_wanted)
        ignore = self._add(self.tr("Ignore “{word}” in this email").format(word=word), before)
        ignore.setObjectName("ignoreWord")
        ignore.triggered.connect(self.ignoring_wanted)
        self._add("", before).setSeparator(True)
        line = QAction(self)
        line.setSeparator(True)
        menu.insertAction(keep, line)

    def show_guesses(self, guesses: Sequence[str]) -> None:
        """Offer these words."""
        if not guesses:
            self._waiting.setText(self.tr("No similar word is known"))
            return
        for number, guess in enumerate(guesses):
            action = QAction(guess, self)
            action.setObjectName(f"guess-{number}")
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.triggered.connect(lambda _checked=False, word=guess: self.chosen.emit(word))
            self._menu.insertAction(self._waiting, action)
        self._menu.removeAction(self._waiting)

    def show_error(self, _error: KnownError) -> None:
        """Say that there are none to be had."""
        self._waiting.setText(self.tr("Other words can't be looked up now"))

    @staticmethod
    def offer_to_forget(menu: QMenu, word: str, forget: Callable[[], None]) -> None:
        """Offer to take a word out of the user's own."""
        text = QCoreApplication.translate("SpellingMenu", "Take “{word}” out of my words")
        action = QAction(text.format(word=word), menu)
        action.setObjectName("forgetWord")
        action.triggered.connect(lambda _checked=False: forget())
        line = QAction(menu)
        line.setSeparator(True)
        menu.insertActions(menu.actions()[0], [action, line])

    def _add(self, text: str, before: QAction) -> QAction:
        action = QAction(text, self)
        self._menu.insertAction(before, action)
        return action
