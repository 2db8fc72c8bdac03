"""Where sample people come from: typed, pasted, out of a file, or from the account's contacts."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from migma_desktop.core.account import Contact
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft
from migma_desktop.core.sample_people import MOST_PEOPLE, SamplePerson, columns_of, person_of
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.people_controller import PeopleController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import MessageKind

if TYPE_CHECKING:  # what reads tables, and dialogs, come when they are wanted
    from migma_desktop.core.table_people import TableImport
    from migma_desktop.ui.dialogs.contact_dialog import ContactDialog
    from migma_desktop.ui.dialogs.import_people import ImportPeopleDialog
    from migma_desktop.ui.dialogs.people_dialog import PeopleDialog

_A_MOMENT_MS = 400
_LONGEST_PASTE = 1_000_000  # characters; a spreadsheet's clipboard can hold all of its rows


class PeopleDesk(QObject):
    """Opens the dialogs about sample people and carries out what they are asked for."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        people: PeopleController,
        drafts: DraftController,
        renders: RenderController,
        account: AccountController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._people = people
        self._drafts = drafts
        self._renders = renders
        self._account = account
        self._settings = settings
        self._dialog: PeopleDialog | None = None
        self._past: list[Sequence[SamplePerson]] = []  # since the dialog was opened
        people.manage_wanted.connect(self.show_people)
        drafts.edited.connect(self._show)

    def show_people(self) -> PeopleDialog:
        """Show the sample people of the present email."""
        from migma_desktop.ui.dialogs.people_dialog import PeopleDialog

        dialog = self._dialog = PeopleDialog(icons=self._icons, parent=self._window)
        dialog.changed.connect(self._on_changed)
        dialog.undo_wanted.connect(self._undo)
        dialog.contact_wanted.connect(self._ask_for_contact)
        dialog.file_wanted.connect(self._ask_for_file)
        dialog.file_dropped.connect(self._on_file_dropped)
        dialog.pasted.connect(self._on_pasted)
        dialog.finished.connect(self._on_closed)
        self._show(self._drafts.draft)
        dialog.open()
        return dialog

    def _show(self, draft: Draft) -> None:
        if self._dialog is None:
            return
        latest = self._renders.latest
        placeholders = () if latest is None else latest.placeholders
        columns = columns_of(placeholders, draft.people)
        used = frozenset(placeholder.name for placeholder in placeholders)
        self._dialog.show_people(draft.people, columns, used)

    def _on_changed(self, people: Sequence[SamplePerson]) -> None:
        self._past.append(self._drafts.draft.people)
        self._drafts.edit(people=tuple(people))

    def _undo(self) -> None:
        if self._past:
            self._drafts.edit(people=tuple(self._past.pop()))

    def _on_closed(self) -> None:
        """Forget who was begun and never typed."""
        self._past.clear()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
        named = tuple(person for person in self._drafts.draft.people if person)
        self._drafts.edit(people=named)

    def _placeholders(self) -> tuple[str, ...]:
        latest = self._renders.latest
        return () if latest is None else tuple(each.name for each in latest.placeholders)

    def _add(self, people: Sequence[SamplePerson]) -> None:
        """Add people, and look at the email as the first of them."""
        before = self._drafts.draft.people
        added = tuple(people)[: max(0, MOST_PEOPLE - len(before))]
        if not added:
            return
        self._past.append(before)
        self._drafts.edit(people=(*before, *added))
        self._people.look_as(len(before) + 1)
        if self._dialog is not None:
            title = (
                self.tr("One person was added")
                if len(added) == 1
                else self.tr("{count} people were added").format(count=len(added))
            )
            self._dialog.offer_undo(title, before=before)

    def _has_room(self) -> bool:
        if len(self._drafts.draft.people) < MOST_PEOPLE:
            return True
        self._banner().show_message(
            "info",
            self.tr("{most} sample people are the most that an email keeps").format(
                most=MOST_PEOPLE
            ),
            self.tr("Remove some first."),
        )
        return False

    # From a table

    def _on_pasted(self, text: str) -> None:
        if self._has_room():
            read = partial(_parsed, text[:_LONGEST_PASTE])
            self._run(self._ask_for_rows(read, self.tr("the clipboard")))

    def _ask_for_file(self) -> None:
        if not self._has_room():
            return
        dialog = QFileDialog(self._dialog or self._window, self.tr("Sample people from a table"))
        dialog.setObjectName("peopleFileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods)"))
        if self._settings.settings.last_folder:
            dialog.setDirectory(self._settings.settings.last_folder)
        dialog.fileSelected.connect(lambda name: self.open_table(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_dropped(self, path: Path) -> None:
        if self._has_room():
            self.open_table(path)

    def open_table(self, path: Path) -> None:
        """Read a file and ask which of its rows become people."""
        self._settings.change(last_folder=str(path.parent))
        self._run(self._ask_for_rows(partial(_read, path), path.name))

    async def _ask_for_rows(self, read: _Read, source: str) -> None:
        begun = await self._read_patiently(read, source)
        if not begun.rows:
            self._tell_no_table(source)
            return
        from migma_desktop.ui.dialogs.import_people import ImportPeopleDialog

        dialog = ImportPeopleDialog(
            source,
            present=len(self._drafts.draft.people),
            icons=self._icons,
            parent=self._dialog or self._window,
        )
        state = _Importing(begun, dialog)

        def read_again(**how: str) -> None:
            self._run(self._read_again(state, partial(read, **how)), told=dialog.banner)

        dialog.first_row_chosen.connect(lambda on: state.become(state.now.with_first_row(on)))
        dialog.column_chosen.connect(
            lambda name, column: state.become(state.now.with_fill(name, column))
        )
        dialog.delimiter_chosen.connect(lambda delimiter: read_again(delimiter=delimiter))
        dialog.encoding_chosen.connect(lambda encoding: read_again(encoding=encoding))
        dialog.sheet_chosen.connect(lambda sheet: read_again(sheet=sheet))
        dialog.confirmed.connect(lambda rows: self._on_rows_chosen(state, rows))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _read_patiently(self, read: _Read, source: str) -> TableImport:
        """Read a table, and say so where that takes longer than a moment."""
        banner = self._banner()
        told = QTimer(self, singleShot=True, interval=_A_MOMENT_MS)
        told.timeout.connect(
            lambda: banner.show_message("info", self.tr("Reading {file}…").format(file=source))
        )
        told.start()
        try:
            return await self._runtime.in_thread(read, self._placeholders())
        finally:
            if not told.isActive() and self._dialog is not None:
                self._dialog.banner.hide()
            told.stop()
            told.deleteLater()

    async def _read_again(self, state: _Importing, read: _Read) -> None:
        state.become(await self._runtime.in_thread(read, self._placeholders()))

    def _on_rows_chosen(self, state: _Importing, rows: Sequence[int]) -> None:
        people = state.now.people(rows)
        state.dialog.accept()
        self._add(people)

    def _tell_no_table(self, source: str) -> None:
        self._banner().show_message(
            "info",
            self.tr("There are no rows in {source}").format(source=source),
            self.tr(
                "Copy some rows in a spreadsheet, best with the row that holds the names, then "
                "paste them here."
            ),
        )

    # From the account

    def _ask_for_contact(self) -> None:
        from migma_desktop.ui.dialogs.contact_dialog import ContactDialog

        if not self._has_room():
            return
        dialog = ContactDialog(icons=self._icons, parent=self._dialog or self._window)
        dialog.words_changed.connect(lambda _words: self._find(dialog))
        dialog.contact_chosen.connect(lambda contact: self._add([person_of(contact)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self._find(dialog)

    def _find(self, dialog: ContactDialog) -> None:
        project_id, words = self._drafts.draft.project_id, dialog.words
        if self._account.profile is None or not project_id:
            dialog.show_error(
                self.tr("No project is chosen"),
                self.tr("Contacts belong to a project. Choose one on the left first."),
            )
            return

        async def find() -> None:
            found: Sequence[Contact] = ()
            try:
                found = await self._account.mailer.contacts_like(project_id, search=words)
            except KnownError as error:
                if words == dialog.words:
                    dialog.show_error(translated(error.title), translated(error.advice))
                return
            if words == dialog.words:  # nothing else was typed meanwhile
                dialog.show_contacts(found)

        self._runtime.spawn(find(), owner=dialog)

    def _banner(self) -> _Tells:
        return self._window.messages if self._dialog is None else self._dialog.banner

    def _run(
        self, coroutine: Coroutine[object, object, None], *, told: _Tells | None = None
    ) -> None:
        def on_error(error: KnownError) -> None:
            (told or self._banner()).show_message(
                "error",
                translated(error.title),
                translated(error.advice),
                details=error.details,
            )

        self._runtime.spawn(coroutine, owner=self, on_known_error=on_error)


class _Tells(Protocol):
    """Where something can be told: in a dialog, or in the window."""

    def show_message(
        self, kind: MessageKind, title: str, text: str = "", *, details: str = ""
    ) -> object: ...


class _Read(Protocol):
    """Reads a table, perhaps in a way that its user chose. Raises FileRefused."""

    def __call__(self, placeholders: Sequence[str], **how: str) -> TableImport: ...


class _Importing:
    """An import as it stands in its dialog."""

    def __init__(self, now: TableImport, dialog: ImportPeopleDialog) -> None:
        self.now, self.dialog = now, dialog
        dialog.show_import(now)

    def become(self, now: TableImport) -> None:
        """Show it in another way."""
        self.now = now
        self.dialog.show_import(now)


def _read(path: Path, placeholders: Sequence[str], **how: str) -> TableImport:
    from migma_desktop.core.table_people import begin_import
    from migma_desktop.core.tables import read_table

    return begin_import(read_table(path, **how), placeholders)


def _parsed(text: str, placeholders: Sequence[str], **how: str) -> TableImport:
    from migma_desktop.core.table_people import begin_import
    from migma_desktop.core.tables import parse_table

    return begin_import(parse_table(text, **how), placeholders)
