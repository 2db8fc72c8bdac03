"""The gallery: every template as a picture, the program's and the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.dialogs.gallery_details import GalleryDetails
from migma_desktop.ui.dialogs.gallery_model import PICTURE_ROLE, Card, GalleryModel, Shelf
from migma_desktop.ui.dialogs.gallery_tiles import GalleryTiles
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.message_area import MessageArea
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_LARGEST = QSize(1240, 860)
_SMALLEST = QSize(760, 480)
_AROUND = 6 * SPACE  # of the window, that stays to be seen
_SEARCH_WIDTH = 28 * SPACE


class GalleryDialog(QDialog):
    """Shows templates and what can be done with them; pictures come in when they are ready.

    Signals:
        use_wanted(Card): begin an email with it.
        rename_wanted(Card), export_wanted(Card), remove_wanted(Card): of an own template.
        import_wanted(): read a template from a file.
    """

    use_wanted = Signal(object)
    rename_wanted = Signal(object)
    export_wanted = Signal(object)
    remove_wanted = Signal(object)
    import_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("galleryDialog")
        self.setWindowTitle(self.tr("Templates"))
        self.setMinimumSize(_SMALLEST)
        self.resize((parent.size() - QSize(_AROUND, _AROUND)).boundedTo(_LARGEST))
        self._model = GalleryModel(parent=self)
        self._tiles = GalleryTiles(icons=icons)
        self._tiles.setObjectName("galleryTiles")
        self._tiles.setAccessibleName(self.tr("Templates"))
        self._tiles.setModel(self._model)
        self._details = GalleryDetails(icons=icons)
        self._shelves = SegmentedControl(
            (
                Segment(Shelf.ALL, self.tr("All")),
                Segment(Shelf.READY_MADE, self.tr("Ready-made")),
                Segment(Shelf.YOURS, self.tr("Yours")),
            ),
            icons=icons,
            accessible_name=self.tr("Which templates"),
            object_name="galleryShelves",
        )
        self._search = _SearchLine()
        self._search.setObjectName("gallerySearch")
        self._search.setAccessibleName(self.tr("Search templates"))
        self._search.setPlaceholderText(self.tr("Search templates"))
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(_SEARCH_WIDTH)
        self._nothing = EmptyState(
            "search",
            self.tr("No template is like that"),
            icons=icons,
            object_name="galleryNothing",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._tiles)
        self._pages.addWidget(self._nothing)
        self._use = Button(
            self.tr("Use this template"),
            icons=icons,
            kind="primary",
            object_name="useTemplateButton",
        )
        self._use.setDefault(True)
        self._cancel = Button(self.tr("Cancel"), icons=icons, object_name="galleryCancelButton")
        self._import = Button(
            self.tr("Add from a file…"),
            icons=icons,
            kind="quiet",
            icon_name="upload",
            object_name="importTemplateButton",
        )
        self._lay_out()
        self.messages = MessageArea(icons=icons, parent=self._pages, object_name="galleryMessages")
        self._connect()
        self._tiles.setFocus()

    def show_cards(self, cards: Sequence[Card], *, choose: str = "") -> None:
        """Show these templates; the chosen one stays chosen, or ``choose`` is."""
        wanted = choose or self._chosen_id()
        self._model.show(cards)
        self._choose(wanted)

    def show_picture(self, card_id: str, picture: QImage) -> None:
        """Show the picture of a template."""
        self._model.set_picture(card_id, picture)

    @property
    def card(self) -> Card | None:
        """The template that is chosen."""
        return self._model.card_at(self._tiles.currentIndex())

    def _chosen_id(self) -> str:
        return "" if self.card is None else self.card.id

    def _choose(self, card_id: str) -> None:
        """Choose a template, or the first one where that isn't shown."""
        row = max(0, self._model.row_of(card_id))
        self._tiles.setCurrentIndex(self._model.index(row))
        self._pages.setCurrentIndex(0 if self._model.rowCount() else 1)
        if not self._model.rowCount():
            self._say_why_there_is_nothing()
        self._on_chosen()

    def _say_why_there_is_nothing(self) -> None:
        if self._model.count(Shelf(self._shelves.value())):
            self._nothing.set_texts(
                self.tr("No template is like that"),
                self.tr("Search for another word, or look among all templates."),
            )
        else:
            self._nothing.set_texts(
                self.tr("No template of yours yet"),
                self.tr("Write an email, then choose “Save as a template…” in the menu New."),
            )

    def _on_narrowed(self) -> None:
        chosen = self._chosen_id()
        self._model.set_filter(self._search.text(), Shelf(self._shelves.value()))
        self._choose(chosen)

    def _on_chosen(self) -> None:
        card = self.card
        self._details.show_card(card, self._model.picture_of(card.id) if card else None)
        self._use.setEnabled(card is not None)

    def _on_picture(self, _first: object, _last: object, roles: Sequence[int]) -> None:
        if PICTURE_ROLE in roles and self.card is not None:
            self._details.show_picture(self._model.picture_of(self.card.id))

    def _on_typed(self, text: str) -> None:
        """Search for what is typed while the pictures have the focus."""
        self._search.setFocus()
        self._search.insert(text)

    def _on_use(self) -> None:
        card = self.card
        if card is not None:
            self.accept()
            self.use_wanted.emit(card)

    def _on_rename(self) -> None:
        if self.card is not None and self.card.is_own:
            self.rename_wanted.emit(self.card)

    def _on_export(self) -> None:
        if self.card is not None and self.card.is_own:
            self.export_wanted.emit(self.card)

    def _on_remove(self) -> None:
        if self.card is not None and self.card.is_own:
            self.remove_wanted.emit(self.card)

    def _connect(self) -> None:
        self._tiles.selectionModel().currentChanged.connect(lambda *_: self._on_chosen())
        self._model.dataChanged.connect(self._on_picture)
        self._tiles.activated.connect(lambda _index: self._on_use())
        self._tiles.typed.connect(self._on_typed)
        self._search.textChanged.connect(lambda _text: self._on_narrowed())
        self._search.left.connect(self._tiles.setFocus)
        self._shelves.value_changed.connect(lambda _value: self._on_narrowed())
        self._use.clicked.connect(self._on_use)
        self._cancel.clicked.connect(self.reject)
        self._import.clicked.connect(self.import_wanted)
        self._details.rename_wanted.connect(self._on_rename)
        self._details.export_wanted.connect(self._on_export)
        self._details.remove_wanted.connect(self._on_remove)
        self._on_key(QKeySequence(Qt.Key.Key_F2), self._on_rename)
        self._on_key(QKeySequence(QKeySequence.StandardKey.Delete), self._on_remove)

    def _on_key(self, keys: QKeySequence, run: Callable[[], None]) -> None:
        """Do something for a key while the pictures have the focus."""
        shortcut = QShortcut(keys, self._tiles)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(run)

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Start with a template"))
        set_look(heading, "kind", "title")
        tools = QHBoxLayout()
        tools.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        tools.setSpacing(SPACE_2)
        tools.addWidget(heading)
        tools.addStretch(1)
        tools.addWidget(self._shelves)
        tools.addWidget(self._search)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._pages, 1)
        middle.addWidget(Divider(Qt.Orientation.Vertical))
        middle.addWidget(self._details)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        buttons.setSpacing(SPACE)
        buttons.addWidget(self._import)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(Divider())
        column.addLayout(middle, 1)
        column.addWidget(Divider())
        column.addLayout(buttons)


class _SearchLine(QLineEdit):
    """Leads on to the pictures with the arrow down.

    Signals:
        left: the user wants to go on below.
    """

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        super().keyPressEvent(event)
