"""What the window says about an email of another account than the open one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from migma_desktop.core.models import Profile
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.belonging_controller import BelongingController
from migma_desktop.ui.controllers.profile_controller import ProfileController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.widgets.banner import Banner, MessageAction


class BelongingDesk(QObject):
    """Tells as soon as it is so, and asks before anything is sent."""

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        belonging: BelongingController,
        account: AccountController,
        profiles: ProfileController,
        sends: SendController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._belonging = belonging
        self._account = account
        self._profiles = profiles
        self._sends = sends
        self._message: Banner | None = None
        belonging.other_changed.connect(self._on_other_changed)
        sends.other_account.connect(self._on_other_account)

    def _on_other_changed(self, other: Profile | None) -> None:
        message, self._message = self._message, None
        if message is not None:
            self._window.messages.dismiss(message)
        here = self._account.profile
        if other is None or here is None:
            return
        actions = (
            MessageAction(self.tr("Go back"), lambda: self._profiles.open(other.id)),
            MessageAction(self.tr("Use it here"), self._belonging.move_here),
        )
        self._message = self._window.messages.show_message(
            "info",
            self.tr("This email was written for {name}").format(name=other.name),
            self.tr("It stays as it is while {name} is open, and asks before it is sent.").format(
                name=here.name
            ),
            actions=actions,
        )

    def _on_other_account(self, other: Profile, is_test: bool) -> None:
        from migma_desktop.ui.dialogs.other_account import OtherAccountDialog

        here = self._account.profile
        if here is None:
            return
        dialog = OtherAccountDialog(other, here, icons=self._icons, parent=self._window)
        dialog.back_wanted.connect(lambda: self._profiles.open(other.id))
        dialog.move_wanted.connect(lambda: self._on_move_wanted(is_test=is_test))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_move_wanted(self, *, is_test: bool) -> None:
        self._belonging.move_here()
        if is_test:
            self._sends.request_test()
        else:
            self._sends.request_send()
