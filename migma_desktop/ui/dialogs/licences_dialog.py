"""Everything that the program is made of, and the licence of each in full."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.ingredients import Ingredient
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.two_line_delegate import SUBTITLE_ROLE, TwoLineDelegate

_SIZE = QSize(980, 600)
_LIST_WIDTH = 264


class LicencesDialog(QDialog):
    """Lists what is inside; beside it stands the text of the chosen one's licence."""

    def __init__(
        self, inside: Sequence[Ingredient], *, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inside = inside
        self.setObjectName("licencesDialog")
        self.setWindowTitle(self.tr("What Migma Desktop is made of"))
        self.resize(_SIZE)
        model = QStandardItemModel(self)
        for each in inside:
            model.appendRow(_row(each))
        self._list = QListView()
        self._list.setObjectName("licencesList")
        self._list.setAccessibleName(self.tr("Libraries, fonts and data"))
        self._list.setProperty("kind", "flat")
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setModel(model)
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.selectionModel().currentChanged.connect(self._on_chosen)
        self._text = QPlainTextEdit()
        self._text.setObjectName("licenceText")
        self._text.setAccessibleName(self.tr("Text of the licence"))
        self._text.setReadOnly(True)
        set_look(self._text, "kind", "mono")
        close = Button(
            self.tr("Close"), icons=icons, kind="primary", object_name="licencesCloseButton"
        )
        close.clicked.connect(self.accept)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("licencesSplitter")
        split.setChildrenCollapsible(False)
        split.addWidget(self._list)
        split.addWidget(self._text)
        split.setSizes([_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH])
        split.setStretchFactor(1, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(split, 1)
        layout.addLayout(buttons)
        self._list.setCurrentIndex(model.index(0, 0))
        self._list.setFocus()

    def _on_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._text.setPlainText(self._inside[current.row()].text)


def _row(each: Ingredient) -> QStandardItem:
    item = QStandardItem(f"{each.name} {each.version}".strip())
    item.setData(each.licence, SUBTITLE_ROLE)
    item.setData(f"{each.name}, {each.licence}", Qt.ItemDataRole.AccessibleTextRole)
    return item
