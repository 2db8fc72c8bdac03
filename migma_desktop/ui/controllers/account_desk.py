"""What the window does about accounts: welcome, chip, menu, the question for a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import KeyKind, Profile, Send, SendState
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.profile_controller import ProfileController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.dialogs.key_dialog import KeyDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import MessageAction


class AccountDesk(QObject):
    """Connects profiles and the open account to the window."""

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        profiles: ProfileController,
        account: AccountController,
        sends: SendController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._profiles = profiles
        self._account = account
        self._settings = settings
        self._key_dialog: KeyDialog | None = None
        welcome = window.welcome_page
        welcome.sandbox_chosen.connect(profiles.open_sandbox)
        welcome.key_given.connect(lambda key: profiles.add("", key))
        profiles.opening.connect(self._on_opening)
        profiles.welcome_wanted.connect(self._on_welcome_wanted)
        profiles.key_wanted.connect(self._on_key_wanted)
        profiles.key_refused.connect(self._on_key_refused)
        profiles.key_kept.connect(self._on_key_kept)
        profiles.key_kept_in_memory.connect(self._on_key_kept_in_memory)
        profiles.removed.connect(self._on_removed)
        profiles.trouble.connect(self._on_trouble)
        account.profile_changed.connect(self._on_profile_changed)
        account.key_rejected.connect(self._on_key_rejected)
        sends.changed.connect(self._on_send_changed)
        sends.profile_wanted.connect(self._on_profile_wanted)
        window.top_bar.profile_menu.aboutToShow.connect(self._fill_menu)

    def show_safety(self) -> None:
        """Open the settings of sending: for the program, and for the open account."""
        from migma_desktop.ui.dialogs.safety_dialog import SafetyDialog

        dialog = SafetyDialog(
            self._settings.settings,
            self._account.profile,
            icons=self._icons,
            parent=self._window,
        )
        dialog.changed.connect(self._on_safety_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_safety_changed(
        self, undo_seconds: int, type_above: int, profile: Profile | None
    ) -> None:
        self._settings.change(undo_seconds=undo_seconds, type_count_above=type_above)
        if profile is not None:
            self._account.take_over(profile)
            self._settings.put_profile(profile)

    def ask_for_key(self, profile: Profile | None = None, *, reason: str = "") -> None:
        """Open the question for a key: of a new account, or of a known one."""
        if self._key_dialog is not None:
            self._key_dialog.raise_()
            return
        dialog = KeyDialog(profile, reason=reason, icons=self._icons, parent=self._window)
        dialog.key_given.connect(self._on_dialog_key)
        dialog.finished.connect(self._on_key_dialog_finished)
        self._key_dialog = dialog
        dialog.open()

    def _on_dialog_key(self, profile: Profile | None, name: str, key: str) -> None:
        if profile is None:
            self._profiles.add(name, key)
        else:
            self._profiles.replace_key(profile.id, key)

    def _on_key_dialog_finished(self) -> None:
        if self._key_dialog is not None:
            self._key_dialog.deleteLater()
            self._key_dialog = None

    def _on_opening(self, profile: Profile) -> None:
        self._window.top_bar.show_opening(profile)

    def _on_welcome_wanted(self) -> None:
        self._window.top_bar.show_profile(None)
        self._window.show_welcome()

    def _on_profile_changed(self, profile: Profile | None) -> None:
        self._window.top_bar.show_profile(profile)
        if profile is None:
            return
        self._window.log_panel.set_sandbox(profile.kind is KeyKind.SANDBOX)
        self._window.welcome_page.reset()
        self._window.show_workspace()
        if self._key_dialog is not None:
            self._key_dialog.accept()

    def _on_key_refused(self, error: KnownError) -> None:
        if self._key_dialog is not None:
            self._key_dialog.show_refusal(error)
        elif self._window.shows_welcome:
            self._window.welcome_page.show_refusal(error)
        else:
            self._on_trouble(error)

    def _on_key_kept(self, profile: Profile) -> None:
        self._window.messages.show_message(
            "success",
            self.tr("{name} is connected").format(name=profile.name),
            self.tr("The key works and is kept in your system's keyring."),
        )

    def _on_key_kept_in_memory(self, profile: Profile, error: KnownError) -> None:
        self._window.messages.show_message(
            "warning",
            self.tr("{name} is connected for now").format(name=profile.name),
            self.tr(
                "{reason} The key is kept in memory only: the next time the program starts, "
                "it asks for it again."
            ).format(reason=_sentence(error)),
            details=error.details,
        )

    def _on_key_wanted(self, profile: Profile, error: KnownError | None) -> None:
        self._window.top_bar.show_profile(None)
        self._window.show_workspace()
        reason = "" if error is None else _sentence(error)
        again = MessageAction(self.tr("Try again"), lambda: self._profiles.open(profile.id))
        enter = MessageAction(
            self.tr("Enter the key"), lambda: self.ask_for_key(profile, reason=reason)
        )
        self._window.messages.show_message(
            "warning",
            self.tr("The key of {name} isn't at hand").format(name=profile.name),
            reason or self.tr("Your system's keyring has no key for it any more."),
            details="" if error is None else error.details,
            actions=(enter,) if error is None else (again, enter),
        )

    def _on_key_rejected(self, error: KnownError) -> None:
        profile, title = self._account.profile, translated(error.title)
        if profile is None or any(m.title() == title for m in self._window.messages.messages()):
            return  # several lists were refused at once: one question is enough
        enter = MessageAction(self.tr("Enter another key"), lambda: self.ask_for_key(profile))
        self._window.messages.show_message(
            "error",
            title,
            translated(error.advice),
            details=error.details,
            actions=(enter,),
        )

    def _on_send_changed(self, send: Send) -> None:
        """Read the account anew after a refusal: its key, a domain or a list isn't as it was."""
        if send.state is SendState.FAILED:
            self._account.reload()

    def _on_profile_wanted(self) -> None:
        """Ask for what is missing to send: the key of the last account, or an account."""
        last = self._settings.profile(self._settings.settings.last_profile_id)
        if last is None:
            self._window.show_welcome()
        else:
            self.ask_for_key(last)

    def _on_removed(self, profile: Profile) -> None:
        self._window.messages.show_message(
            "info",
            self.tr("{name} was removed").format(name=profile.name),
            self.tr("Its key is gone from this computer. Drafts and the log stay."),
        )

    def _on_trouble(self, error: KnownError) -> None:
        self._window.messages.show_message(
            "error", translated(error.title), translated(error.advice), details=error.details
        )

    def _fill_menu(self) -> None:
        menu = self._window.top_bar.profile_menu
        menu.clear()
        open_profile = self._account.profile
        group = QActionGroup(menu)
        for profile in self._settings.profiles:
            action = menu.addAction(self._menu_text(profile))
            action.setCheckable(True)
            action.setChecked(open_profile is not None and profile.id == open_profile.id)
            action.triggered.connect(lambda _on=False, p=profile: self._profiles.open(p.id))
            group.addAction(action)
        menu.addSeparator()
        self._add(menu, self.tr("Sending and safety…"), "shield-check", self.show_safety)
        self._add(menu, self.tr("Add an account…"), "key-round", self.ask_for_key)
        if not any(p.kind is KeyKind.SANDBOX for p in self._settings.profiles):
            self._add(
                menu, self.tr("Open the sandbox"), "flask-conical", self._profiles.open_sandbox
            )
        if open_profile is None:
            return
        if open_profile.kind is not KeyKind.SANDBOX:
            self._add(
                menu,
                self.tr("Replace the key…"),
                "refresh-cw",
                lambda: self.ask_for_key(open_profile),
            )
        self._add(
            menu,
            self.tr("Remove {name}").format(name=open_profile.name),
            "trash-2",
            lambda: self._profiles.remove(open_profile.id),
        )

    def _add(self, menu: QMenu, text: str, icon: str, run: Callable[[], object]) -> QAction:
        action = menu.addAction(self._icons.icon(icon, role="text_muted"), text)
        action.triggered.connect(lambda _checked=False: run())
        return action

    def _menu_text(self, profile: Profile) -> str:
        kinds = {
            KeyKind.LIVE: self.tr("Live key"),
            KeyKind.TEST: self.tr("Test key"),
            KeyKind.SANDBOX: self.tr("nothing leaves this computer"),
        }
        return f"{profile.name} · {kinds[profile.kind]}".replace("&", "&&")


def _sentence(error: KnownError) -> str:
    return f"{translated(error.title)} {translated(error.advice)}"
