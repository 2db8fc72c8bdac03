"""Says how safe the text is: in the title, in the bar, and loudly when it is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft
from migma_desktop.ui.controllers.autosave import Safety, SaveState
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.dialogs.unsaved_dialog import UnsavedDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.qt import override
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner, MessageAction


class SaveTeller(QObject):
    """Follows the draft's safety, and lets no window close over an email that isn't saved.

    Signals:
        copy_wanted(): the user wants the email in a file elsewhere.
    """

    copy_wanted = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._trouble: Banner | None = None
        self._told = ""  # title of the trouble that was told
        self._may_close = False
        drafts.edited.connect(self._on_draft_edited)
        drafts.named.connect(self._show)
        drafts.save_state_changed.connect(self._on_state_changed)
        window.installEventFilter(self)
        self._subject = ""
        self._title = ""
        self._show_in_bar(drafts.save_state)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Close or self._may_close:
            return False
        self._drafts.save_now()
        error = self._drafts.save_state.error
        if error is None:
            return False
        event.ignore()
        self._ask_before_closing(error)
        return True

    def _ask_before_closing(self, error: KnownError) -> None:
        dialog = UnsavedDialog(error, icons=self._icons, parent=self._window)
        dialog.copy_wanted.connect(self.copy_wanted)
        dialog.close_wanted.connect(self._on_close_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_close_wanted(self) -> None:
        self._may_close = True
        self._window.close()

    def _on_draft_edited(self, draft: Draft) -> None:
        subject = draft.subject.strip()
        if subject != self._subject or not self._title:
            self._subject = subject
            self._show()

    def _on_state_changed(self, state: SaveState) -> None:
        self._show()
        self._show_in_bar(state)
        if state.error is not None:
            self._tell_trouble(state.error)
        elif state.safety is Safety.SAVED and self._told:
            self._tell_relief()

    def _show(self) -> None:
        name = self._drafts.name or self._subject or self.tr("New email")
        title = self.tr("{name} — {state} — Migma Desktop").format(
            name=name, state=self._words(self._drafts.save_state)
        )
        if title != self._title:
            self._title = title
            self._window.setWindowTitle(title)

    def _show_in_bar(self, state: SaveState) -> None:
        text = self.tr("Not saved") if state.error is not None else self._words(state)
        kind = "danger" if state.error is not None else "small"
        self._window.top_bar.show_save_state(text, kind)

    def _words(self, state: SaveState) -> str:
        if state.error is not None:
            return self.tr("Not saved: {reason}").format(reason=translated(state.error.title))
        return self.tr("Saving…") if state.safety is Safety.SAVING else self.tr("Saved")

    def _tell_trouble(self, error: KnownError) -> None:
        """Tell a trouble once, however often it is met."""
        title = translated(error.title)
        if title == self._told:
            return
        self._dismiss()
        self._told = title
        self._trouble = self._window.messages.show_message(
            "error",
            self.tr("Not saved: {reason}").format(reason=title),
            self.tr(
                "{advice} What you typed is still here, and the program keeps trying by itself."
            ).format(advice=translated(error.advice)),
            details=error.details,
            actions=[
                MessageAction(self.tr("Export a copy…"), self.copy_wanted.emit),
                MessageAction(self.tr("Try now"), self._drafts.try_to_save),
            ],
        )
        self._trouble.closed.connect(self._on_trouble_closed)

    def _tell_relief(self) -> None:
        self._dismiss()
        self._told = ""
        self._window.messages.show_message(
            "success", self.tr("Saved again"), self.tr("Everything you typed is on disk now.")
        )

    def _on_trouble_closed(self) -> None:
        self._trouble = None

    def _dismiss(self) -> None:
        if self._trouble is not None:
            self._window.messages.dismiss(self._trouble)
            self._trouble = None
