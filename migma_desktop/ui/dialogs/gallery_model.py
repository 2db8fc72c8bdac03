"""The templates that the gallery shows, narrowed by what is searched for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from migma_desktop.core.models import Draft
from migma_desktop.ui.qt import override

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
PICTURE_ROLE = Qt.ItemDataRole.UserRole + 2
"""A QPixmap, or None while it is being made."""

AnyIndex = QModelIndex | QPersistentModelIndex


class Shelf(StrEnum):
    """Which templates are shown."""

    ALL = "all"
    READY_MADE = "ready-made"
    YOURS = "yours"


@dataclass(frozen=True, slots=True)
class Card:
    """What the gallery shows of a template; subject and preheader with their values."""

    id: str
    title: str
    description: str
    subject: str
    preheader: str
    draft: Draft
    is_own: bool = False

    def holds(self, words: Sequence[str]) -> bool:
        """Whether each word stands somewhere in what people read of the template."""
        text = " ".join((self.title, self.description, self.subject)).casefold()
        return all(word in text for word in words)


class GalleryModel(QAbstractListModel):
    """Own templates first, then those that come with the program."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: Sequence[Card] = ()
        self._shown: list[Card] = []
        self._pictures: dict[str, QPixmap] = {}
        self._words: list[str] = []
        self._shelf = Shelf.ALL

    def show(self, cards: Sequence[Card]) -> None:
        """Show these templates; pictures of those that stay are kept."""
        self._cards = cards
        ids = {card.id for card in cards}
        self._pictures = {id_: each for id_, each in self._pictures.items() if id_ in ids}
        self._narrow()

    def set_filter(self, text: str, shelf: Shelf) -> None:
        """Narrow the list to what holds each word of a text."""
        self._words = text.casefold().split()
        self._shelf = shelf
        self._narrow()

    def set_picture(self, card_id: str, picture: QImage) -> None:
        """Show the picture of a template."""
        self._pictures[card_id] = QPixmap.fromImage(picture)
        row = self.row_of(card_id)
        if row >= 0:
            index = self.index(row)
            self.dataChanged.emit(index, index, [PICTURE_ROLE])

    def picture_of(self, card_id: str) -> QPixmap | None:
        """Return the picture of a template once there is one."""
        return self._pictures.get(card_id)

    def count(self, shelf: Shelf) -> int:
        """Return how many templates a shelf holds, whatever is searched for."""
        return sum(_is_on(card, shelf) for card in self._cards)

    def card_at(self, index: AnyIndex) -> Card | None:
        """Return the template of a row."""
        return self._shown[index.row()] if index.isValid() else None

    def row_of(self, card_id: str) -> int:
        """Return where a template is shown, or -1."""
        return next((row for row, card in enumerate(self._shown) if card.id == card_id), -1)

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self.card_at(index)
        if card is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return card.description
        if role == CARD_ROLE:
            return card
        return self._pictures.get(card.id) if role == PICTURE_ROLE else None

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [
            card for card in self._cards if _is_on(card, self._shelf) and card.holds(self._words)
        ]
        self.endResetModel()


def _is_on(card: Card, shelf: Shelf) -> bool:
    return shelf is Shelf.ALL or card.is_own is (shelf is Shelf.YOURS)
