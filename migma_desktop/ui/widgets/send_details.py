"""All about one send: what became of it, what that means, and what can be done now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from migma_desktop.core.models import Remedy, Send, SendState
from migma_desktop.core.wording import state_meaning, state_name
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.status_log_model import StatusLogModel

_CAN_STOP = {SendState.HELD, SendState.WAITING}
_DELIVERED = {
    SendState.ACCEPTED,
    SendState.PROCESSING,
    SendState.COMPLETED,
    SendState.PARTIAL,
}
_MINIMUM_WIDTH = 280


class SendDetails(QScrollArea):
    """Shows one send in plain words; the technical part folds out.

    Signals:
        stop_wanted(str), try_now_wanted(str), ask_again_wanted(str): an order about the shown
            send, by its id.
        store_wanted(str): store it at Migma and send it from there.
        close_wanted(str, bool): the user knows what became of it.
        inbox_wanted(): look at what the sandbox delivered.
        open_wanted(str), draft_wanted(str), curl_wanted(str), eml_wanted(str): show it as it
            left, write a new one like it, copy it as a command, save it as a file.
        same_person_wanted(str): look for everything that went to this address.
    """

    stop_wanted = Signal(str)
    try_now_wanted = Signal(str)
    ask_again_wanted = Signal(str)
    store_wanted = Signal(str)
    close_wanted = Signal(str, bool)
    inbox_wanted = Signal()
    open_wanted = Signal(str)
    draft_wanted = Signal(str)
    curl_wanted = Signal(str)
    eml_wanted = Signal(str)
    same_person_wanted = Signal(str)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._send: Send | None = None
        self._offers_inbox = False
        self.setObjectName("sendDetails")
        self.setAccessibleName(self.tr("Details of the chosen send"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(_MINIMUM_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title = self._label("heading")
        self._subject = self._label("muted")
        self._advice = self._label("")
        self._next = self._label("label")
        self._next.hide()
        self._facts = self._label("small")
        self._technical = self._label("mono")
        self._technical.hide()
        self._store = self._button(
            self.tr("Store in Migma and send…"), "storeAndSendButton", "upload"
        )
        self._store.clicked.connect(lambda: self.store_wanted.emit(self._id()))
        page = QWidget()
        set_look(page, "kind", "scrolled")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE)
        for label in (self._title, self._subject, self._advice, self._next):
            layout.addWidget(label)
        layout.addWidget(self._store, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._buttons())
        layout.addWidget(self._copies())
        layout.addWidget(self._facts)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._technical)
        layout.addStretch(1)
        self.setWidget(page)
        self._show_buttons()
        self._show_copies()

    def set_inbox_offered(self, offered: bool) -> None:
        """Show the road to the practice inbox, or not."""
        self._offers_inbox = offered
        self._show_buttons()

    def show_send(self, send: Send, words: StatusLogModel) -> None:
        """Show this send; ``words`` knows how times and states are written."""
        self._send = send
        problem = send.problem
        self._title.setText(
            translated(problem.title) if problem is not None else translated(state_name(send.state))
        )
        self._subject.setText(send.subject or send.request.subject)
        self._advice.setText(
            translated(problem.advice)
            if problem is not None
            else translated(state_meaning(send.state))
        )
        self._next.setText(self._what_comes_next(send, words))
        self._next.setVisible(bool(self._next.text()))
        self._facts.setText(self._events(send, words))
        self._technical.setText(self._technical_text(send))
        self._show_buttons()
        self._show_copies()

    def _label(self, kind: str) -> QLabel:
        label = QLabel()
        if kind:
            set_look(label, "kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _buttons(self) -> QWidget:
        self._stop = self._button(self.tr("Stop"), "stopSendButton", "circle-stop")
        self._stop.clicked.connect(lambda: self.stop_wanted.emit(self._id()))
        self._try = self._button(self.tr("Try now"), "tryNowButton", "send")
        self._try.clicked.connect(lambda: self.try_now_wanted.emit(self._id()))
        self._ask = self._button(self.tr("Ask again"), "askAgainButton", "refresh-cw")
        self._ask.setToolTip(
            self.tr(
                "Looks into Migma's log where it has one. Otherwise repeats the same request with "
                "the same key: Migma sends it once at most."
            )
        )
        self._ask.clicked.connect(lambda: self.ask_again_wanted.emit(self._id()))
        self._sent = self._button(self.tr("It arrived"), "markSentButton", "check")
        self._sent.clicked.connect(lambda: self.close_wanted.emit(self._id(), True))
        self._give_up = self._button(self.tr("Give up"), "giveUpButton", "x")
        self._give_up.clicked.connect(lambda: self.close_wanted.emit(self._id(), False))
        self._inbox = self._button(self.tr("See what arrived"), "openInboxButton", "inbox")
        self._inbox.clicked.connect(self.inbox_wanted)
        self._more = self._button(self.tr("Details"), "sendDetailsButton", "chevron-down")
        self._more.clicked.connect(self._on_more_clicked)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for button in (
            self._stop,
            self._try,
            self._ask,
            self._sent,
            self._give_up,
            self._inbox,
        ):
            layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _copies(self) -> QWidget:
        """Make the row for what can be had of the email that left, and of what is said here."""
        self._open = self._button(self.tr("Open"), "logOpen", "mail-open")
        self._open.setToolTip(self.tr("See the email exactly as it left (Enter)"))
        self._open.clicked.connect(lambda: self.open_wanted.emit(self._id()))
        self._again = self._button(self.tr("Use again"), "logResend", "square-pen")
        self._again.setAccessibleName(self.tr("Use again as a new draft"))
        self._again.setToolTip(self.tr("Makes a new draft like it. Nothing is sent."))
        self._again.clicked.connect(lambda: self.draft_wanted.emit(self._id()))
        self._eml = self._sign(self.tr("Save as an email file (.eml)"), "logSaveEml", "download")
        self._eml.clicked.connect(lambda: self.eml_wanted.emit(self._id()))
        self._curl = self._sign(self.tr("Copy as a cURL command"), "logCurl", "code")
        self._curl.clicked.connect(lambda: self.curl_wanted.emit(self._id()))
        self._same = self._sign(self.tr("All emails to this person"), "logSamePerson", "user")
        self._same.clicked.connect(self._on_same_clicked)
        self._copy = self._sign(self.tr("Copy what is said here"), "copySendButton", "copy")
        self._copy.clicked.connect(self._on_copy_clicked)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for button in (self._open, self._again, self._eml, self._curl, self._same, self._copy):
            layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _sign(self, name: str, object_name: str, icon: str) -> Button:
        return Button(
            icons=self._icons,
            icon_name=icon,
            small=True,
            object_name=object_name,
            accessible_name=name,
        )

    def _show_copies(self) -> None:
        send = self._send
        is_kept = send is not None and bool(send.recipient_name)  # nobody has been forgotten
        for button in (self._open, self._again, self._eml, self._curl):
            button.setVisible(is_kept)
        self._same.setVisible(send is not None and bool(send.request.recipient_email))

    def _button(self, text: str, name: str, icon: str) -> Button:
        return Button(
            text,
            icons=self._icons,
            icon_name=icon,
            small=True,
            object_name=name,
            accessible_name=text,
        )

    def _show_buttons(self) -> None:
        send = self._send
        state = None if send is None else send.state
        unclear = state is SendState.UNCONFIRMED
        self._stop.setVisible(state in _CAN_STOP)
        stop = self.tr("Undo") if state is SendState.HELD else self.tr("Stop")
        self._stop.setText(stop)
        self._stop.setAccessibleName(stop)
        self._stop.set_icon_name("undo-2" if state is SendState.HELD else "circle-stop")
        self._try.setVisible(state in _CAN_STOP)
        self._try.setText(self.tr("Send now") if state is SendState.HELD else self.tr("Try now"))
        self._try.setAccessibleName(self._try.text())
        self._ask.setVisible(unclear)
        self._store.setVisible(_can_be_stored(send))
        self._sent.setVisible(unclear)
        self._give_up.setVisible(unclear)
        self._inbox.setVisible(self._offers_inbox and state in _DELIVERED)
        self._more.setVisible(send is not None)
        self._copy.setVisible(send is not None)

    def _what_comes_next(self, send: Send, words: StatusLogModel) -> str:
        """Say when a waiting send is tried again, and when a throttled batch goes on."""
        if send.next_try_at is None:
            return ""
        at = words.time_text(send.next_try_at)
        if send.state is SendState.THROTTLED:
            return self.tr("Goes on at {time}").format(time=at)
        return self.tr("It goes by itself: next attempt at {time}").format(time=at)

    def _events(self, send: Send, words: StatusLogModel) -> str:
        lines = []
        for event in send.events:
            name = translated(state_name(event.state))
            note = f": {event.note}" if event.note else ""
            lines.append(f"{words.time_text(event.at)}  {name}{note}")
        return "\n".join(lines)

    def _technical_text(self, send: Send) -> str:
        request = send.request
        lines = [
            f"recipientType: {request.recipient_type}",
            f"to: {request.recipient_email or request.recipient_id}",
            f"from: {request.from_name} <{request.from_address}>",
            f"providerType: {request.provider}",
            f"projectId: {request.project_id}",
            f"Idempotency-Key: {send.key}",
            f"id: {send.remote_id}",
        ]
        if send.problem is not None and send.problem.details:
            lines += ["", send.problem.details]
        return "\n".join(lines)

    def _on_same_clicked(self) -> None:
        if self._send is not None:
            self.same_person_wanted.emit(self._send.request.recipient_email)

    def _on_more_clicked(self) -> None:
        shown = self._technical.isHidden()
        self._technical.setVisible(shown)
        self._more.set_icon_name("chevron-up" if shown else "chevron-down")

    def _on_copy_clicked(self) -> None:
        labels = (self._title, self._subject, self._advice, self._facts, self._technical)
        text = "\n\n".join(label.text() for label in labels if label.text())
        QGuiApplication.clipboard().setText(text)

    def _id(self) -> str:
        return "" if self._send is None else self._send.id


def _can_be_stored(send: Send | None) -> bool:
    problem = None if send is None else send.problem
    return problem is not None and problem.remedy is Remedy.STORE_FIRST
