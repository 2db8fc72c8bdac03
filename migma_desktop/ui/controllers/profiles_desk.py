"""What the window does to manage accounts: their dialog, files of them, and keys to switch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from migma_desktop.core.abilities import Ability
from migma_desktop.core.errors import DraftRefused, KnownError
from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.core.models import Profile, Project
from migma_desktop.core.rules import parse_address
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.profile_controller import ProfileController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import MessageAction

if TYPE_CHECKING:
    from migma_desktop.ui.dialogs.profiles_dialog import ProfilesDialog

_BY_NUMBER = 9

ReadProfiles = Callable[[Path], Sequence[Profile]]
WriteProfiles = Callable[[Path, Sequence[Profile]], int]


def keys_of(number: int) -> QKeySequence:
    """Return the keys that switch to the account at this place of the list, counted from 0.

    Ctrl and a digit make headings in the editor. On a Mac, Alt and a digit write characters.
    """
    if number >= _BY_NUMBER:
        return QKeySequence()
    held = "Meta" if sys.platform == "darwin" else "Alt"
    return QKeySequence(f"{held}+{number + 1}")


class ProfilesDesk(QObject):
    """Connects the dialog of accounts with what keeps them.

    Signals:
        add_wanted(): connect another account.
        key_wanted(Profile), browser_wanted(Profile): give it another key.
    """

    add_wanted = Signal()
    key_wanted = Signal(object)
    browser_wanted = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        profiles: ProfileController,
        account: AccountController,
        settings: SettingsController,
        read_file: ReadProfiles,
        write_file: WriteProfiles,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._profiles = profiles
        self._account = account
        self._settings = settings
        self._read_file = read_file
        self._write_file = write_file
        self._dialog: ProfilesDialog | None = None
        self._wanted: dict[str, Profile] = {}  # by id: as they are to be, not kept yet
        settings.profiles_changed.connect(self._refresh)
        account.profile_changed.connect(self._refresh)
        account.projects.changed.connect(self._on_projects_changed)
        profiles.removed.connect(self._on_removed)
        profiles.not_removed.connect(self._on_not_removed)
        for number in range(_BY_NUMBER):
            keys = QShortcut(keys_of(number), window)
            keys.activated.connect(lambda n=number: profiles.open_number(n))

    @property
    def dialog(self) -> ProfilesDialog | None:
        """The dialog of accounts, while it is open."""
        return self._dialog

    def show(self, profile_id: str = "") -> None:
        """Show all accounts, this one chosen."""
        if self._dialog is None:
            self._dialog = self._make_dialog()
            self._refresh()
            self._dialog.open()
        self._dialog.choose(profile_id or self._account.profile_id)
        self._dialog.raise_()

    def _make_dialog(self) -> ProfilesDialog:
        from migma_desktop.ui.dialogs.profiles_dialog import ProfilesDialog

        dialog = ProfilesDialog(icons=self._icons, parent=self._window)
        dialog.chosen.connect(self._on_chosen)
        dialog.open_wanted.connect(self._on_open_wanted)
        dialog.edited.connect(self._on_edited)
        dialog.key_wanted.connect(lambda id_: self._pass_on(self.key_wanted.emit, id_))
        dialog.browser_wanted.connect(lambda id_: self._pass_on(self.browser_wanted.emit, id_))
        dialog.look_wanted.connect(self._on_look_wanted)
        dialog.removal_agreed.connect(self._profiles.remove)
        dialog.add_wanted.connect(self.add_wanted)
        dialog.import_wanted.connect(self._ask_to_import)
        dialog.export_wanted.connect(self._ask_to_export)
        dialog.finished.connect(self._on_finished)
        return dialog

    def _refresh(self) -> None:
        if self._dialog is not None and not self._wanted:
            self._dialog.show_profiles(
                self._settings.profiles, self._account.profile_id, self._account.projects.items
            )

    def _pass_on(self, tell: Callable[[Profile], None], profile_id: str) -> None:
        profile = self._settings.profile(profile_id)
        if profile is not None:
            tell(profile)

    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_open_wanted(self, profile_id: str) -> None:
        if self._dialog is not None:
            self._dialog.accept()  # what may be asked next is asked in the window
        self._profiles.open(profile_id)

    # --- what a key may do, and what is left

    def _on_chosen(self, profile_id: str) -> None:
        if profile_id == self._account.profile_id:
            self._runtime.spawn(self._show_capacity(), owner=self)

    async def _show_capacity(self) -> None:
        profile_id = self._account.profile_id
        capacity = await self._account.capacity()
        dialog = self._dialog
        if dialog is not None and dialog.current == profile_id == self._account.profile_id:
            dialog.show_capacity(capacity)

    def _on_projects_changed(self, listing: Listing[Project]) -> None:
        """Look once at what a key may read, as soon as there is a project to ask about."""
        self._refresh()
        profile = self._account.profile
        if profile is None or listing.state is not ListingState.READY:
            return
        if Ability.READ_PEOPLE not in profile.permissions:
            self._runtime.spawn(self._account.look_at_key(), owner=self)

    def _on_look_wanted(self, profile_id: str) -> None:
        if profile_id == self._account.profile_id:
            self._profiles.forget_abilities(profile_id)
            self._runtime.spawn(self._look(), owner=self)

    async def _look(self) -> None:
        if self._dialog is not None:
            self._dialog.form.show_looking(True)
        try:
            await self._account.look_at_key()
            await self._show_capacity()
        finally:
            if self._dialog is not None:
                self._dialog.form.show_looking(False)

    # --- changes

    def _on_edited(self, wanted: Profile) -> None:
        """Take changes one after the other: the newest holds, however long a check takes."""
        is_at_work = bool(self._wanted)
        self._wanted[wanted.id] = wanted
        if not is_at_work:
            self._runtime.spawn(self._change_all(), owner=self)

    async def _change_all(self) -> None:
        while self._wanted:
            profile_id, wanted = next(iter(self._wanted.items()))
            await self._change(wanted)
            if self._wanted[profile_id] is wanted:
                del self._wanted[profile_id]
        self._refresh()

    async def _change(self, wanted: Profile) -> None:
        """Keep what can be kept; an address that is none stays typed, with the reason."""
        known = self._settings.profile(wanted.id)
        if known is None:
            return
        address = await self._address(wanted.sender.address, known.sender.address, "address")
        reply_to = await self._address(wanted.sender.reply_to, known.sender.reply_to, "reply")
        self._profiles.change(
            wanted.id,
            name=wanted.name,
            color=wanted.color,
            project_id=wanted.project_id,
            sender=replace(wanted.sender, address=address, reply_to=reply_to),
            tests_only=wanted.tests_only,
            batch_cap=wanted.batch_cap,
        )

    async def _address(self, text: str, kept: str, which: str) -> str:
        message = ""
        try:
            if text:
                text = await self._runtime.in_thread(parse_address, text)
        except DraftRefused as refusal:
            message, text = f"{translated(refusal.title)} {translated(refusal.advice)}", kept
        if self._dialog is not None:
            form = self._dialog.form
            tell = form.set_address_message if which == "address" else form.set_reply_message
            tell(message)
        return text

    # --- removal

    def _on_removed(self, profile: Profile) -> None:
        if self._dialog is not None and not self._settings.profiles:
            self._dialog.accept()
        elif self._dialog is not None:
            self._dialog.show_done(self.tr("{name} was removed").format(name=profile.name))

    def _on_not_removed(self, profile: Profile, error: KnownError) -> None:
        """Say that the key is still there: nobody may believe that it is gone."""
        title = self.tr("{name} was not removed").format(name=profile.name)
        text = self.tr(
            "Its key could not be taken out of the keyring, and may still be in it. {reason} "
            "{advice}"
        ).format(reason=translated(error.title), advice=translated(error.advice))
        again = MessageAction(self.tr("Try again"), lambda: self._profiles.remove(profile.id))
        anyway = MessageAction(
            self.tr("Remove it, leave the key there"),
            lambda: self._profiles.remove(profile.id, leave_key=True),
        )
        actions = (again, anyway)
        if self._dialog is not None:
            self._dialog.show_trouble(title, text, error.details, actions)
        else:
            self._window.messages.show_message(
                "error", title, text, details=error.details, actions=actions
            )

    # --- files

    def _ask_to_import(self) -> None:
        dialog = QFileDialog(self._dialog or self._window, self.tr("Import accounts"))
        dialog.setObjectName("importProfilesDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Accounts (*.json)"))
        self._run(dialog, self._import)

    def _ask_to_export(self) -> None:
        dialog = QFileDialog(self._dialog or self._window, self.tr("Export accounts without keys"))
        dialog.setObjectName("exportProfilesDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Accounts (*.json)"))
        dialog.setDefaultSuffix("json")
        dialog.selectFile(self.tr("Migma accounts"))
        self._run(dialog, self._export)

    def _run(self, dialog: QFileDialog, use: Callable[[Path], None]) -> None:
        folder = self._settings.settings.last_folder
        if folder:
            dialog.setDirectory(folder)

        def on_chosen(name: str) -> None:
            self._settings.change(last_folder=str(Path(name).parent))
            use(Path(name))

        dialog.fileSelected.connect(on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import(self, path: Path) -> None:
        self._runtime.spawn(self._bring_in(path), owner=self, on_known_error=self._on_trouble)

    async def _bring_in(self, path: Path) -> None:
        found = await self._runtime.in_thread(self._read_file, path)
        new = [each for each in found if self._settings.profile(each.id) is None]
        for profile in new:
            self._settings.put_profile(profile)
        if self._dialog is not None:
            self._dialog.show_done(
                self.tr("Accounts imported: {count}").format(count=len(new)),
                self.tr(
                    "Here already, and left as they are: {known}. Keys are never in such a file: "
                    "you are asked for one when you switch to an account."
                ).format(known=len(found) - len(new)),
            )

    def _export(self, path: Path) -> None:
        self._runtime.spawn(self._give_out(path), owner=self, on_known_error=self._on_trouble)

    async def _give_out(self, path: Path) -> None:
        profiles = self._settings.profiles
        count = await self._runtime.in_thread(self._write_file, path, profiles)
        if self._dialog is not None:
            self._dialog.show_done(
                self.tr("Accounts written to {file}: {count}").format(file=path.name, count=count),
                self.tr("No key is in the file."),
            )

    def _on_trouble(self, error: KnownError) -> None:
        if self._dialog is not None:
            self._dialog.show_trouble(
                translated(error.title), translated(error.advice), error.details
            )
