"""Asks what to do with an email that can't be saved when its window is closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop.core.errors import KnownError
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button

_WIDTH = 440


class UnsavedDialog(QDialog):
    """Offers a copy elsewhere first, going on second, and losing the last changes last.

    Signals:
        copy_wanted(): the user wants the email in a file elsewhere.
        close_wanted(): close the window, whatever is lost.
    """

    copy_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, error: KnownError, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unsavedDialog")
        self.setModal(True)
        heading = self.tr("Your last changes are not saved")
        self.setWindowTitle(heading)
        title = QLabel(heading)
        set_look(title, "kind", "title")
        text = QLabel(
            self.tr(
                "{reason}. If you close the window now, what you typed since the last time it "
                "could be saved is lost. Export a copy to another folder first; you can open it "
                "again later."
            ).format(reason=translated(error.title))
        )
        set_look(text, "kind", "muted")
        text.setWordWrap(True)
        text.setFixedWidth(_WIDTH)
        copy = Button(
            self.tr("&Export a copy…"),
            icons=icons,
            kind="primary",
            icon_name="download",
            object_name="unsavedExportButton",
        )
        copy.setDefault(True)
        copy.clicked.connect(self._on_copy)
        close = Button(self.tr("Close and lose them"), icons=icons, object_name="unsavedLoseButton")
        close.clicked.connect(self._on_close)
        stay = Button(self.tr("Go on writing"), icons=icons, object_name="unsavedStayButton")
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(close)
        buttons.addStretch(1)
        buttons.addWidget(stay)
        buttons.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addSpacing(SPACE)
        layout.addLayout(buttons)
        copy.setFocus()

    def _on_copy(self) -> None:
        self.accept()
        self.copy_wanted.emit()

    def _on_close(self) -> None:
        self.accept()
        self.close_wanted.emit()
