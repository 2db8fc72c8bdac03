"""Decides about every request that a shown email makes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from migma_desktop.core.remote_permission import EVERYTHING, NOTHING, RemotePermission
from migma_desktop.ui.preview.lockdown import Lockdown
from migma_desktop.ui.qt import override

_Type = QWebEngineUrlRequestInfo.ResourceType

_SHOWN_WHEN_ALLOWED = frozenset(
    {_Type.ResourceTypeImage, _Type.ResourceTypeFontResource, _Type.ResourceTypeStylesheet}
)
_HOST_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
_FRAMES = frozenset({_Type.ResourceTypeSubFrame, _Type.ResourceTypeNavigationPreloadSubFrame})


class _Blocked(NamedTuple):
    host: str
    is_image: bool


class RemoteContentGuard(QWebEngineUrlRequestInterceptor):
    """Refuses what the user has not allowed, and remembers which remote content was refused.

    Signals:
        blocked_changed: the set of refused remote addresses is another one.
    """

    blocked_changed = Signal()

    def __init__(self, *, lockdown: Lockdown, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lockdown = lockdown
        self._permission = NOTHING
        self._blocked: dict[str, _Blocked] = {}  # by address
        # A page asks for many pictures at once; the listeners hear of them once.
        self._announce = QTimer(self)
        self._announce.setSingleShot(True)
        self._announce.setInterval(0)
        self._announce.timeout.connect(self.blocked_changed)

    @property
    def permission(self) -> RemotePermission:
        """From where remote pictures, fonts and styles may load."""
        return self._permission

    def set_permission(self, permission: RemotePermission) -> None:
        """Let remote pictures, fonts and styles load from there and nowhere else from now on."""
        self._permission = permission
        self._forget(self._blocked.keys())

    @property
    def remote_allowed(self) -> bool:
        """Whether all remote pictures, fonts and styles may load."""
        return self._permission.everything

    def set_remote_allowed(self, allowed: bool) -> None:
        """Let all remote pictures, fonts and styles load from now on, or none."""
        self.set_permission(EVERYTHING if allowed else NOTHING)

    def blocked_urls(self) -> frozenset[str]:
        """Return the remote pictures, fonts and styles that were asked for and refused."""
        return frozenset(self._blocked)

    def blocked_hosts(self) -> frozenset[str]:
        """Return the hosts of the refused addresses."""
        return frozenset(blocked.host for blocked in self._blocked.values())

    def blocked_images(self) -> frozenset[str]:
        """Return the refused addresses that are images."""
        return frozenset(url for url, blocked in self._blocked.items() if blocked.is_image)

    def forget_all_but(self, html: str) -> None:
        """Drop addresses whose host is no longer in the document.

        While somebody types ``https://example.com``, the page asks for every half-typed host.
        """
        if not self._blocked:
            return
        lowered = html.lower()
        named = {host for host in self.blocked_hosts() if _names_host(lowered, host)}
        self._forget([url for url, it in self._blocked.items() if it.host not in named])

    @override
    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        kind = info.resourceType()
        if self._is_allowed(url, kind):
            return
        info.block(True)
        if kind in _SHOWN_WHEN_ALLOWED and _is_remote(url):
            self._remember(url, is_image=kind == _Type.ResourceTypeImage)

    def _is_allowed(self, url: QUrl, kind: QWebEngineUrlRequestInfo.ResourceType) -> bool:
        rules = self._lockdown
        if url.scheme() == "data":
            return kind not in _FRAMES or rules.allow_frames
        if url.scheme() == "file":
            return rules.allow_local_files
        if not _is_remote(url):
            return False
        if rules.allow_any_request:
            return True
        if kind == _Type.ResourceTypeMainFrame:
            return rules.allow_navigation or rules.allow_forms or rules.allow_windows
        if kind == _Type.ResourceTypeScript:
            return rules.allow_scripts
        if kind in _FRAMES:
            return rules.allow_frames
        # Asked anew for each redirect: another host needs a permission of its own.
        return kind in _SHOWN_WHEN_ALLOWED and self._permission.allows(url.host())

    def _remember(self, url: QUrl, *, is_image: bool) -> None:
        address = url.toString()
        if address not in self._blocked:
            self._blocked[address] = _Blocked(url.host(), is_image)
            self._announce.start()

    def _forget(self, addresses: Iterable[str]) -> None:
        for address in list(addresses):
            del self._blocked[address]
            self._announce.start()


def _is_remote(url: QUrl) -> bool:
    return url.scheme() in {"http", "https"}


def _names_host(lowered_html: str, host: str) -> bool:
    if not host.isascii() or "xn--" in host:
        return True  # the document may spell it otherwise: rather keep it
    at = lowered_html.find(host)
    while at >= 0:
        end = at + len(host)
        if lowered_html[end : end + 1] not in _HOST_CHARACTERS:
            return True
        at = lowered_html.find(host, end)
    return False
