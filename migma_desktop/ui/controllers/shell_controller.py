"""The window's orders: new, open, save, undo, theme, help; and where they are found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from migma_desktop.core.checks.finding import Finding
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft, PlaceholderSpot
from migma_desktop.core.settings import ThemeMode
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.translation import translated

_IN_A_LINE = frozenset({PlaceholderSpot.SUBJECT, PlaceholderSpot.PREHEADER})
_ON_TAB = {"variablesTable": "variablesPanel"}


class ShellController(QObject):
    """Builds the window's actions and menus; carries them out or passes them on.

    Signals:
        list_wanted(), name_wanted(), versions_wanted(): of emails; see ``DraftsDesk``.
        open_wanted(), save_file_wanted(), export_wanted(): files; see ``FilesDesk``.
        inbox_wanted(): show what the sandbox delivered.
        about_wanted(): show versions and licences.
    """

    list_wanted = Signal()
    name_wanted = Signal()
    versions_wanted = Signal()
    open_wanted = Signal()
    save_file_wanted = Signal()
    export_wanted = Signal()
    inbox_wanted = Signal()
    about_wanted = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        theme: Theme,
        drafts: DraftController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._theme = theme
        self._drafts = drafts
        self._settings = settings
        self._build_actions()
        self._fill_new_menu()
        self._fill_more_menu()
        drafts.edited.connect(self._on_draft_edited)
        settings.not_saved.connect(self.show_error)
        window.log_panel.inbox_wanted.connect(self.inbox_wanted)
        window.checks_panel.place_wanted.connect(self.show_place)

    def show_error(self, error: KnownError) -> None:
        """Tell about something that went wrong."""
        self._window.messages.show_message(
            "error", translated(error.title), translated(error.advice), details=error.details
        )

    def offer_inbox(self, offered: bool) -> None:
        """Show the road to the practice inbox, or not."""
        self._inbox.setVisible(offered)

    def focus_field(self, name: str) -> None:
        """Bring the control of this objectName into sight, with the cursor in it."""
        if name in _ON_TAB:
            self._window.tabs.setCurrentWidget(self._window.variables_panel)
            self._window.variables_panel.focus_first_missing()
            return
        control = self._window.findChild(QWidget, name)
        if control is None:
            return
        scroll = self._window.message_panel
        if scroll.isAncestorOf(control):
            scroll.ensureWidgetVisible(control)
        control.setFocus()

    def show_place(self, finding: Finding) -> None:
        """Bring the place that a finding speaks of into sight, selected where it is a text."""
        place = finding.place
        if place is None:
            self.focus_field(finding.field)
            return
        if place.spot in _IN_A_LINE:
            name = place.spot.value
            self.focus_field(name)
            line = self._window.findChild(QLineEdit, name)
            if line is not None:
                start, end = (_for_qt(line.text(), at) for at in (place.start, place.end))
                line.setSelection(start, end - start)
            return
        editor = self._window.editor_pane.editor
        editor.setFocus()  # first: the preview outlines what is selected there
        editor.select(place.start, place.end)

    def _build_actions(self) -> None:
        editor = self._window.editor_pane.editor
        self._new = self._action(
            self.tr("New email"), QKeySequence.StandardKey.New, self._drafts.start_new
        )
        self._list = self._action(
            self.tr("Your emails…"), QKeySequence("Ctrl+Shift+O"), self.list_wanted.emit
        )
        self._open = self._action(
            self.tr("Open a file…"), QKeySequence.StandardKey.Open, self.open_wanted.emit
        )
        self._save = self._action(
            self.tr("Name this email…"), QKeySequence.StandardKey.Save, self.name_wanted.emit
        )
        self._save_file = self._action(
            self.tr("Save as a file…"), QKeySequence("Ctrl+Shift+S"), self.save_file_wanted.emit
        )
        self._export = self._action(self.tr("Export a copy…"), None, self.export_wanted.emit)
        self._versions = self._action(
            self.tr("Versions…"), QKeySequence("Ctrl+Shift+H"), self.versions_wanted.emit
        )
        undo = self._action(self.tr("Undo"), None, editor.undo)
        redo = self._action(self.tr("Redo"), None, editor.redo)
        for action, available in ((undo, editor.undoAvailable), (redo, editor.redoAvailable)):
            action.setEnabled(False)
            available.connect(action.setEnabled)
        bar = self._window.top_bar
        bar.add_action(self._list, "layers", "draftsButton")
        bar.add_action(self._open, "folder-open", "openButton")
        bar.add_action(self._save, "save", "saveButton")
        bar.add_action(undo, "undo-2", "editorUndoButton")
        bar.add_action(redo, "redo-2", "editorRedoButton")
        self._quit = self._action(
            self.tr("Quit"), QKeySequence.StandardKey.Quit, self._window.close
        )

    def _action(
        self,
        text: str,
        keys: QKeySequence | QKeySequence.StandardKey | None,
        run: Callable[[], object],
    ) -> QAction:
        action = QAction(text, self._window)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        return action

    def _fill_new_menu(self) -> None:
        menu = self._window.top_bar.new_menu
        menu.addAction(self._new)
        menu.addAction(self._list)

    def _fill_more_menu(self) -> None:
        menu = self._window.top_bar.more_menu
        menu.addAction(self._versions)
        menu.addAction(self._save_file)
        menu.addAction(self._export)
        menu.addSeparator()
        self._inbox = menu.addAction(self.tr("Practice inbox"))
        self._inbox.triggered.connect(lambda _checked=False: self.inbox_wanted.emit())
        themes = menu.addMenu(self.tr("Appearance"))
        group = QActionGroup(themes)
        names = {
            ThemeMode.SYSTEM: self.tr("Like the system"),
            ThemeMode.LIGHT: self.tr("Light"),
            ThemeMode.DARK: self.tr("Dark"),
        }
        for mode, name in names.items():
            action = themes.addAction(name)
            action.setCheckable(True)
            action.setChecked(mode == self._settings.settings.theme)
            action.triggered.connect(lambda _checked=False, m=mode: self._on_theme_chosen(m))
            group.addAction(action)
        menu.addSeparator()
        about = menu.addAction(self.tr("About Migma Desktop"))
        about.triggered.connect(lambda _checked=False: self.about_wanted.emit())
        menu.addAction(self._quit)

    def _on_theme_chosen(self, mode: ThemeMode) -> None:
        self._settings.change(theme=mode)
        self._theme.set_mode(mode)

    def _on_draft_edited(self, draft: Draft) -> None:
        self._window.show_editor(draft.source.is_written_here)


def _for_qt(text: str, place: int) -> int:
    """Return a place as Qt counts: an emoji is two characters to it."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
