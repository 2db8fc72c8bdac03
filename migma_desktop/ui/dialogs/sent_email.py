"""One email of the past, exactly as it left: how it looks, what it was sent with, what became."""

from __future__ import annotations

import json

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.models import Send
from migma_desktop.core.wording import state_meaning, state_name
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.view import PreviewView
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_SIZE = QSize(880, 600)
_VIEWS = ("email", "fields", "events")


class SentEmailDialog(QDialog):
    """Shows a send whole. The email in it may do as little as in the preview: nothing is loaded.

    Signals:
        draft_wanted(), eml_wanted(), curl_wanted(): write a new one like it, save it, copy it.
    """

    draft_wanted = Signal()
    eml_wanted = Signal()
    curl_wanted = Signal()

    def __init__(self, send: Send, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("sentEmailDialog")
        self.setWindowTitle(self.tr("Sent email"))
        self.resize(_SIZE)
        self._views = SegmentedControl(
            [
                Segment("email", self.tr("Email")),
                Segment("fields", self.tr("All fields")),
                Segment("events", self.tr("What became of it")),
            ],
            icons=icons,
            accessible_name=self.tr("What to show"),
            object_name="sentViews",
        )
        self._views.value_changed.connect(self._on_view_chosen)
        self._email = PreviewView()
        self._email.setObjectName("sentPreview")
        self._email.show_html(send.html)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._email)
        self._pages.addWidget(_text("sentFields", self.tr("All fields"), self._fields(send)))
        events = _text("sentEvents", self.tr("What became of it"), self._events(send))
        self._pages.addWidget(events)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head(send))
        layout.addWidget(self._pages, 1)

    def _head(self, send: Send) -> QVBoxLayout:
        subject = QLabel(send.subject or send.request.subject)
        set_look(subject, "kind", "heading")
        to = self.tr("To {name}, {time}: {state}").format(
            name=send.recipient_name,
            time=_time(send.created_at.timestamp()),
            state=translated(state_name(send.state)),
        )
        line = QLabel(to)
        set_look(line, "kind", "muted")
        for label in (subject, line):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE)
        tools.addWidget(self._views)
        tools.addStretch(1)
        again = self._button(self.tr("Use as a new draft"), "sentUseAgain", "square-pen")
        again.clicked.connect(self.accept)
        again.clicked.connect(self.draft_wanted)
        save = self._button(self.tr("Save as .eml…"), "sentSaveEml", "download")
        save.clicked.connect(self.eml_wanted)
        curl = self._button(self.tr("Copy as cURL"), "sentCurl", "code")
        curl.clicked.connect(self.curl_wanted)
        for button in (again, save, curl):
            tools.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE)
        head.setSpacing(SPACE)
        head.addWidget(subject)
        head.addWidget(line)
        head.addLayout(tools)
        return head

    def _button(self, text: str, name: str, icon: str) -> Button:
        return Button(text, icons=self._icons, icon_name=icon, small=True, object_name=name)

    def _fields(self, send: Send) -> str:
        """Return the request field by field, as it travelled."""
        try:
            fields: object = json.loads(send.body)
        except ValueError:
            return send.body.decode(errors="replace")
        return json.dumps(fields, ensure_ascii=False, indent=2)

    def _events(self, send: Send) -> str:
        lines = [translated(state_meaning(send.state)), ""]
        for event in send.events:
            note = f": {event.note}" if event.note else ""
            name = translated(state_name(event.state))
            lines.append(f"{_time(event.at.timestamp())}  {name}{note}")
        ids = (
            (self.tr("Id at Migma"), send.remote_id),
            (self.tr("Batch"), send.batch_id),
            (self.tr("Provider"), send.provider),
            ("Idempotency-Key", send.key),
        )
        lines += ["", *(f"{name}: {value}" for name, value in ids if value)]
        if send.problem is not None:
            lines += ["", translated(send.problem.title), translated(send.problem.advice)]
            lines += [send.problem.details]
        return "\n".join(lines)

    def _on_view_chosen(self, value: str) -> None:
        self._pages.setCurrentIndex(_VIEWS.index(value))


def _time(seconds: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _text(name: str, accessible_name: str, text: str) -> QPlainTextEdit:
    view = QPlainTextEdit(text)
    view.setObjectName(name)
    view.setAccessibleName(accessible_name)
    view.setReadOnly(True)
    set_look(view, "kind", "mono")
    return view
