"""What differs between the email as it was tested and as it would leave now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.tested import Change, DiffLine, SinceTest, SinceTestState
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button

_WIDTH = 640
_TEXT_HEIGHT = 280
_INK = {"+": ("success", "success_soft"), "-": ("danger", "danger_soft")}


class ChangesDialog(QDialog):
    """Lists what changed beside the text, and the changed lines of the text.

    Signals:
        test_wanted(): send a test of the email as it is now.
        both_wanted(): show both emails beside each other.
    """

    test_wanted = Signal()
    both_wanted = Signal()

    def __init__(
        self,
        tested: SinceTest,
        changes: Sequence[Change],
        lines: Sequence[DiffLine],
        *,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("changesDialog")
        self.setWindowTitle(self.tr("Changes since the test"))
        self.setModal(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        is_same = tested.state is SinceTestState.SAME
        title = QLabel(
            self.tr("Nothing has changed since the test")
            if is_same
            else self.tr("Changed since the test")
        )
        set_look(title, "kind", "title")
        layout.addWidget(title)
        layout.addWidget(self._about(tested, bool(changes or lines)))
        if changes:
            layout.addWidget(self._table(changes))
        if lines:
            layout.addWidget(self._text(lines), 1)
        layout.addSpacing(SPACE)
        layout.addLayout(self._buttons(is_same=is_same))
        self.setMinimumWidth(_WIDTH)

    def _about(self, tested: SinceTest, has_changes: bool) -> QLabel:
        text = ""
        if tested.test is not None:
            at = tested.test.created_at.astimezone()
            text = self.tr("The test went to {address} on {day} at {time}.").format(
                address=tested.test.recipient_name, day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}"
            )
        if tested.state is SinceTestState.CHANGED and not has_changes:
            text += " " + self.tr("It can't be compared until everything that is missing is there.")
        label = QLabel(text)
        label.setWordWrap(True)
        set_look(label, "kind", "muted")
        return label

    def _table(self, changes: Sequence[Change]) -> QFrame:
        card = QFrame()
        set_look(card, "kind", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        rows = [("", self.tr("As tested"), self.tr("Now"))]
        rows += [(translated(each.name), each.before or "–", each.now or "–") for each in changes]
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(column > 0)
                if not number or not column:
                    set_look(label, "kind", "muted")
                grid.addWidget(label, number, column, Qt.AlignmentFlag.AlignTop)
        return card

    def _text(self, lines: Sequence[DiffLine]) -> QPlainTextEdit:
        view = QPlainTextEdit()
        view.setObjectName("changedText")
        view.setAccessibleName(self.tr("Changed lines of the text"))
        view.setProperty("kind", "mono")
        view.setReadOnly(True)
        view.setTabChangesFocus(True)
        view.setMinimumHeight(_TEXT_HEIGHT)
        tokens = self._icons.theme.tokens
        cursor = QTextCursor(view.document())
        for number, line in enumerate(lines):
            block, ink = QTextBlockFormat(), QTextCharFormat()
            names = _INK.get(line.sign)
            if names is not None:
                ink.setForeground(QColor(getattr(tokens, names[0])))
                block.setBackground(QColor(getattr(tokens, names[1])))
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(block)
            text = self.tr("…") if line.sign == "@" else f"{line.sign} {line.text}"
            cursor.insertText(text, ink)
        view.moveCursor(QTextCursor.MoveOperation.Start)
        return view

    def _buttons(self, *, is_same: bool) -> QHBoxLayout:
        close = Button(self.tr("Close"), icons=self._icons, object_name="changesCloseButton")
        close.clicked.connect(self.reject)
        test = Button(
            self.tr("Test it again") if is_same else self.tr("Test it as it is now"),
            icons=self._icons,
            kind="secondary" if is_same else "primary",
            icon_name="mail-check",
            object_name="changesTestButton",
        )
        test.clicked.connect(self._on_test_clicked)
        both = Button(
            self.tr("See both"),
            icons=self._icons,
            kind="quiet",
            icon_name="layout-grid",
            object_name="changesBothButton",
        )
        both.clicked.connect(self._on_both_clicked)
        row = QHBoxLayout()
        row.addWidget(both)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(test)
        return row

    def _on_both_clicked(self) -> None:
        self.accept()
        self.both_wanted.emit()

    def _on_test_clicked(self) -> None:
        self.accept()
        self.test_wanted.emit()
