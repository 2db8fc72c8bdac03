"""Says that the program made a mistake, and gives what its makers need to mend it."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button

_WIDTH, _HEIGHT = 600, 420


class CrashDialog(QDialog):
    """Shows a report without secrets; the program goes on."""

    def __init__(self, report: str, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self.setObjectName("crashDialog")
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(_WIDTH, _HEIGHT)
        title = QLabel(self.tr("The program made a mistake"))
        set_look(title, "kind", "title")
        text = QLabel(
            self.tr(
                "What you typed is kept. If an email was on its way, look at the status log: it "
                "tells whether it left. Copy the report below to whoever helps you; it holds no "
                "key."
            )
        )
        text.setWordWrap(True)
        view = QPlainTextEdit(report)
        view.setObjectName("crashReport")
        view.setAccessibleName(self.tr("Report"))
        view.setReadOnly(True)
        set_look(view, "kind", "mono")
        copy = Button(
            self.tr("Copy the report"), icons=icons, icon_name="copy", object_name="crashCopyButton"
        )
        copy.clicked.connect(self._on_copy)
        close = Button(
            self.tr("Go on"), icons=icons, kind="primary", object_name="crashCloseButton"
        )
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(view, 1)
        layout.addLayout(buttons)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
