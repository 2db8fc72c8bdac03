"""Name, version, and what the program is made of."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from migma_desktop.paths import resource
from migma_desktop.ui.crash import about_this_system
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button

_WIDTH = 420
_LOGO = 64


class AboutDialog(QDialog):
    """Tells which version this is."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(self.tr("About Migma Desktop"))
        self.setFixedWidth(_WIDTH)
        logo = QSvgWidget(str(resource("icons/app.svg")))
        logo.setFixedSize(QSize(_LOGO, _LOGO))
        title = QLabel("Migma Desktop")
        set_look(title, "kind", "title")
        versions = QLabel(about_this_system())
        set_look(versions, "kind", "small")
        text = QLabel(
            self.tr(
                "Free software under the MIT licence. Icons by Lucide (ISC), type by Inter and "
                "JetBrains Mono (OFL), made with Qt for Python (LGPL)."
            )
        )
        for label in (versions, text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = Button(
            self.tr("Close"), icons=icons, kind="primary", object_name="aboutCloseButton"
        )
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE)
        for widget in (logo, title):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(versions)
        layout.addSpacing(SPACE)
        layout.addWidget(text)
        layout.addSpacing(SPACE_2)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
