"""Name, version, how a newer one is put in its place, and the way to all licences."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop import __version__
from migma_desktop.core.edition import how_to_update, this_edition
from migma_desktop.paths import resource
from migma_desktop.ui.crash import about_this_system
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button

_WIDTH = 440
_LOGO = 64


class AboutDialog(QDialog):
    """Tells which version this is, and how to get a newer one: nothing looks for it by itself.

    Signals:
        licences_wanted(): show what is inside, with each licence.
    """

    licences_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(self.tr("About Migma Desktop"))
        self.setFixedWidth(_WIDTH)
        logo = QSvgWidget(str(resource("icons/app.svg")))
        logo.setFixedSize(QSize(_LOGO, _LOGO))
        title = QLabel(self.tr("Migma Desktop {version}").format(version=__version__))
        title.setObjectName("aboutVersion")
        set_look(title, "kind", "title")
        update = QLabel(translated(how_to_update(this_edition())))
        update.setObjectName("aboutUpdate")
        kept = QLabel(
            self.tr("Your emails, settings and keys stay. The program never downloads by itself.")
        )
        system = QLabel(about_this_system())
        set_look(system, "kind", "small")
        text = QLabel(
            self.tr(
                "Free software under the MIT licence, made with Qt for Python (LGPL) and the work "
                "of many others."
            )
        )
        for label in (update, kept, system, text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        licences = Button(
            self.tr("Licences"), icons=icons, icon_name="file-text", object_name="licencesButton"
        )
        licences.clicked.connect(self.licences_wanted)
        close = Button(
            self.tr("Close"), icons=icons, kind="primary", object_name="aboutCloseButton"
        )
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        buttons.addWidget(licences)
        buttons.addWidget(close)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE)
        for widget in (logo, title):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (update, kept):
            layout.addWidget(widget)
        layout.addSpacing(SPACE)
        for widget in (text, system):
            layout.addWidget(widget)
        layout.addSpacing(SPACE_2)
        layout.addLayout(buttons)
