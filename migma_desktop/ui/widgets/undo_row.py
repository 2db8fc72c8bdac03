"""One email that has not left yet: its countdown, or the question what is to become of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.elided_label import ElidedLabel
from migma_desktop.ui.widgets.icon_label import IconLabel

_ICON = 18
_STEPS = 1000  # of the bar
_BAR_WIDTH = 20 * SPACE


@dataclass(frozen=True, slots=True)
class HeldEmail:
    """What a row shows."""

    send_id: str
    whom: str  # "amara@example.com", or "214 people in VIP customers"
    subject: str
    begun: datetime
    until: datetime | None = None  # end of the countdown; None: it asks
    why: str = ""  # it asks


class UndoRow(QFrame):
    """Counts down, with the ways to stop and to hurry it; or asks.

    Signals:
        undo_wanted(str), send_now_wanted(str): the user's order, with the id of the send.
    """

    undo_wanted = Signal(str)
    send_now_wanted = Signal(str)

    def __init__(self, *, icons: Icons, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._email: HeldEmail | None = None
        self.setObjectName("undoRow")
        self._icon = IconLabel(icons=icons, size=_ICON)
        self._title = ElidedLabel(kind="label", object_name="undoTitle")
        self._detail = ElidedLabel(kind="small", object_name="undoDetail")
        self._bar = QProgressBar()
        self._bar.setObjectName("undoProgress")
        self._bar.setAccessibleName(self.tr("Time left to undo"))
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._now = Button(
            self.tr("Send now"),
            icons=icons,
            kind="quiet",
            icon_name="send",
            object_name="sendNowButton",
            accessible_name=self.tr("Send now"),
        )
        self._now.clicked.connect(lambda: self.send_now_wanted.emit(self._id()))
        self._undo = Button(
            self.tr("Undo"), icons=icons, icon_name="undo-2", object_name="undoButton"
        )
        self._undo.clicked.connect(lambda: self.undo_wanted.emit(self._id()))
        self._lay_out()

    def show_email(self, email: HeldEmail, *, now: datetime) -> None:
        """Show this email."""
        self._email = email
        asks = email.until is None
        self._icon.set_icon("circle-question-mark" if asks else "clock", role="accent_text")
        self._bar.setVisible(not asks)
        undo = self.tr("Don't send, edit it") if asks else self.tr("Undo")
        self._undo.setText(undo)
        self._undo.setAccessibleName(undo)
        self._undo.setAccessibleDescription(self._keys)
        self._undo.setToolTip(f"{undo} ({self._keys})")
        set_look(self, "kind", "held")
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """Show how much time is left."""
        email = self._email
        if email is None:
            return
        if email.until is None:
            self._say(self.tr("Not sent: {subject}").format(subject=email.subject), email.why)
            return
        whole = max((email.until - email.begun).total_seconds(), 1.0)
        left = min(max((email.until - now).total_seconds(), 0.0), whole)  # a clock may be set back
        self._bar.setValue(round(_STEPS * left / whole))
        self._say(
            self.tr("Leaves in {seconds} s: {whom}").format(
                seconds=math.ceil(left), whom=email.whom
            ),
            self.tr("“{subject}” · Nothing has left yet. Undo with {keys}.").format(
                subject=email.subject, keys=self._keys
            ),
        )

    def _say(self, title: str, detail: str) -> None:
        if self._title.text() != title:
            self._title.set_text(title)
        if self._detail.text() != detail:
            self._detail.set_text(detail)
        self.setAccessibleName(title)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        row.setSpacing(SPACE + 2)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._bar)
        row.addWidget(self._now)
        row.addWidget(self._undo)

    def _id(self) -> str:
        return "" if self._email is None else self._email.send_id
