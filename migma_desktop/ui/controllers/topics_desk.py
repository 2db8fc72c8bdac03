"""Shows the topics of the present email's project."""

from __future__ import annotations

from PySide6.QtCore import QObject

from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow


class TopicsDesk(QObject):
    """Opens the list of topics, kept ones first."""

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        account: AccountController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._account = account

    def show(self) -> None:
        """Open the list."""
        from migma_desktop.ui.dialogs.topics_dialog import TopicsDialog

        project_id = self._drafts.draft.project_id
        name = self._account.project_name(project_id)
        dialog = TopicsDialog(name, icons=self._icons, parent=self._window)
        self._account.want_topics(project_id)
        dialog.show_topics(self._account.topics.listing)
        self._account.topics.changed.connect(dialog.show_topics)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
