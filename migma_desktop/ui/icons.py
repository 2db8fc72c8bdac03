"""The program's icons: strokes on a 24 px grid, sharp at every scale, in the theme's colours.

The drawings are in ``resources/icons``; a name is a file's name without ``.svg``.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QObject, QSize, Qt, Slot
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton

from migma_desktop.paths import resource
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.tokens import Tokens

_STREAM_VERSION = QDataStream.Version.Qt_6_0
"""Qt keeps reading what an older version wrote, so the form below stays valid."""
_CHECKABLE_ROLES = frozenset({"text", "text_muted"})


class Icons(QObject):
    """Makes tinted icons, keeps them, and renews the bound ones when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._sources: dict[str, str] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        theme.changed.connect(self._on_theme_changed)

    def icon(self, name: str, *, role: str = "text") -> QIcon:
        """Return an icon in today's colours; :meth:`bind` is for what stays on the screen.

        Args:
            name: a file in ``resources/icons``, without ``.svg``.
            role: the token that colours it, such as ``text_muted`` or ``on_accent``. Disabled
                icons and those on checked buttons have colours of their own.

        Raises:
            ValueError: there is no such icon or no such token.
        """
        key = (name, role)
        if key not in self._icons:
            self._icons[key] = _svg_icon(self._source(name), *self._tints(role))
        return self._icons[key]

    def pixmap(
        self, name: str, size: int, *, role: str = "text", device_pixel_ratio: float = 1.0
    ) -> QPixmap:
        """Return a drawing ``size`` device-independent pixels high and wide."""
        return self.icon(name, role=role).pixmap(QSize(size, size), device_pixel_ratio)

    def bind(
        self, target: QAbstractButton | QAction, name: str | None, *, role: str = "text"
    ) -> None:
        """Give a button or an action an icon that follows the theme; None takes it away."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly  # a button's actions have their own
        for old in target.findChildren(_Binding, options=direct):
            old.release()
        if name is None:
            target.setIcon(QIcon())
            return
        _Binding(self, target, name, role)

    @property
    def theme(self) -> Theme:
        """Where the colours come from."""
        return self._theme

    @Slot()
    def _on_theme_changed(self) -> None:
        self._icons.clear()

    def _source(self, name: str) -> str:
        if name not in self._sources:
            try:
                text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
            except OSError as error:
                raise ValueError(f"No icon is named {name!r}") from error
            self._sources[name] = text
        return self._sources[name]

    def _tints(self, role: str) -> tuple[str, str, str]:
        """Return the colours for off, on and disabled."""
        tokens = self._theme.tokens
        if role not in Tokens._fields:
            raise ValueError(f"No colour is named {role!r}")
        off: str = getattr(tokens, role)
        on = tokens.accent_text if role in _CHECKABLE_ROLES else off
        return off, on, tokens.text_disabled


class _Binding(QObject):
    """Keeps one icon up to date; it lives as long as the button or action that shows it."""

    def __init__(
        self, icons: Icons, target: QAbstractButton | QAction, name: str, role: str
    ) -> None:
        super().__init__(target)
        self._icons = icons
        self._target: QAbstractButton | QAction | None = target
        self._name = name
        self._role = role
        self._on_theme_changed()
        icons.theme.changed.connect(self._on_theme_changed)

    def release(self) -> None:
        """Stop following, at once and for good."""
        self._icons.theme.changed.disconnect(self._on_theme_changed)
        self._target = None
        self.setParent(None)
        self.deleteLater()

    @Slot()
    def _on_theme_changed(self) -> None:
        if self._target is not None:
            self._target.setIcon(self._icons.icon(self._name, role=self._role))


def app_icon() -> QIcon:
    """Return the program's own icon, for windows and the task bar."""
    return QIcon(str(resource("icons/app.svg")))


def _svg_icon(source: str, off: str, on: str, disabled: str) -> QIcon:
    """Return an icon that Qt's own engine draws from ``source`` in three colours.

    That engine is sharp at any scale and costs nothing until it paints, but takes only files; a
    stream is the one public way to hand it text. (An engine written in Python is no way out: the
    bindings lose it when Qt copies the icon.)
    """
    mode, state = QIcon.Mode, QIcon.State
    colors = {(each, state.Off): off for each in (mode.Normal, mode.Active, mode.Selected)}
    colors |= {(each, state.On): on for each in (mode.Normal, mode.Active, mode.Selected)}
    colors |= {(mode.Disabled, each): disabled for each in (state.Off, state.On)}
    stored = QByteArray()
    out = QDataStream(stored, QIODevice.OpenModeFlag.WriteOnly)
    out.setVersion(_STREAM_VERSION)
    out.writeQString("svg")  # the engine's name; then its state, as QSvgIconEngine writes it
    out.writeInt32(0)  # names of files: none
    out.writeInt32(0)  # not compressed
    out.writeInt32(len(colors))
    for (each_mode, each_state), color in colors.items():
        out.writeInt32(each_mode.value << 4 | each_state.value)
        drawing = source.replace("currentColor", color).encode()
        out.writeUInt32(len(drawing))
        out.writeRawData(drawing)
    out.writeInt32(0)  # no pixmaps
    icon = QIcon()
    back = QDataStream(stored)
    back.setVersion(_STREAM_VERSION)
    back >> icon
    return icon
