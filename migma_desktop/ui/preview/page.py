"""A web page that shows what it is given and goes nowhere."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineFullScreenRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)

from migma_desktop.ui.preview.lockdown import Lockdown
from migma_desktop.ui.qt import override

_log = logging.getLogger(__name__)

_Attribute = QWebEngineSettings.WebAttribute
_Navigation = QWebEnginePage.NavigationType

_ALWAYS_OFF = (
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.JavascriptCanPaste,
    _Attribute.LocalStorageEnabled,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.ErrorPageEnabled,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.Accelerated2dCanvasEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.TouchIconsEnabled,
    _Attribute.FocusOnNavigationEnabled,
    _Attribute.AllowRunningInsecureContent,
    _Attribute.AllowGeolocationOnInsecureOrigins,
    _Attribute.AllowWindowActivationFromJavaScript,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.ReadingFromCanvasEnabled,
    _Attribute.BackForwardCacheEnabled,
)


class PreviewPage(QWebEnginePage):
    """Shows the documents given to ``load_document`` and refuses every other navigation.

    Signals:
        link_clicked: the user clicked a link, whatever its target; nothing was opened.
    """

    link_clicked = Signal(QUrl)

    def __init__(self, *, profile: QWebEngineProfile, lockdown: Lockdown, parent: QObject) -> None:
        super().__init__(profile, parent)
        self._lockdown = lockdown
        self._expects_document = False
        self._lock(self.settings())
        self.setAudioMuted(True)
        self.newWindowRequested.connect(self._on_new_window_requested)
        self.fullScreenRequested.connect(self._on_full_screen_requested)
        self.permissionRequested.connect(self._on_permission_requested)
        self.certificateError.connect(self._on_certificate_error)

    def load_document(self, html: str) -> None:
        """Start showing a document; ``loadFinished`` tells when it is there."""
        self._expects_document = True
        base = QUrl("file:///") if self._lockdown.allow_local_files else QUrl()
        self.setHtml(html, base)

    # What Qt asks

    @override
    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, isMainFrame: bool
    ) -> bool:
        target = QUrl(url)
        if not isMainFrame:
            return self._lockdown.allow_frames
        if self._expects_document and type == _Navigation.NavigationTypeTyped:
            self._expects_document = False
            return True
        if type == _Navigation.NavigationTypeLinkClicked:
            self.link_clicked.emit(target)
        if type == _Navigation.NavigationTypeFormSubmitted:
            return self._lockdown.allow_forms
        return self._lockdown.allow_navigation

    @override
    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        lineNumber: int,
        sourceID: str,
    ) -> None:
        # The page has no scripts: this is the browser reporting what it refused.
        _log.debug("Preview: %s", message)

    @override
    def javaScriptAlert(self, securityOrigin: QUrl | str, msg: str) -> None:
        _log.debug("Preview: an email tried to show a message box")

    @override
    def javaScriptConfirm(self, securityOrigin: QUrl | str, msg: str) -> bool:
        return False

    @override
    def chooseFiles(
        self,
        mode: QWebEnginePage.FileSelectionMode,
        oldFiles: Sequence[str],
        acceptedMimeTypes: Sequence[str],
    ) -> list[str]:
        return []

    # What a page may ask for

    def _on_new_window_requested(self, request: QWebEngineNewWindowRequest) -> None:
        if self._lockdown.allow_windows:
            request.openIn(QWebEnginePage(self.profile(), self))
        elif request.isUserInitiated():
            self.link_clicked.emit(request.requestedUrl())

    def _on_full_screen_requested(self, request: QWebEngineFullScreenRequest) -> None:
        request.reject()

    def _on_permission_requested(self, permission: QWebEnginePermission) -> None:
        permission.deny()

    def _on_certificate_error(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()

    def _lock(self, settings: QWebEngineSettings) -> None:
        for attribute in _ALWAYS_OFF:
            settings.setAttribute(attribute, False)
        rules = self._lockdown
        settings.setAttribute(_Attribute.JavascriptEnabled, rules.allow_scripts)
        settings.setAttribute(_Attribute.JavascriptCanOpenWindows, rules.allow_windows)
        settings.setAttribute(_Attribute.LocalContentCanAccessFileUrls, rules.allow_local_files)
        settings.setAttribute(_Attribute.DnsPrefetchEnabled, rules.allow_network_hints)
        settings.setAttribute(_Attribute.PlaybackRequiresUserGesture, True)
        settings.setAttribute(_Attribute.WebRTCPublicInterfacesOnly, True)
        settings.setUnknownUrlSchemePolicy(
            QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
        )
