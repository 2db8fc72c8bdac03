"""The left side of the window: everything about the email but its text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE_2, SPACE_3
from migma_desktop.ui.widgets.content_box import ContentBox
from migma_desktop.ui.widgets.options_box import OptionsBox
from migma_desktop.ui.widgets.recipient_box import RecipientBox
from migma_desktop.ui.widgets.sender_box import SenderBox
from migma_desktop.ui.widgets.subject_box import SubjectBox

_MINIMUM_WIDTH = 312


class MessagePanel(QScrollArea):
    """Stacks the boxes of the message, from what matters most to what is set once."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messagePanel")
        self.setAccessibleName(self.tr("Message"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.recipient_box = RecipientBox(icons=icons)
        self.sender_box = SenderBox(icons=icons)
        self.subject_box = SubjectBox(icons=icons)
        self.content_box = ContentBox(icons=icons)
        self.options_box = OptionsBox(icons=icons)
        page = QWidget()
        set_look(page, "kind", "scrolled")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_3)
        layout.setSpacing(SPACE_2)
        boxes = (
            self.recipient_box,
            self.sender_box,
            self.subject_box,
            self.content_box,
            self.options_box,
        )
        for box in boxes:
            layout.addWidget(box)
        layout.addStretch(1)
        self.setWidget(page)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(_MINIMUM_WIDTH, page.minimumSizeHint().width() + bar))
