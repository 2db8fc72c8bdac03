"""Looks the spelling over beside the GUI thread, and carries out what people do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft
from migma_desktop.core.spelling.own_words import OwnWords
from migma_desktop.core.spelling.ports import OwnWordStore, Speller
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.review_controller import ReviewController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.editor.spelling_button import language_name
from migma_desktop.ui.editor.spelling_marks import MarkedWord
from migma_desktop.ui.editor.spelling_menu import SpellingMenu
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:  # comes with the first check: typing must not wait for it
    from migma_desktop.core.spelling.spell_check import Checked, SpellCheck

_REST_MS = 300  # after an edit; the helper is quick, yet nobody reads while typing
_FIRST_REST_MS = 1500  # after the start, which has more important things to do
_DICTIONARIES = "*.dic *.aff *.oxt *.xpi *.zip"


class SpellingDesk(QObject):
    """Marks wrong words in the editor, and counts them among the checks.

    Signals:
        trouble(KnownError): a dictionary or an own word could not be kept.
    """

    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        drafts: DraftController,
        reviews: ReviewController,
        settings: SettingsController,
        speller: Speller,
        words: OwnWordStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._pane = window.editor_pane
        self._editor = window.editor_pane.editor
        self._drafts = drafts
        self._reviews = reviews
        self._settings = settings
        self._speller = speller
        self._words = words
        self._own: OwnWords | None = None  # read with the first check
        self._available: Sequence[str] = ()
        self._chosen: tuple[str, ...] = ()  # what the last check went by
        self._check: SpellCheck | None = None
        self._is_wanted = self._is_checking = False
        self._rest = QTimer(self, singleShot=True, interval=_FIRST_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._button = window.editor_pane.spelling_button
        self._button.switched.connect(self._on_switched)
        self._button.languages_chosen.connect(self._on_languages_chosen)
        self._button.next_wanted.connect(lambda: self._go(backwards=False))
        self._button.previous_wanted.connect(lambda: self._go(backwards=True))
        self._button.adding_wanted.connect(self._ask_for_dictionary)
        self._button.folder_wanted.connect(self._open_folder)
        self._button.menu_opening.connect(self._on_button_pressed)
        self._editor.content_changed.connect(self._on_news)
        self._editor.menu_opening.connect(self._on_menu_opening)
        drafts.replaced.connect(self._on_draft_replaced)
        runtime.at_shutdown(self._close)
        self._show_state()
        self._rest.start()

    @property
    def is_settled(self) -> bool:
        """Whether what is marked is what is wrong."""
        return not self._rest.isActive() and not self._is_checking

    def look_now(self) -> None:
        """Check without waiting for the typing to rest."""
        self._rest.stop()
        self._on_rest()

    def add_dictionary(self, path: Path) -> None:
        """Make the dictionaries of a file the user's own, and choose them."""
        self._runtime.spawn(self._add(path), owner=self, on_known_error=self.trouble.emit)

    # ---- Checking ----

    def _on_news(self) -> None:
        if self._settings.settings.checks_spelling and not self._rest.isActive():
            self._rest.start()

    def _on_draft_replaced(self, _draft: Draft) -> None:
        self._editor.spelling.clear()
        self._on_news()

    def _on_rest(self) -> None:
        self._rest.setInterval(_REST_MS)
        self._is_wanted = True
        if not self._is_checking:
            self._runtime.spawn(self._look(), owner=self, on_known_error=self._on_not_checked)

    async def _look(self) -> None:
        self._is_checking = True
        try:
            while self._is_wanted:
                self._is_wanted = False
                if self._is_off():
                    self._show_nothing()
                    return
                await self._look_once()
        finally:
            self._is_checking = False

    def _is_off(self) -> bool:
        draft = self._drafts.draft
        return not (self._settings.settings.checks_spelling and draft.source.is_written_here)

    async def _look_once(self) -> None:
        draft, lines = self._drafts.draft, self._editor.lines()
        if self._check is None:
            await self._runtime.in_thread(self._begin)
        chosen = await self._runtime.in_thread(
            _languages, draft, lines, self._settings.settings.spelling, self._available
        )
        found = await self._runtime.in_thread(
            self._checked, lines, self._editor.language.value, chosen, draft.id
        )
        self._chosen = chosen
        if draft.id != self._drafts.draft.id or self._is_off():
            self._is_wanted = True
            return
        self._editor.spelling.show(found.lines, found.marks)
        self._reviews.know_misspelled(found.words)
        self._show_state()
        self._pane.set_spelling(self._said(found))

    def _begin(self) -> None:
        """Load what a check takes; beside the GUI thread."""
        from migma_desktop.core.spelling.spell_check import SpellCheck

        self._available = self._speller.languages()
        self._own = self._words.read()
        self._check = SpellCheck(self._speller.find_wrong)

    def _checked(
        self, lines: Sequence[str], way: str, languages: Sequence[str], draft_id: str
    ) -> Checked:
        from migma_desktop.core.spelling.visible_text import Way

        if self._check is None or self._own is None:
            raise RuntimeError("begin first")
        accepted = self._own.accepted_in(draft_id)
        return self._check.check(lines, way=Way(way), languages=languages, accepted=accepted)

    def _on_not_checked(self, error: KnownError) -> None:
        self._show_nothing()
        self._pane.set_spelling(self.tr("Spelling can't be checked"), error.details)

    def _show_nothing(self) -> None:
        self._editor.spelling.clear()
        self._reviews.know_misspelled(())
        self._pane.set_spelling("")

    def _said(self, found: Checked) -> str:
        if not self._chosen:
            return self.tr("No dictionary")
        names = ", ".join(language_name(code, short=True) for code in self._chosen)
        if found.is_foreign:
            return self.tr("Not {languages}? Choose").format(languages=names)
        return names

    # ---- Going through the words ----

    def _go(self, *, backwards: bool) -> None:
        start, end = self._editor.selection()
        line, column = self._editor.place_of(start if backwards else end)
        marked = self._editor.spelling.beyond(line, column, backwards=backwards)
        if marked is None:
            self._window.messages.show_message(
                "info",
                self.tr("No misspelled words"),
                self.tr("Every word is in the dictionary, or one of yours."),
            )
            return
        self._editor.select(*self._span(marked))
        self._editor.setFocus()

    def _span(self, marked: MarkedWord) -> tuple[int, int]:
        start = self._editor.offset_of(marked.line, marked.word.start)
        return start, start + marked.word.end - marked.word.start

    def _on_menu_opening(self, menu: QMenu, line: int, column: int) -> None:
        marked = self._editor.spelling.at(line, column)
        if marked is None:
            word = self._editor.word_at(line, column)
            own = () if self._own is None else self._own.words
            if word.casefold() in {each.casefold() for each in own}:
                SpellingMenu.offer_to_forget(menu, word, lambda: self._forget(word))
            return
        offers = SpellingMenu(marked.word.text, menu=menu)
        offers.chosen.connect(lambda guess: self._replace(marked, guess))
        offers.keeping_wanted.connect(lambda: self._keep(marked.word.text))
        offers.ignoring_wanted.connect(lambda: self._ignore(marked.word.text))
        self._runtime.spawn(
            self._suggest(offers, marked.word.text), owner=offers, on_known_error=offers.show_error
        )

    async def _suggest(self, offers: SpellingMenu, word: str) -> None:
        offers.show_guesses(
            await self._runtime.in_thread(self._speller.suggest, word, self._chosen)
        )

    def _replace(self, marked: MarkedWord, guess: str) -> None:
        now = self._editor.spelling.at(marked.line, marked.word.start)
        if now == marked:  # else the text has changed under the menu
            self._editor.replace_range(*self._span(marked), guess)

    # ---- Own words ----

    def _keep(self, word: str) -> None:
        self._runtime.spawn(self._change(self._words.keep, word), on_known_error=self.trouble.emit)

    def _ignore(self, word: str) -> None:
        self._runtime.spawn(
            self._change(self._words.ignore, word, self._drafts.draft.id),
            on_known_error=self.trouble.emit,
        )

    def _forget(self, word: str) -> None:
        self._runtime.spawn(
            self._change(self._words.forget, word), on_known_error=self.trouble.emit
        )

    async def _change(self, change: Callable[..., OwnWords], *facts: str) -> None:
        self._own = await self._runtime.in_thread(change, *facts)
        self.look_now()

    # ---- Languages ----

    def _show_state(self) -> None:
        self._button.show_state(
            is_on=self._settings.settings.checks_spelling,
            languages=self._available,
            chosen=self._chosen,
        )

    def _on_button_pressed(self) -> None:
        self._show_state()
        self._runtime.spawn(self._refresh(), owner=self)

    async def _refresh(self) -> None:
        """Take note of dictionaries that were put into a folder by hand."""
        available = await self._runtime.in_thread(self._speller.languages)
        if available != self._available:
            self._available = available
            self._show_state()

    def _on_switched(self, is_on: bool) -> None:
        self._settings.change(checks_spelling=is_on)
        self._show_state()
        self.look_now()

    def _on_languages_chosen(self, languages: tuple[str, ...]) -> None:
        self._drafts.edit(spelling=languages)
        self._settings.change(spelling=languages)
        self.look_now()

    def _ask_for_dictionary(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Add a dictionary"))
        dialog.setObjectName("dictionaryDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(
            self.tr("Dictionaries of Hunspell, LibreOffice and Firefox ({endings})").format(
                endings=_DICTIONARIES
            )
        )
        dialog.fileSelected.connect(lambda path: self.add_dictionary(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _add(self, path: Path) -> None:
        added = await self._runtime.in_thread(self._speller.add, path)
        self._available = await self._runtime.in_thread(self._speller.languages)
        if self._check is not None:
            self._check.forget_verdicts()
        others = (code for code in self._chosen if code not in added)
        self._on_languages_chosen((*others, *added))
        names = ", ".join(map(language_name, added))
        self._window.messages.show_message(
            "success",
            self.tr("Added: {languages}").format(languages=names),
            self.tr("This email is checked with it. Other emails: the button below the text."),
        )

    def _open_folder(self) -> None:
        self._runtime.spawn(self._show_folder(), owner=self, on_known_error=self.trouble.emit)

    async def _show_folder(self) -> None:
        folder = self._speller.folder
        await self._runtime.in_thread(folder.mkdir, parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    async def _close(self) -> None:
        self._speller.close()


def _languages(
    draft: Draft, lines: Sequence[str], remembered: Sequence[str], available: Sequence[str]
) -> tuple[str, ...]:
    from migma_desktop.core.spelling.languages import languages_of

    return languages_of(
        chosen=draft.spelling,
        source="\n".join(lines[:100]),
        remembered=remembered,
        system=QLocale.system().name(),
        available=available,
    )
