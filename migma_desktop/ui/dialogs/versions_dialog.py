"""The past of an email: each version beside how it is now, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.draft_shelf import DraftVersion
from migma_desktop.core.text_diff import Change
from migma_desktop.ui.dialogs.versions_model import VersionsModel
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.diff_view import DiffView
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl
from migma_desktop.ui.widgets.two_line_delegate import TwoLineDelegate

if TYPE_CHECKING:  # it brings the browser engine, which the window must not wait for
    from migma_desktop.ui.preview.view import PreviewView

_SIZE = QSize(1000, 620)
_LIST_WIDTH = 248


class VersionsDialog(QDialog):
    """Lists the versions, newest first; its owner reads and renders the chosen one.

    Signals:
        chosen(DraftVersion): show this one beside the present email.
        preview_wanted(): both are to be rendered.
        bring_back_wanted(DraftVersion): make the email what it was then.
    """

    chosen = Signal(object)
    preview_wanted = Signal()
    bring_back_wanted = Signal(object)

    def __init__(self, name: str, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("versionsDialog")
        self.setWindowTitle(self.tr("Versions of {name}").format(name=name))
        self.resize(_SIZE)
        self._model = VersionsModel(parent=self)
        self._list = QListView()
        self._list.setObjectName("versionsList")
        self._list.setAccessibleName(self.tr("Versions"))
        self._list.setProperty("kind", "flat")
        self._list.setModel(self._model)
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.selectionModel().currentChanged.connect(self._on_chosen)
        self._what = SegmentedControl(
            [Segment("text", self.tr("What changed")), Segment("preview", self.tr("Preview"))],
            icons=icons,
            accessible_name=self.tr("What to show"),
            object_name="versionsWhat",
        )
        self._what.value_changed.connect(self._on_view_changed)
        self._back = Button(
            self.tr("Bring this version back"),
            icons=icons,
            kind="primary",
            icon_name="history",
            object_name="bringBackButton",
        )
        self._back.clicked.connect(self._on_bring_back)
        self._diff = DiffView(icons=icons, object_name="versionsDiff")
        self._previews = QSplitter(Qt.Orientation.Horizontal)
        self._previews.setObjectName("versionsPreviews")
        self._views: list[PreviewView] = []
        self._pages = QStackedWidget()
        self._pages.addWidget(self._diff)
        self._pages.addWidget(self._previews)
        self._empty = EmptyState(
            "history",
            self.tr("No earlier versions yet"),
            self.tr(
                "While you write, the program keeps how the email was every few minutes, and "
                "whenever it is sent, tested or opened. You can go back to each of them."
            ),
            icons=icons,
            object_name="versionsEmpty",
        )
        self._lay_out()

    def show_versions(self, versions: Sequence[DraftVersion]) -> None:
        """Show what is kept; the newest is chosen."""
        self._model.show_versions(versions)
        self._stack.setCurrentIndex(1 if versions else 0)
        if versions:
            self._list.setCurrentIndex(self._model.index(0))
            self._list.setFocus()

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show what is different now."""
        self._diff.show_changes(changes)
        self._back.setEnabled(bool(changes))

    def show_previews(self, then: str, now: str) -> None:
        """Show both emails as they would arrive, without anything from the network."""
        from migma_desktop.ui.preview.view import PreviewView

        if not self._views:
            for name, text in (("Then", self.tr("Then")), ("Now", self.tr("Now"))):
                view = PreviewView()
                view.setObjectName(f"versionsPreview{name}")
                view.setAccessibleName(text)
                self._views.append(view)
                self._previews.addWidget(_titled(text, view))
        for view, html in zip(self._views, (then, now), strict=True):
            view.show_html(html)

    @property
    def shows_preview(self) -> bool:
        """Whether the emails are shown, rather than what changed in their text."""
        return self._what.value() == "preview"

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        tools.addWidget(self._what)
        tools.addStretch(1)
        tools.addWidget(self._back)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("versionsSplitter")
        split.setChildrenCollapsible(False)
        split.addWidget(self._list)
        split.addWidget(right)
        split.setSizes([_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH])
        split.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _chosen(self) -> DraftVersion | None:
        return self._model.version_at(self._list.currentIndex())

    def _on_chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        version = self._chosen()
        self._back.setEnabled(False)  # until it is known what would come back
        if version is not None:
            self.chosen.emit(version)

    def _on_view_changed(self, _value: str) -> None:
        self._pages.setCurrentIndex(1 if self.shows_preview else 0)
        if self.shows_preview:
            self.preview_wanted.emit()

    def _on_bring_back(self) -> None:
        version = self._chosen()
        if version is not None:
            self.bring_back_wanted.emit(version)


def _titled(text: str, view: QWidget) -> QWidget:
    title = QLabel(text)
    set_look(title, "kind", "label")
    title.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(title)
    column.addWidget(view, 1)
    return page
