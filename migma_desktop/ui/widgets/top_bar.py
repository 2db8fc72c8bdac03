"""The bar above everything: begin, open, save, undo; the account; and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QWidget

from migma_desktop.core.models import Profile
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import BAR_HEIGHT, SPACE, SPACE_2
from migma_desktop.ui.tooltips import as_plain
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.chip import Chip

_WIDEST_SEND = 280  # px of its words
_LEAST_SEND = 120
_LEAST_REASON = 160  # px below which the reason takes the place of the save state
_LEAST_WORDS = 64
_BADGES = {
    "untested": ("circle-question-mark", "text_muted"),
    "same": ("shield-check", "success"),
    "sample": ("circle-dot", "text_muted"),
    "changed": ("triangle-alert", "warning"),
}  # icon and colour, by state


class TopBar(QFrame):
    """Lays out the window's orders. The orders themselves are the window's actions.

    Signals:
        send_wanted(), test_wanted(): the user pressed a button.
        reason_wanted(): the user wants to go where something is missing.
        tested_wanted(): the user wants to see what changed since the test.
    """

    send_wanted = Signal()
    test_wanted = Signal()
    reason_wanted = Signal()
    tested_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._why = ""  # it can't be sent
        self._badge_words = ("", "")  # long and short
        self._send_words = self.tr("Send")
        self.setObjectName("topBar")
        set_look(self, "kind", "bar")
        self.setFixedHeight(BAR_HEIGHT)
        self.new_menu = QMenu(self)
        self.profile_menu = QMenu(self)
        self.more_menu = QMenu(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        self._layout.setSpacing(SPACE)
        self._new = self._menu_button(
            self.tr("New"), "newButton", "plus", self.new_menu, self.tr("New email")
        )
        self._layout.addWidget(self._new)
        self._saved = QLabel()
        self._saved.setObjectName("saveState")
        set_look(self._saved, "kind", "small")
        self._end_of_left = self._layout.count()
        self._last_of_left: QWidget = self._new
        self._layout.addWidget(self._saved)
        self._layout.addStretch(1)
        self._profile = Chip(
            self.tr("No account"),
            icons=icons,
            clickable=True,
            accessible_name=self.tr("Account"),
            object_name="profileButton",
        )
        self._profile.clicked.connect(self._on_profile_clicked)
        self._reason = Button(
            icons=icons,
            kind="quiet",
            icon_name="info",
            small=True,
            object_name="sendReason",
            accessible_name=self.tr("Why it can't be sent yet"),
        )
        self._reason.setProperty("iconOnly", False)
        self._reason.clicked.connect(self.reason_wanted)
        self._reason.hide()
        self._layout.addWidget(self._reason)
        self._layout.addWidget(self._profile)
        self._badge = Button(
            icons=icons,
            kind="quiet",
            icon_name="circle-question-mark",
            small=True,
            object_name="testedBadge",
            accessible_name=self.tr("Whether this email was tested"),
        )
        self._badge.clicked.connect(self.tested_wanted)
        self._badge.hide()
        self._layout.addWidget(self._badge)
        self._test = Button(
            self.tr("Send &test"), icons=icons, icon_name="mail-check", object_name="sendTestButton"
        )
        self._test.clicked.connect(self.test_wanted)
        self._layout.addWidget(self._test)
        self._send = Button(
            self.tr("Send"),
            icons=icons,
            kind="primary",
            icon_name="send",
            object_name="sendButton",
        )
        # Not of the button's own: those go when its text changes.
        self._send_keys = QShortcut(self)
        self._send_keys.setKeys([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._send_keys.activated.connect(self._send.click)
        self._send.clicked.connect(self.send_wanted)
        self._layout.addWidget(self._send)
        self._more = self._menu_button(
            "", "moreButton", "ellipsis", self.more_menu, self.tr("More")
        )
        self._layout.addWidget(self._more)

    def add_action(self, action: QAction, icon_name: str, object_name: str) -> None:
        """Show one of the window's actions as an icon on the left."""
        button = Button(
            icons=self._icons,
            kind="quiet",
            icon_name=icon_name,
            accessible_name=action.text().replace("&", ""),
            object_name=object_name,
        )
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(
            f"{button.accessibleName()} ({keys})" if keys else button.accessibleName()
        )
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        self._layout.insertWidget(self._end_of_left, button)
        self._end_of_left += 1
        QWidget.setTabOrder(self._last_of_left, button)
        self._last_of_left = button

    def show_profile(self, profile: Profile | None) -> None:
        """Show whose account is open, and in its colour whether real people get mail."""
        if profile is None:
            self._profile.set_kind("neutral")
            self._profile.set_text(self.tr("No account"))
            self._profile.set_mark("")
        else:
            self._profile.set_mark(profile.color)
            self._profile.set_kind(profile.kind.value)
            self._show_profile_words(profile)
        self._profile.setToolTip(self._profile.text())
        self._fit()

    def show_opening(self, profile: Profile) -> None:
        """Show that an account is being opened."""
        self._profile.set_kind("neutral")
        self._profile.set_mark(profile.color)
        self._profile.set_text(self.tr("Opening {name}…").format(name=profile.name))
        self._fit()

    def set_send_text(self, text: str) -> None:
        """Say on the button what pressing it does."""
        if text == self._send.accessibleName():
            return  # it is asked at every letter that is typed
        self._send_words = text
        self._send.setAccessibleName(text)
        self._fit()

    def show_reasons(self, why_not_send: str, why_not_test: str) -> None:
        """Close the buttons for these reasons, readable beside them; empty opens them."""
        self._send.setEnabled(not why_not_send)
        self._send.setToolTip(
            as_plain(why_not_send) or self.tr("Asks once more before anything leaves")
        )
        self._send.setAccessibleDescription(why_not_send)
        self._test.setEnabled(not why_not_test)
        self._test.setToolTip(
            as_plain(why_not_test) or self.tr("One address gets the email as it is now")
        )
        self._test.setAccessibleDescription(why_not_test)
        self._why = why_not_send
        self._fit()

    def show_tested(self, text: str, short: str, state: str) -> None:
        """Say whether what would leave is what was tested."""
        if self._badge.isVisible() and (text, short) == self._badge_words:
            return
        icon, role = _BADGES[state]
        self._icons.bind(self._badge, icon, role=role)
        self._badge_words = (text, short)
        self._badge.setAccessibleName(text)
        self._badge.setToolTip(text)
        self._badge.setVisible(True)
        self._fit()

    def show_save_state(self, text: str, kind: str = "small") -> None:
        """Tell how safe the draft is."""
        self._saved.setText(text)
        set_look(self._saved, "kind", kind)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the reason the room that is left; where there is little, it matters most."""
        self._reason.setVisible(bool(self._why))
        self._saved.setVisible(True)
        self._show_badge_words("")
        self._fit_send()
        self._fit_badge()
        if not self._why:
            return
        room = self._room_for(self._reason)
        if room < _LEAST_REASON:
            self._saved.setVisible(False)
            room = self._room_for(self._reason)
        self._reason.set_words(self._why, widest=max(room - self._reason.edges(), _LEAST_WORDS))
        self._reason.setToolTip(as_plain(self._why))

    def _fit_send(self) -> None:
        """Cut what the button says rather than let the bar be wider than the window."""
        room = self._room_for(self._send)
        if self._why:
            for least in (_LEAST_REASON - self._reason.edges(), _LEAST_WORDS):
                self._reason.set_words(self._why, widest=least)
                room = self._room_for(self._send, self._saved)  # which goes first
                if room - self._send.edges() >= _LEAST_SEND:
                    break
        room -= self._send.edges()
        widest = min(max(room, _LEAST_SEND), _WIDEST_SEND)
        self._send.set_words(self._send_words, widest=widest)

    def _fit_badge(self) -> None:
        """Show as many of its words as there is room for; the reason's come first."""
        if self._badge.isHidden() or self._why:
            return
        room = self._room_for(self._badge)
        for words in self._badge_words:
            self._show_badge_words(words)
            if self._badge.sizeHint().width() <= room:
                return
        self._show_badge_words("")

    def _show_badge_words(self, words: str) -> None:
        self._badge.setText(words)
        set_look(self._badge, "iconOnly", not words)

    def _room_for(self, part: QWidget, *absent: QWidget) -> int:
        """Return the px that are left for one part, as if others were absent."""
        others = [
            widget.minimumSizeHint().width()
            for widget in self.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if self._layout.indexOf(widget) >= 0
            and widget not in {part, *absent}
            and not widget.isHidden()
        ]
        gaps = SPACE * (len(others) + 1)
        return self.width() - 2 * SPACE_2 - sum(others) - gaps

    def _show_profile_words(self, profile: Profile) -> None:
        kinds = {
            "live": self.tr("Live key"),
            "test": self.tr("Test key"),
            "sandbox": self.tr("Sandbox"),
        }
        kind = kinds[profile.kind.value]
        words = kind if kind == profile.name else f"{profile.name} · {kind}"
        if profile.key_tail:
            words = f"{profile.name} · {kind} ····{profile.key_tail}"
        short = "" if words == kind else kind
        self._profile.set_text(words, name=profile.name, state=short)

    def _menu_button(
        self, text: str, name: str, icon: str, menu: QMenu, accessible_name: str
    ) -> Button:
        button = Button(
            text,
            icons=self._icons,
            kind="quiet",
            icon_name=icon,
            accessible_name=accessible_name,
            object_name=name,
        )
        menu.setObjectName(f"{name}.menu")
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _on_profile_clicked(self) -> None:
        self.profile_menu.popup(self._profile.mapToGlobal(self._profile.rect().bottomLeft()))
