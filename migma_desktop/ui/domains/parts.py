"""Small things that the pages of the domains window are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2


class CardList(QScrollArea):
    """A column of cards that scrolls; ``replace`` puts others in their place."""

    def __init__(self, *, object_name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        set_look(page, "kind", "scrolled")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._column.setSpacing(SPACE)
        self._column.addStretch(1)
        self._cards: list[QWidget] = []
        self.setWidget(page)

    @property
    def cards(self) -> list[QWidget]:
        """What is shown, from the top."""
        return self._cards

    def replace(self, cards: list[QWidget]) -> None:
        """Show these cards."""
        for old in self._cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = cards
        for place, card in enumerate(cards):
            self._column.insertWidget(place, card)


def words(text: str, kind: str = "", *, selectable: bool = False) -> QLabel:
    """Return a label for sentences that wrap."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        set_look(label, "kind", kind)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def card() -> tuple[QFrame, QVBoxLayout]:
    """Return an empty card and where its contents go."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(SPACE_2, SPACE + 4, SPACE_2, SPACE + 4)
    column.setSpacing(SPACE)
    return frame, column
