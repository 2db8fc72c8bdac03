"""The left side of the window: everything about the email but its text."""

from __future__ import annotations

from collections.abc import Iterator

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
    """Stacks the boxes of the message, from what matters most to what is set once.

    It begins empty; ``furnish`` makes the boxes, together more than the window should stand still.
    """

    recipient_box: RecipientBox
    sender_box: SenderBox
    subject_box: SubjectBox
    content_box: ContentBox
    options_box: OptionsBox

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messagePanel")
        self.setAccessibleName(self.tr("Message"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = QWidget()
        set_look(self._page, "kind", "scrolled")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_3)
        self._column.setSpacing(SPACE_2)
        self.setWidget(self._page)

    def furnish(self, icons: Icons) -> Iterator[None]:
        """Make the boxes, one at a turn; events may be handled between the turns."""
        page, column = self._page, self._column
        self.recipient_box = RecipientBox(icons=icons, parent=page)
        column.addWidget(self.recipient_box)
        yield
        self.sender_box = SenderBox(icons=icons, parent=page)
        column.addWidget(self.sender_box)
        yield
        self.subject_box = SubjectBox(icons=icons, parent=page)
        column.addWidget(self.subject_box)
        yield
        self.content_box = ContentBox(icons=icons, parent=page)
        column.addWidget(self.content_box)
        yield
        self.options_box = OptionsBox(icons=icons, parent=page)
        column.addWidget(self.options_box)
        column.addStretch(1)
        yield
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(_MINIMUM_WIDTH, self._page.minimumSizeHint().width() + bar))
