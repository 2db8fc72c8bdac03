"""What people do about spelling as such: on or off, go through the words, choose languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from migma_desktop.ui.icons import Icons


class SpellingButton(QToolButton):
    """A menu behind a button; its shortcuts work in the whole editor pane.

    Signals:
        switched(bool): look for wrong words, or not.
        next_wanted, previous_wanted: go to a wrong word.
        languages_chosen(tuple[str, ...]): the email is written in these.
        adding_wanted: add a dictionary from a file.
        folder_wanted: open the folder of the user's dictionaries.
        menu_opening: the list of languages should be up to date now.
    """

    switched = Signal(bool)
    next_wanted = Signal()
    previous_wanted = Signal()
    languages_chosen = Signal(object)
    adding_wanted = Signal()
    folder_wanted = Signal()
    menu_opening = Signal()

    def __init__(self, *, icons: Icons, pane: QWidget) -> None:
        super().__init__(pane)
        self.setObjectName("spellingButton")
        self.setAccessibleName(self.tr("Spelling"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("kind", "strip")  # it stands in the line below the text
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.bind(self, "spell-check", role="text_muted")
        self.set_said("")
        menu = QMenu(self)
        menu.setObjectName("spellingMenu")
        menu.aboutToShow.connect(self.menu_opening)
        self._switch = self._action(menu, "spellingSwitch", self.tr("Check spelling"), "Ctrl+F7")
        self._switch.setCheckable(True)
        self._switch.setChecked(True)
        self._switch.toggled.connect(self._on_switched)
        menu.addSeparator()
        self._next = self._action(menu, "spellingNext", self.tr("Next misspelled word"), "F7")
        self._next.triggered.connect(self.next_wanted)
        self._previous = self._action(
            menu, "spellingPrevious", self.tr("Previous misspelled word"), "Shift+F7"
        )
        self._previous.triggered.connect(self.previous_wanted)
        menu.addSeparator()
        self._languages = menu.addMenu(self.tr("Languages of this email"))
        self._languages.setObjectName("spellingLanguages")
        add = menu.addAction(self.tr("Add a dictionary…"))
        add.setObjectName("addDictionary")
        add.triggered.connect(self.adding_wanted)
        folder = menu.addAction(self.tr("Open dictionaries folder"))
        folder.setObjectName("openDictionaries")
        folder.triggered.connect(self.folder_wanted)
        for action in (self._switch, self._next, self._previous):
            pane.addAction(action)
        self.setMenu(menu)

    def set_said(self, said: str, details: str = "") -> None:
        """Show in which language the spelling is checked, or why it isn't."""
        self.setText(said or self.tr("Spelling"))
        usual = self.tr("Spelling: languages, next word (F7)")
        self.setToolTip(f"{usual}\n{details}" if details else usual)

    def show_state(self, *, is_on: bool, languages: Sequence[str], chosen: Sequence[str]) -> None:
        """Show what holds now; ``languages`` are those that there are dictionaries for."""
        blocked = self._switch.blockSignals(True)
        self._switch.setChecked(is_on)
        self._switch.blockSignals(blocked)
        for action in (self._next, self._previous):
            action.setEnabled(is_on)
        self._languages.clear()
        named = sorted((language_name(code), code) for code in languages)
        for name, code in named:
            action = self._languages.addAction(name)
            action.setObjectName(f"spelling-{code}")
            action.setCheckable(True)
            action.setChecked(code in chosen)
            action.toggled.connect(partial(self._on_language_toggled, code, tuple(chosen)))
        if not named:
            self._languages.addAction(self.tr("There is no dictionary yet")).setEnabled(False)

    def _action(self, menu: QMenu, object_name: str, text: str, keys: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(object_name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _on_switched(self, is_on: bool) -> None:
        self.switched.emit(is_on)

    def _on_language_toggled(self, code: str, before: tuple[str, ...], chosen: bool) -> None:
        others = tuple(each for each in before if each != code)
        self.languages_chosen.emit((*others, code) if chosen else others)


def language_name(code: str, *, short: bool = False) -> str:
    """Return what people call a language such as ``en_US``."""
    locale = QLocale(code)
    if locale.language() == QLocale.Language.C:
        return code
    language = QLocale.languageToString(locale.language())
    if "_" not in code:
        return language
    if short:
        return f"{language} ({code.partition('_')[2]})"
    return f"{language} ({QLocale.territoryToString(locale.territory())})"
