"""What the people of a project may choose to hear about: a list to look at and to search."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.core.made_emails import Topic
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.listing_note import note_of
from migma_desktop.ui.widgets.picker_list import PickerDelegate, PickerItem, PickerModel

_WIDTH, _LIST_HEIGHT = 480, 260


class TopicsDialog(QDialog):
    """Shows the topics of a project; they are made and changed in Migma."""

    def __init__(self, project: str, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topicsDialog")
        self.setWindowTitle(self.tr("Topics"))
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        title = QLabel(self.tr("Topics of {project}").format(project=project))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        set_look(title, "kind", "title")
        about = QLabel(
            self.tr(
                "What people may choose to hear about. Migma looks after their choices; an email "
                "sent from here doesn't name a topic."
            )
        )
        about.setWordWrap(True)
        set_look(about, "kind", "muted")
        self._search = QLineEdit()
        self._search.setObjectName("topicsSearch")
        self._search.setAccessibleName(self.tr("Search topics"))
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._on_search_changed)
        self._model = PickerModel(self)
        self._list = self._set_up_list(icons)
        self._empty = EmptyState(
            "layers", self.tr("Loading…"), icons=icons, object_name="topicsEmpty"
        )
        self._pages = QStackedWidget()
        self._pages.setFixedHeight(_LIST_HEIGHT)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._list)
        self._note = QLabel()
        self._note.setObjectName("topicsNote")
        self._note.setWordWrap(True)
        self._note.setProperty("kind", "small")
        self._note.hide()
        close = Button(self.tr("Close"), icons=icons, object_name="topicsClose")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        for part in (title, about, self._search, self._pages, self._note):
            layout.addWidget(part)
        layout.addLayout(buttons)

    def show_topics(self, listing: Listing[Topic]) -> None:
        """Show what there is of the list, with its age; or that it is coming, or why not."""
        self._model.set_items([self._item(topic) for topic in listing.items])
        note = note_of(listing)
        self._note.setText(note)
        self._note.setVisible(bool(note) and bool(listing.items))
        self._settle(listing)

    def _settle(self, listing: Listing[Topic]) -> None:
        self._search.setEnabled(bool(listing.items))
        if self._model.rowCount():
            self._pages.setCurrentWidget(self._list)
            return
        if listing.items:
            texts = (self.tr("Nothing found"), self.tr("Try another spelling."))
        elif listing.error is not None:
            texts = (translated(listing.error.title), translated(listing.error.advice))
        elif listing.state is ListingState.READY:
            texts = (
                self.tr("No topics yet"),
                self.tr("Topics are made in Migma, with the audience of the project."),
            )
        else:
            texts = (self.tr("Loading…"), "")
        self._listing_texts(*texts)

    def _listing_texts(self, title: str, text: str) -> None:
        self._empty.set_texts(title, text)
        self._pages.setCurrentWidget(self._empty)

    def _set_up_list(self, icons: Icons) -> QListView:
        view = QListView()
        delegate = PickerDelegate(icons=icons, parent=self)
        delegate.tall = True
        view.setObjectName("topicsList")
        view.setAccessibleName(self.tr("Topics"))
        view.setProperty("kind", "picker")
        view.setModel(self._model)
        view.setItemDelegate(delegate)
        view.setUniformItemSizes(True)
        view.setSpacing(0)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContentsMargins(0, SPACE, 0, SPACE)
        return view

    def _item(self, topic: Topic) -> PickerItem:
        who = (
            self.tr("For people who asked for it")
            if topic.is_opt_in
            else self.tr("For everybody who has not left it")
        )
        parts = [who] if topic.is_public else [who, self.tr("not shown to people")]
        return PickerItem(
            id=topic.id,
            title=topic.name or topic.id,
            subtitle=" · ".join([topic.description, *parts] if topic.description else parts),
        )

    def _on_search_changed(self, text: str) -> None:
        self._model.search(text)
        if self._model.rowCount():
            self._pages.setCurrentWidget(self._list)
            self._list.setCurrentIndex(QModelIndex())
        else:
            self._listing_texts(self.tr("Nothing found"), self.tr("Try another spelling."))
