"""Asks before an email is written another way, where something of it can't be taken along."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop.core.models import ContentSource
from migma_desktop.core.ways import Change
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button

_WIDTH = 440


class ChangeWayDialog(QDialog):
    """Says what would be lost, what is kept, and which texts there are to go on with.

    Signals:
        chosen(str): go on with this text.
    """

    chosen = Signal(str)

    def __init__(
        self, change: Change, *, present: ContentSource, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("changeWayDialog")
        self.setModal(True)
        self._change = change
        heading = {
            ContentSource.MARKDOWN: self.tr("Go on in the Write view?"),
            ContentSource.HTML: self.tr("Go on in HTML?"),
            ContentSource.MJML: self.tr("Go on in MJML?"),
            ContentSource.TEXT: self.tr("Go on as plain text?"),
        }[change.to]
        self.setWindowTitle(heading)
        title = QLabel(heading)
        set_look(title, "kind", "title")
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        for words in self._said(present):
            layout.addWidget(_paragraph(words))
        layout.addSpacing(SPACE)
        layout.addLayout(self._make_buttons(icons))

    def _said(self, present: ContentSource) -> list[str]:
        said = []
        change = self._change
        if change.problem is not None:
            said.append(
                self.tr("What is written now can't be taken along. {why} {advice}").format(
                    why=translated(change.problem.title), advice=translated(change.problem.advice)
                )
            )
        if change.fresh.lost:
            lost = "\n".join(f"•  {translated(each)}" for each in change.fresh.lost)
            said.append(self.tr("These can't be taken along:") + "\n" + lost)
        if change.kept is not None:
            said.append(
                self.tr(
                    "This email was written that way before. Bring that text back as it was, or "
                    "take over what is written now?"
                )
                if change.problem is None
                else self.tr("This email was written that way before: that text is still here.")
            )
        kept = {
            ContentSource.MARKDOWN: self.tr("the text of the Write view"),
            ContentSource.HTML: self.tr("your HTML"),
            ContentSource.MJML: self.tr("your MJML"),
            ContentSource.TEXT: self.tr("your plain text"),
        }.get(present, "")
        said.append(
            self.tr("Nothing is lost for good: go back, and {text} is there as it is now.").format(
                text=kept
            )
        )
        return said

    def _make_buttons(self, icons: Icons) -> QHBoxLayout:
        change = self._change
        buttons = QHBoxLayout()
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="changeWayCancelButton")
        cancel.clicked.connect(self.reject)
        main: Button | None = None
        others: list[Button] = []
        if change.problem is None:
            text = self.tr("Take over") if change.kept is not None else self.tr("Go on")
            main = Button(text, icons=icons, kind="primary", object_name="changeWayTakeButton")
            main.clicked.connect(lambda: self._choose(change.fresh.text))
        if change.kept is not None:
            kept = Button(
                self.tr("Bring it back"),
                icons=icons,
                kind="primary" if main is None else "secondary",
                object_name="changeWayKeptButton",
            )
            kept.clicked.connect(lambda: self._choose(change.kept or ""))
            others.append(kept)
        elif main is None:
            empty = Button(self.tr("Begin empty"), icons=icons, object_name="changeWayEmptyButton")
            empty.clicked.connect(lambda: self._choose(""))
            others.append(empty)
        buttons.addStretch(1)
        for button in (cancel, *others, main):
            if button is not None:
                buttons.addWidget(button)
        default = main or others[0]
        default.setDefault(True)
        default.setFocus()
        return buttons

    def _choose(self, text: str) -> None:
        self.accept()
        self.chosen.emit(text)


def _paragraph(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)  # it may quote tags
    set_look(label, "kind", "muted")
    label.setWordWrap(True)
    label.setFixedWidth(_WIDTH)
    return label
