"""All about the chosen finding, beside the list: the whole advice, and what can be done at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from migma_desktop.core.checks.finding import Finding, Origin
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button

_NARROWEST = 40 * SPACE
_WIDEST = 28 * SPACE  # of the words on the button


class FindingDetails(QWidget):
    """Shows one finding.

    Signals:
        place_wanted(Finding), fix_wanted(Finding): the user pressed the button of that name.
    """

    place_wanted = Signal(object)
    fix_wanted = Signal(object)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingDetails")
        self.setMinimumWidth(_NARROWEST)
        self._finding: Finding | None = None
        self._title = _label("label")
        self._advice = _label("muted")
        self._show = Button(
            self.tr("Show me"),
            icons=icons,
            icon_name="mouse-pointer-click",
            small=True,
            object_name="showFindingButton",
        )
        self._fix = Button(
            self.tr("Fix it"),
            icons=icons,
            icon_name="wand-sparkles",
            small=True,
            object_name="fixFindingButton",
        )
        self._show.clicked.connect(lambda: self.place_wanted.emit(self._finding))
        self._fix.clicked.connect(lambda: self.fix_wanted.emit(self._finding))
        self._lay_out()
        self.show_finding(None)

    def _lay_out(self) -> None:
        words = QWidget()
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE_HALF)
        inner.addWidget(self._title)
        inner.addWidget(self._advice)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("findingWords")
        scroll.setWidget(words)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self._fix)
        buttons.addWidget(self._show)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        column.setSpacing(SPACE)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding, None for no one."""
        self._finding = finding
        fix = finding.fix if finding is not None else None
        self._show.setVisible(finding is not None)
        self._fix.setVisible(fix is not None)
        if finding is None:
            self._title.clear()
            self._advice.clear()
            return
        self._title.setText(translated(finding.text))
        advice = translated(finding.advice)
        if finding.origin is Origin.MIGMA:
            advice = self.tr("{advice} (Found by Migma.)").format(advice=advice)
        self._advice.setText(advice)
        what = translated(fix.label) if fix is not None else ""
        self._fix.set_words(self.tr("Fix it: {what}").format(what=what), widest=_WIDEST)
        self._fix.setToolTip(what)


def _label(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
