"""The desks of the accounts: adding, managing and leaving them, and whose an email is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard

from migma_desktop.ui.controllers.account_desk import AccountDesk
from migma_desktop.ui.controllers.belonging_desk import BelongingDesk
from migma_desktop.ui.controllers.connect_desk import ConnectDesk
from migma_desktop.ui.controllers.permission_desk import PermissionDesk
from migma_desktop.ui.controllers.profiles_desk import ProfilesDesk
from migma_desktop.ui.controllers.topics_desk import TopicsDesk
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.works import Records, Works


class AccountDesks:
    """All of them."""

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        clipboard: QClipboard,
        works: Works,
        records: Records,
        parent: QObject,
    ) -> None:
        self._connect = ConnectDesk(
            window=window,
            icons=icons,
            profiles=works.profiles,
            claims=works.claims,
            clipboard=clipboard,
            parent=parent,
        )
        self._manage = ProfilesDesk(
            runtime=works.runtime,
            window=window,
            icons=icons,
            profiles=works.profiles,
            account=works.account,
            settings=works.settings,
            read_file=records.read_profiles,
            write_file=records.write_profiles,
            parent=parent,
        )
        self._accounts = AccountDesk(
            window=window,
            icons=icons,
            connect=self._connect,
            manage=self._manage,
            profiles=works.profiles,
            account=works.account,
            sends=works.sends,
            settings=works.settings,
            parent=parent,
        )
        self._topics = TopicsDesk(
            window=window,
            icons=icons,
            drafts=works.drafts,
            account=works.account,
            parent=parent,
        )
        self._accounts.topics_wanted.connect(self._topics.show)
        self._belonging = BelongingDesk(
            window=window,
            icons=icons,
            belonging=works.belonging,
            account=works.account,
            profiles=works.profiles,
            sends=works.sends,
            parent=parent,
        )
        self._permissions = PermissionDesk(
            window=window, account=works.account, settings=works.settings, parent=parent
        )

    def show_safety(self) -> None:
        """Open the settings of sending: for the program, and for the open account."""
        self._accounts.show_safety()

    def show_all(self) -> None:
        """Open the list of all accounts."""
        self._manage.show()
