"""The chosen template: its picture, what it is for, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.core.models import MailKind
from migma_desktop.ui.dialogs.gallery_model import Card
from migma_desktop.ui.dialogs.gallery_tiles import ScaledPictures, paint_picture
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.button import Button

_WIDTH = 38 * SPACE
_PICTURE_LEAST = 12 * SPACE
_PICTURE_MOST = 38 * SPACE  # no more of it than there is


class GalleryDetails(QFrame):
    """Shows one card.

    Signals:
        rename_wanted, export_wanted, remove_wanted: of the own template that is shown.
    """

    rename_wanted = Signal()
    export_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("galleryDetails")
        set_look(self, "kind", "panel")
        self.setFixedWidth(_WIDTH)
        self._picture = _Picture(icons=icons)
        self._title = _label("galleryTitle", "heading")
        self._description = _label("galleryDescription", "muted")
        self._subject = _label("gallerySubject", "")
        self._preheader = _label("galleryPreheader", "small")
        self._kind = _label("galleryKind", "small")
        self._own = QWidget()
        self._own.setObjectName("galleryOwn")
        actions = QHBoxLayout(self._own)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(SPACE_HALF)
        for icon, name, words, wanted in (
            ("pencil", "renameTemplate", self.tr("Rename… (F2)"), self.rename_wanted),
            ("download", "exportTemplate", self.tr("Save as a file…"), self.export_wanted),
            ("trash-2", "removeTemplate", self.tr("Delete (Del)"), self.remove_wanted),
        ):
            button = Button(
                icons=icons,
                kind="quiet",
                icon_name=icon,
                accessible_name=words,
                object_name=f"{name}Button",
            )
            button.clicked.connect(wanted)
            actions.addWidget(button)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE_HALF)
        column.addWidget(self._picture, 100)
        column.addSpacing(SPACE)
        column.addWidget(self._title)
        column.addWidget(self._description)
        column.addSpacing(SPACE)
        for label in (self._subject, self._preheader, self._kind):
            column.addWidget(label)
        column.addWidget(self._own)
        column.addStretch(1)

    def show_card(self, card: Card | None, picture: QPixmap | None) -> None:
        """Show a template, or that none is chosen."""
        for widget in self.findChildren(QWidget, options=_DIRECT):
            widget.setVisible(card is not None)
        self._picture.show_picture(picture)
        if card is None:
            return
        self._title.setText(card.title)
        self._description.setText(card.description)
        self._description.setVisible(bool(card.description) and not card.is_own)
        self._subject.setText(self.tr("“{subject}”").format(subject=card.subject))
        self._subject.setVisible(bool(card.subject.strip()))
        self._preheader.setText(card.preheader)
        self._preheader.setVisible(bool(card.preheader.strip()))
        self._kind.setText(self._kind_text(card.draft.kind))
        self._own.setVisible(card.is_own)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show the picture that has come."""
        self._picture.show_picture(picture)

    def _kind_text(self, kind: MailKind) -> str:
        texts = {
            MailKind.AUTOMATIC: self.tr("Automatic: to one person, or to subscribed people"),
            MailKind.TRANSACTIONAL: self.tr("Transactional: reaches unsubscribed people too"),
            MailKind.MARKETING: self.tr("Marketing: only for people who are subscribed"),
        }
        return texts[kind]


class _Picture(QWidget):
    def __init__(self, *, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._pixmap: QPixmap | None = None
        self._scaled = ScaledPictures()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(_PICTURE_MOST)
        icons.theme.changed.connect(self.update)

    def show_picture(self, pixmap: QPixmap | None) -> None:
        """Show another picture, or that it is on its way."""
        self._pixmap = pixmap
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _WIDTH)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_PICTURE_LEAST, _PICTURE_LEAST)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        place = self.rect().adjusted(1, 1, -1, -1)
        scaled = self._scaled.of(self._pixmap, place.width(), self.devicePixelRatioF())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_picture(painter, place, scaled, icons=self._icons)
        painter.setPen(QPen(QColor(self._icons.theme.tokens.border), 1))
        painter.drawRoundedRect(place, SPACE_HALF, SPACE_HALF)
        painter.end()


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def _label(name: str, kind: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        set_look(label, "kind", kind)
    return label
