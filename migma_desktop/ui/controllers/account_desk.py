"""What the window does about accounts: welcome, chip, menu, the question for a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import KeyKind, Profile, Send, SendState
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.connect_desk import ConnectDesk
from migma_desktop.ui.controllers.profile_controller import ProfileController
from migma_desktop.ui.controllers.profiles_desk import ProfilesDesk, keys_of
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.profile_colors import mark_icon
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner, MessageAction


class AccountDesk(QObject):
    """Connects profiles and the open account to the window.

    Signals:
        topics_wanted(): the topics of the account are to be shown.
    """

    topics_wanted = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        connect: ConnectDesk,
        manage: ProfilesDesk,
        profiles: ProfileController,
        account: AccountController,
        sends: SendController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._connect = connect
        self._manage = manage
        self._profiles = profiles
        self._account = account
        self._settings = settings
        self._rejected: Banner | None = None  # the message that a key isn't known any more
        window.welcome_page.sandbox_chosen.connect(profiles.open_sandbox)
        manage.add_wanted.connect(lambda: connect.ask_for_key(over=manage.dialog))
        manage.key_wanted.connect(lambda who: connect.ask_for_key(who, over=manage.dialog))
        manage.browser_wanted.connect(lambda who: connect.ask_in_browser(who, over=manage.dialog))
        profiles.opening.connect(self._on_opening)
        profiles.welcome_wanted.connect(self._on_welcome_wanted)
        profiles.key_wanted.connect(self._on_key_wanted)
        profiles.key_kept.connect(self._on_key_kept)
        profiles.key_kept_in_memory.connect(self._on_key_kept_in_memory)
        profiles.removed.connect(self._on_removed)
        profiles.trouble.connect(self._on_trouble)
        account.profile_changed.connect(self._on_profile_changed)
        account.key_rejected.connect(self._on_key_rejected)
        settings.profiles_changed.connect(self._on_profiles_changed)
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

    def _on_opening(self, profile: Profile) -> None:
        self._window.top_bar.show_opening(profile)

    def _on_welcome_wanted(self) -> None:
        self._window.top_bar.show_profile(None)
        self._window.show_welcome()

    def _on_profile_changed(self, profile: Profile | None) -> None:
        self._window.top_bar.show_profile(profile)
        self._forget_rejection()
        if profile is None:
            return
        self._window.log_panel.set_sandbox(profile.kind is KeyKind.SANDBOX)
        self._window.welcome_page.reset()
        self._window.show_workspace()
        self._connect.close()

    def _on_profiles_changed(self) -> None:
        """Show a new name or colour of the open account."""
        if self._account.profile is not None:
            self._window.top_bar.show_profile(self._account.profile)

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
            self.tr("Enter the key"), lambda: self._connect.ask_for_key(profile, reason=reason)
        )
        self._window.messages.show_message(
            "warning",
            self.tr("The key of {name} isn't at hand").format(name=profile.name),
            reason or self.tr("Your system's keyring has no key for it any more."),
            details="" if error is None else error.details,
            actions=(enter,) if error is None else (again, enter),
        )

    def _on_key_rejected(self, error: KnownError) -> None:
        profile, messages = self._account.profile, self._window.messages
        if profile is None or self._rejected in messages.messages():
            return  # several calls were refused at once: one question is enough
        enter = MessageAction(
            self.tr("Replace key"), lambda: self._connect.ask_for_key(self._account.profile)
        )
        self._rejected = messages.show_message(
            "error",
            translated(error.title),
            self.tr("{advice} What you have typed stays as it is.").format(
                advice=translated(error.advice)
            ),
            details=error.details,
            actions=(enter,),
        )

    def _forget_rejection(self) -> None:
        message, self._rejected = self._rejected, None
        if message is not None:
            self._window.messages.dismiss(message)

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
            self._connect.ask_for_key(last)

    def _on_removed(self, profile: Profile, is_key_gone: bool) -> None:
        if not is_key_gone:
            self._window.messages.show_message(
                "warning",
                self.tr("{name} was removed, its key was not").format(name=profile.name),
                self.tr(
                    "Its key may still be in your system's keyring under “Migma Desktop”. Take it "
                    "out there, or revoke it in Migma."
                ),
            )
            return
        self._window.messages.show_message(
            "info",
            self.tr("{name} was removed").format(name=profile.name),
            self.tr("Its key is gone from this computer. Emails and the log stay."),
        )

    def _on_trouble(self, error: KnownError) -> None:
        self._window.messages.show_message(
            "error", translated(error.title), translated(error.advice), details=error.details
        )

    def _fill_menu(self) -> None:
        menu = self._window.top_bar.profile_menu
        menu.clear()
        open_profile = self._account.profile
        is_dark = self._icons.theme.tokens.is_dark
        tick = self._icons.icon("check", role="surface")
        for number, profile in enumerate(self._settings.profiles):
            is_open = open_profile is not None and profile.id == open_profile.id
            keys = keys_of(number).toString(QKeySequence.SequenceFormat.NativeText)
            action = menu.addAction(f"{self._menu_text(profile)}\t{keys}")
            action.setIcon(
                mark_icon(profile.color, is_dark=is_dark, tick=tick if is_open else None)
            )
            action.triggered.connect(lambda _on=False, p=profile: self._profiles.open(p.id))
        menu.addSeparator()
        self._add(menu, self.tr("Manage accounts…"), "sliders-horizontal", self._manage.show)
        self._add(menu, self.tr("Sending and safety…"), "shield-check", self.show_safety)
        if open_profile is not None:
            self._add(menu, self.tr("Topics…"), "list", self.topics_wanted.emit)
        menu.addSeparator()
        self._add(menu, self.tr("Add an account…"), "plus", self._connect.ask_for_key)
        self._add(menu, self.tr("Connect in the browser…"), "globe", self._connect.ask_in_browser)
        if not any(p.kind is KeyKind.SANDBOX for p in self._settings.profiles):
            self._add(
                menu, self.tr("Open the sandbox"), "flask-conical", self._profiles.open_sandbox
            )
        if open_profile is not None and open_profile.kind is not KeyKind.SANDBOX:
            self._add(
                menu,
                self.tr("Replace the key…"),
                "key-round",
                lambda: self._connect.ask_for_key(open_profile),
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
