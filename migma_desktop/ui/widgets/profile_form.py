"""One account: its name, colour, defaults and limits; what its key may do."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.models import KeyKind, Profile, Project, Sender
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.ability_list import AbilityList
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.color_row import ColorRow
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.switch import Switch

_LONGEST_NAME = 60  # characters
_LARGEST_CAP = 10_000_000
_FIRST_CAP = 1_000


class ProfileForm(QWidget):
    """Edits one account. What is changed holds at once; there is no Save.

    Signals:
        edited(Profile): the account as it is to be from now on.
        key_wanted(): replace the key by a pasted one. browser_wanted(): by one of the browser.
        look_wanted(): find out anew what the key may do.
        removal_wanted(): take the account away.
    """

    edited = Signal(object)
    key_wanted = Signal()
    browser_wanted = Signal()
    look_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._profile: Profile | None = None
        self._is_filling = False
        self._shown: dict[QLineEdit, str] = {}
        set_look(self, "kind", "scrolled")
        self._name = _line("profileFormName", most=_LONGEST_NAME)
        self._color = ColorRow(icons=icons, object_name="profileColor")
        self._project = QComboBox()
        self._project.setObjectName("profileProject")
        self._address = _line("profileSender", address=True)
        self._address.setPlaceholderText(self.tr("hello@your-domain.com"))
        self._sender_name = _line("profileSenderName")
        self._reply_to = _line("profileReplyTo", address=True)
        self._address_field = Field(self.tr("From &address"), self._address, icons=icons)
        self._reply_field = Field(self.tr("&Replies go to"), self._reply_to, icons=icons)
        self._tests_only = Switch(
            self.tr("Tests only: refuse every real send"),
            icons=icons,
            object_name="profileTestsOnly",
        )
        self._has_cap = Switch(
            self.tr("Refuse mailings to more people than this"),
            icons=icons,
            object_name="profileCapOn",
        )
        self._cap = QSpinBox()
        self._cap.setObjectName("profileCap")
        self._cap.setAccessibleName(self.tr("Most people of a mailing"))
        self._cap.setRange(1, _LARGEST_CAP)
        self._cap.setGroupSeparatorShown(True)
        self._cap.setSuffix(self.tr(" people"))
        self._key = QLabel()
        self._key.setObjectName("profileKey")
        self._key.setWordWrap(True)
        self._key.setTextFormat(Qt.TextFormat.PlainText)
        self._replace = self._button(self.tr("Replace key…"), "key-round", "profileReplaceKey")
        self._browser = self._button(self.tr("New key in the browser…"), "globe", "profileBrowser")
        self._look = self._button(self.tr("Look again"), "refresh-cw", "profileLookAgain")
        self._remove = self._button(self.tr("Remove this account…"), "trash-2", "profileRemove")
        self.abilities = AbilityList(icons=icons)
        self._lay_out()
        self._connect()

    def show_profile(
        self, profile: Profile, projects: tuple[Project, ...], *, is_open: bool
    ) -> None:
        """Show an account; ``projects`` are those of the open one."""
        is_other = self._profile is None or self._profile.id != profile.id
        self._profile = profile
        self._is_filling = True
        if is_other:
            self.set_address_message("")
            self.set_reply_message("")
        for line, text in (
            (self._name, profile.name),
            (self._address, profile.sender.address),
            (self._sender_name, profile.sender.name),
            (self._reply_to, profile.sender.reply_to),
        ):
            is_news = text != self._shown.get(line)  # what is typed stays, even when it's refused
            if is_other or (is_news and not line.hasFocus()):
                line.setText(text)
            self._shown[line] = text
        self._color.set_color(profile.color)
        self._fill_projects(profile.project_id, projects)
        self._project.setEnabled(is_open)
        self._project.setToolTip("" if is_open else self.tr("Switch to this account to choose one"))
        self._tests_only.setChecked(profile.tests_only)
        self._has_cap.setChecked(profile.batch_cap is not None)
        self._cap.setEnabled(profile.batch_cap is not None)
        self._cap.setValue(profile.batch_cap or _FIRST_CAP)
        self._show_key(profile, is_open=is_open)
        self._is_filling = False

    def show_looking(self, looking: bool) -> None:
        """Show that the key is being asked about, or no longer."""
        self._look.setEnabled(not looking)
        self._look.setText(self.tr("Looking…") if looking else self.tr("Look again"))

    def set_address_message(self, message: str) -> None:
        """Say why the sender's address can't be kept; it stays typed."""
        self._address_field.set_message(message, "error" if message else "none")

    def set_reply_message(self, message: str) -> None:
        """Say why the address for replies can't be kept; it stays typed."""
        self._reply_field.set_message(message, "error" if message else "none")

    def _show_key(self, profile: Profile, *, is_open: bool) -> None:
        is_sandbox = profile.kind is KeyKind.SANDBOX
        tail = f" ····{profile.key_tail}" if profile.key_tail else ""
        words = {
            KeyKind.LIVE: self.tr("Live key{tail}. Emails reach real people.").format(tail=tail),
            KeyKind.TEST: self.tr("Test key{tail}.").format(tail=tail),
            KeyKind.SANDBOX: self.tr("The practice Migma needs no key: nothing leaves."),
        }
        self._key.setText(words[profile.kind])
        for button in (self._replace, self._browser):
            button.setVisible(not is_sandbox)
        self._look.setEnabled(is_open)
        self._look.setToolTip("" if is_open else self.tr("Switch to this account first"))
        self.abilities.show_abilities(profile.permissions)

    def _fill_projects(self, chosen: str, projects: tuple[Project, ...]) -> None:
        self._project.clear()
        self._project.addItem(self.tr("The first one"), "")
        for project in projects:
            self._project.addItem(project.name, project.id)
        if chosen and self._project.findData(chosen) < 0:
            self._project.addItem(chosen, chosen)
        self._project.setCurrentIndex(max(0, self._project.findData(chosen)))

    def _lay_out(self) -> None:
        icons = self._icons
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE)
        column.addWidget(Field(self.tr("&Name"), self._name, icons=icons))
        column.addWidget(Field(self.tr("&Colour"), self._color, icons=icons))
        column.addWidget(_heading(self.tr("New emails begin with")))
        column.addWidget(Field(self.tr("&Project"), self._project, icons=icons))
        column.addWidget(self._address_field)
        column.addWidget(Field(self.tr("From na&me"), self._sender_name, icons=icons))
        column.addWidget(self._reply_field)
        column.addWidget(_heading(self.tr("Limits")))
        for limit in (self._tests_only, self._has_cap, self._cap):
            column.addWidget(limit)
        column.addWidget(_heading(self.tr("The key")))
        column.addWidget(self._key)
        column.addLayout(_row(self._replace, self._browser))
        column.addWidget(_heading(self.tr("What this key may do")))
        column.addWidget(self.abilities)
        column.addLayout(_row(self._look))
        column.addSpacing(SPACE)
        column.addLayout(_row(self._remove))
        column.addStretch(1)

    def _connect(self) -> None:
        for line in (self._name, self._address, self._sender_name, self._reply_to):
            line.editingFinished.connect(self._on_edited)
        self._color.color_chosen.connect(self._on_color_chosen)
        self._project.activated.connect(lambda _index: self._on_edited())
        self._tests_only.clicked.connect(lambda _on: self._on_edited())
        self._has_cap.toggled.connect(self._cap.setEnabled)
        self._has_cap.clicked.connect(lambda _on: self._on_edited())
        self._cap.editingFinished.connect(self._on_edited)
        self._replace.clicked.connect(self.key_wanted)
        self._browser.clicked.connect(self.browser_wanted)
        self._look.clicked.connect(self.look_wanted)
        self._remove.clicked.connect(self.removal_wanted)

    def _on_color_chosen(self, color: str) -> None:
        if self._profile is not None:
            self._tell(replace(self._profile, color=color))

    def _on_edited(self) -> None:
        profile = self._profile
        if profile is None or self._is_filling:
            return
        self._tell(
            replace(
                profile,
                name=" ".join(self._name.text().split()) or profile.name,
                project_id=self._project.currentData() or "",
                sender=Sender(
                    address=self._address.text().strip(),
                    name=self._sender_name.text().strip(),
                    reply_to=self._reply_to.text().strip(),
                ),
                tests_only=self._tests_only.isChecked(),
                batch_cap=self._cap.value() if self._has_cap.isChecked() else None,
            )
        )

    def _tell(self, profile: Profile) -> None:
        if profile != self._profile:
            self._profile = profile  # what is edited next comes on top of it
            self.edited.emit(profile)

    def _button(self, text: str, icon: str, name: str) -> Button:
        return Button(text, icons=self._icons, icon_name=icon, small=True, object_name=name)


def _line(name: str, *, address: bool = False, most: int = 320) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setValidator(OneLine(line, address=address))
    line.setMaxLength(most)
    return line


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    set_look(label, "kind", "heading")
    label.setContentsMargins(0, SPACE, 0, 0)
    return label


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
