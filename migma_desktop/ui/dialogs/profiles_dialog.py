"""All accounts: which there are, what each begins with, what its key may do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.capacity import Capacity
from migma_desktop.core.models import KeyKind, Profile, Project
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.profile_colors import mark_icon
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import ICON_SIZE, SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.banner import Banner, MessageAction
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.capacity_card import CapacityCard
from migma_desktop.ui.widgets.profile_form import ProfileForm

_SIZE = QSize(872, 600)
_SIDE_WIDTH = 296
_ID_ROLE = Qt.ItemDataRole.UserRole


class ProfilesDialog(QDialog):
    """Lists the accounts and edits the chosen one.

    Signals:
        chosen(str): the account with this id is looked at.
        open_wanted(str): switch to it.
        edited(Profile): it is to be like this from now on.
        key_wanted(str), browser_wanted(str): give it another key, pasted or of the browser.
        look_wanted(str): find out anew what its key may do.
        removal_agreed(str): take it away, with its key.
        add_wanted(), import_wanted(), export_wanted(): the user pressed a button.
    """

    chosen = Signal(str)
    open_wanted = Signal(str)
    edited = Signal(object)
    key_wanted = Signal(str)
    browser_wanted = Signal(str)
    look_wanted = Signal(str)
    removal_agreed = Signal(str)
    add_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._profiles: dict[str, Profile] = {}
        self._open_id = ""
        self._projects: tuple[Project, ...] = ()
        self.setObjectName("profilesDialog")
        self.setWindowTitle(self.tr("Accounts"))
        self.setModal(True)
        self.resize(_SIZE)
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setObjectName("profilesList")
        self._list.setAccessibleName(self.tr("Accounts"))
        self._list.setModel(self._model)
        self._list.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._list.activated.connect(lambda _index: self._on_open())
        self.form = ProfileForm(icons=icons)
        self._capacity = CapacityCard(icons=icons)
        self._looked_at = ""  # the account whose figures may be shown
        self._banner = Banner(icons=icons, object_name="profilesBanner")
        self._open = Button(
            self.tr("&Switch to this account"),
            icons=icons,
            kind="primary",
            object_name="profileOpenButton",
        )
        self._lay_out()
        self._connect()
        icons.theme.changed.connect(self._fill)

    @property
    def current(self) -> str:
        """The id of the account that is looked at; empty when there is none."""
        data = self._list.currentIndex().data(_ID_ROLE)
        return data if isinstance(data, str) else ""

    def show_profiles(
        self, profiles: Sequence[Profile], open_id: str, projects: Sequence[Project]
    ) -> None:
        """Show the accounts as they are now; the chosen one stays chosen."""
        self._profiles = {profile.id: profile for profile in profiles}
        self._open_id = open_id
        self._projects = tuple(projects)
        self._fill()

    def choose(self, profile_id: str) -> None:
        """Look at an account."""
        for row in range(self._model.rowCount()):
            if self._model.item(row).data(_ID_ROLE) == profile_id:
                self._list.setCurrentIndex(self._model.index(row, 0))

    def show_capacity(self, capacity: Capacity) -> None:
        """Show what the chosen account has left, where that is known."""
        self._capacity.show_capacity(capacity)

    def show_trouble(
        self, title: str, text: str, details: str, actions: Sequence[MessageAction] = ()
    ) -> None:
        """Say what could not be done."""
        self._banner.show_message("error", title, text, details=details, actions=actions)

    def show_done(self, title: str, text: str = "") -> None:
        """Say what was done."""
        self._banner.show_message("success", title, text)

    def _fill(self) -> None:
        current = self.current or self._open_id
        is_dark = self._icons.theme.tokens.is_dark
        tick = self._icons.icon("check", role="surface")
        self._model.clear()
        for profile in self._profiles.values():
            is_open = profile.id == self._open_id
            item = QStandardItem(f"{profile.name}\n{self._about(profile, is_open=is_open)}")
            icon = mark_icon(profile.color, is_dark=is_dark, tick=tick if is_open else None)
            item.setIcon(icon)
            item.setData(profile.id, _ID_ROLE)
            item.setToolTip(profile.name)
            self._model.appendRow(item)
        if self._profiles:
            self.choose(current if current in self._profiles else next(iter(self._profiles)))
        self.form.setVisible(bool(self._profiles))

    def _about(self, profile: Profile, *, is_open: bool) -> str:
        kinds = {
            KeyKind.LIVE: self.tr("Live key"),
            KeyKind.TEST: self.tr("Test key"),
            KeyKind.SANDBOX: self.tr("Nothing leaves"),
        }
        words = kinds[profile.kind]
        if profile.key_tail:
            words = f"{words} ····{profile.key_tail}"
        return self.tr("{about}, open now").format(about=words) if is_open else words

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Accounts"))
        set_look(title, "kind", "title")
        add = self._button(self.tr("&Add…"), "plus", "profileAdd", self.add_wanted)
        bring = self._button(
            self.tr("&Import…"), "folder-open", "profileImport", self.import_wanted
        )
        give = self._button(self.tr("&Export…"), "download", "profileExport", self.export_wanted)
        orders = QHBoxLayout()
        orders.setSpacing(SPACE)
        for button in (add, bring, give):
            orders.addWidget(button)
        orders.addStretch(1)
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SPACE)
        left.addWidget(self._list, 1)
        left.addWidget(self._capacity)
        left.addLayout(orders)
        area = QScrollArea()
        area.setObjectName("profileFormArea")
        area.setAccessibleName(self.tr("The chosen account"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(self.form)
        card = QFrame()
        set_look(card, "kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(area)
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_2)
        columns.addWidget(side)
        columns.addWidget(card, 1)
        close = Button(self.tr("Close"), icons=self._icons, object_name="profilesClose")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addWidget(title)
        column.addWidget(self._banner)
        column.addLayout(columns, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._open.clicked.connect(self._on_open)
        form = self.form
        form.edited.connect(self.edited)
        form.key_wanted.connect(lambda: self.key_wanted.emit(self.current))
        form.browser_wanted.connect(lambda: self.browser_wanted.emit(self.current))
        form.look_wanted.connect(lambda: self.look_wanted.emit(self.current))
        form.removal_wanted.connect(self._on_removal_wanted)

    def _button(self, text: str, icon: str, name: str, wanted: SignalInstance) -> Button:
        button = Button(text, icons=self._icons, icon_name=icon, small=True, object_name=name)
        button.clicked.connect(wanted)
        return button

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        profile = self._profiles.get(current.data(_ID_ROLE) or "")
        if profile is None:
            return
        if profile.id != self._looked_at:
            self._looked_at = profile.id
            self.show_capacity(Capacity())
        is_open = profile.id == self._open_id
        self.form.show_profile(profile, self._projects if is_open else (), is_open=is_open)
        self._open.setEnabled(not is_open)
        self.chosen.emit(profile.id)

    def _on_open(self) -> None:
        if self.current and self.current != self._open_id:
            self.open_wanted.emit(self.current)

    def _on_removal_wanted(self) -> None:
        profile = self._profiles.get(self.current)
        if profile is None:
            return
        remove = MessageAction(self.tr("Remove it"), lambda: self.removal_agreed.emit(profile.id))
        text = self.tr(
            "Its key is taken out of your system's keyring. Emails and the log stay; what still "
            "waits to be sent with it can't leave any more. In Migma the key goes on to work "
            "until you revoke it there."
        )
        if profile.kind is KeyKind.SANDBOX:
            text = self.tr("Emails and the log stay, and so does what the practice inbox holds.")
        self._banner.show_message(
            "warning",
            self.tr("Remove {name}?").format(name=profile.name),
            text,
            actions=[remove],
        )
