"""Chooses how the email is looked at: a button that names the present look, and a menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from migma_desktop.core.looks import Look, hint_of, name_of, short_name_of
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button

LOOK_ICONS = {
    Look.LIGHT: "sun",
    Look.DARKENED: "moon",
    Look.OWN_DARK: "palette",
    Look.IMAGELESS: "image-off",
    Look.TEXT: "type",
    Look.INBOX: "inbox",
}


class LookButton(Button):
    """Shows a menu of the six looks; Ctrl+Shift+1 to 6 choose one from anywhere in the window.

    Signals:
        look_chosen(Look): the user wants to see the email like that. Setters are silent.
    """

    look_chosen = Signal(object)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons=icons, kind="quiet", object_name="previewLook", parent=parent)
        self._look = Look.LIGHT
        self._is_short = False
        self._icons = icons
        self._actions: dict[Look, QAction] = {}
        self._menu: QMenu | None = None  # made when it is opened
        for number, look in enumerate(Look, start=1):
            action = QAction(self)
            action.setObjectName(f"look.{look.value}")
            action.setShortcut(QKeySequence(f"Ctrl+Shift+{number}"))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, each=look: self._on_chosen(each))
            self.addAction(action)
            self._actions[look] = action
        self.clicked.connect(self._show_menu)
        self.set_look(Look.LIGHT)

    @property
    def look(self) -> Look:
        """The look that is shown."""
        return self._look

    def set_look(self, look: Look) -> None:
        """Name another look, without a signal."""
        self._look = look
        name = translated(name_of(look))
        self.set_icon_name(LOOK_ICONS[look])
        self.setAccessibleName(self.tr("How the email is shown: {look}").format(look=name))
        keys = self._actions[look].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{name} ({keys})")
        self._show_words()
        if self._menu is not None:
            self._actions[look].setChecked(True)

    def set_short(self, is_short: bool) -> None:
        """Show the icon alone, where there is little room."""
        if is_short != self._is_short:
            self._is_short = is_short
            self._show_words()

    def width_with_words(self) -> int:
        """Return how wide the button is when it has room for its words."""
        words = self.fontMetrics().horizontalAdvance(translated(short_name_of(self._look)))
        return words + 52  # icon, gap and padding

    def _show_words(self) -> None:
        self.setText("" if self._is_short else translated(short_name_of(self._look)))
        set_look(self, "iconOnly", self._is_short)

    def _on_chosen(self, look: Look) -> None:
        self.set_look(look)
        self.look_chosen.emit(look)

    def _show_menu(self) -> None:
        if self._menu is None:
            self._menu = self._build_menu()
        self._actions[self._look].setChecked(True)
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("previewLook.menu")
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for look, action in self._actions.items():
            if look is Look.TEXT:
                menu.addSeparator()
            action.setText(translated(name_of(look)))
            action.setToolTip(translated(hint_of(look)))
            action.setCheckable(True)
            self._icons.bind(action, LOOK_ICONS[look], role="text_muted")
            group.addAction(action)
            menu.addAction(action)
        return menu
