"""From where an email would load something, what seems to watch its reader, and what may load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.remote_content import RemoteHost, RemoteItem
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3, SPACE_HALF
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.elided_label import ElidedLabel
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.icon_label import IconLabel

_WIDTH = 560
_LIST_HEIGHT = 300
_MOST_TRACKERS = 3  # of a host that are told one by one


class HostsDialog(QDialog):
    """Lists the hosts, each with a switch, and offers to load everything.

    Signals:
        host_changed(str, bool): what comes from this host may always load, or no longer.
        once_wanted(): everything may load until the email is closed.
        draft_changed(bool): everything in this email may load, now and later, or nothing.
    """

    host_changed = Signal(str, bool)
    once_wanted = Signal()
    draft_changed = Signal(bool)

    def __init__(
        self,
        hosts: Sequence[RemoteHost],
        *,
        allowed: frozenset[str],
        allows_all: bool,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("hostsDialog")
        self.setWindowTitle(self.tr("From the internet"))
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        title = QLabel(self.tr("What this email loads from the internet"))
        set_look(title, "kind", "title")
        layout.addWidget(title)
        if hosts:
            layout.addWidget(self._about(allows_all=allows_all))
            layout.addWidget(self._list(hosts, allowed), 1)
        else:
            layout.addWidget(
                EmptyState(
                    "shield-check",
                    self.tr("Nothing"),
                    self.tr("Everything that this email shows is in the email itself."),
                    icons=icons,
                    object_name="hostsEmpty",
                )
            )
        layout.addLayout(self._buttons(allows_all=allows_all, has_hosts=bool(hosts)))

    def _about(self, *, allows_all: bool) -> QLabel:
        label = QLabel(
            self.tr("Everything below is loaded in this email.")
            if allows_all
            else self.tr(
                "Nothing is loaded until you allow it, since whoever runs a host learns that the "
                "email is being looked at. Your readers' mail programs decide for themselves."
            )
        )
        label.setWordWrap(True)
        set_look(label, "kind", "muted")
        return label

    def _list(self, hosts: Sequence[RemoteHost], allowed: frozenset[str]) -> QScrollArea:
        inside = QWidget()
        set_look(inside, "kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        for host in hosts:
            column.addWidget(self._card(host, is_allowed=host.name in allowed))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("hostsList")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(min(_LIST_HEIGHT, inside.sizeHint().height()))
        return scroll

    def _card(self, host: RemoteHost, *, is_allowed: bool) -> QFrame:
        card = QFrame()
        set_look(card, "kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        column.setSpacing(SPACE_HALF)
        name = ElidedLabel(
            host.name, mode=Qt.TextElideMode.ElideMiddle, kind="label", object_name="hostName"
        )
        count = QLabel(_count(self, host))
        set_look(count, "kind", "small")
        switch = QCheckBox(self.tr("Always load"))
        switch.setObjectName(f"allowHost.{host.name}")
        switch.setAccessibleName(self.tr("Always load from {host}").format(host=host.name))
        switch.setToolTip(self.tr("In every email, on this computer"))
        switch.setChecked(is_allowed)
        switch.toggled.connect(partial(self.host_changed.emit, host.name))
        top = QHBoxLayout()
        top.setSpacing(SPACE_2)
        top.addWidget(name, 1)
        top.addWidget(count)
        top.addWidget(switch)
        column.addLayout(top)
        for item in host.trackers[:_MOST_TRACKERS]:
            column.addLayout(self._tracker(item))
        if len(host.trackers) > _MOST_TRACKERS:
            more = QLabel(
                self.tr("and {count} more like that").format(
                    count=len(host.trackers) - _MOST_TRACKERS
                )
            )
            set_look(more, "kind", "small")
            column.addWidget(more)
        return card

    def _tracker(self, item: RemoteItem) -> QHBoxLayout:
        why = "; ".join(translated(reason) for reason in item.reasons)
        words = QLabel(self.tr("Looks like a tracking pixel: {why}.").format(why=why))
        words.setWordWrap(True)
        words.setToolTip(item.address)
        set_look(words, "kind", "warning")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        icon = IconLabel("eye", icons=self._icons, role="warning")
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return row

    def _buttons(self, *, allows_all: bool, has_hosts: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addStretch(1)
        close = Button(self.tr("Close"), icons=self._icons, object_name="hostsCloseButton")
        close.clicked.connect(self.accept)
        row.addWidget(close)
        if not has_hosts:
            return row
        if allows_all:
            stop = Button(
                self.tr("Load nothing any more"), icons=self._icons, object_name="hostsStopButton"
            )
            stop.clicked.connect(lambda: self._end(self.draft_changed.emit, False))
            row.addWidget(stop)
            return row
        once = Button(self.tr("Load once"), icons=self._icons, object_name="hostsOnceButton")
        once.setToolTip(self.tr("Until you open another email or quit"))
        once.clicked.connect(lambda: self._end(self.once_wanted.emit))
        draft = Button(
            self.tr("Load in this email"),
            icons=self._icons,
            kind="primary",
            object_name="hostsDraftButton",
        )
        draft.setToolTip(self.tr("Now and whenever you open this email again"))
        draft.clicked.connect(lambda: self._end(self.draft_changed.emit, True))
        row.addWidget(once)
        row.addWidget(draft)
        return row

    def _end(self, tell: Callable[..., None], *values: bool) -> None:
        self.accept()
        tell(*values)


def _count(dialog: HostsDialog, host: RemoteHost) -> str:
    images = sum(item.is_image for item in host.items)
    others = len(host.items) - images
    parts = []
    if images:
        text = dialog.tr("1 image") if images == 1 else dialog.tr("{count} images")
        parts.append(text.format(count=images))
    if others:
        text = dialog.tr("1 style or font") if others == 1 else dialog.tr("{count} styles or fonts")
        parts.append(text.format(count=others))
    return ", ".join(parts)
