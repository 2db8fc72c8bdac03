"""The browser profile that emails are shown in: it remembers nothing and passes a guard."""

from __future__ import annotations

from PySide6.QtWebEngineCore import QWebEngineCookieStore, QWebEngineProfile

from migma_desktop.ui.preview.interceptor import RemoteContentGuard


def private_profile(*, guard: RemoteContentGuard) -> QWebEngineProfile:
    """Return a profile whose every request passes ``guard``. It must outlive its pages."""
    profile = QWebEngineProfile()  # off the record: it has no storage name
    profile.setUrlRequestInterceptor(guard)
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(
        QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    )
    profile.setSpellCheckEnabled(False)
    profile.cookieStore().setCookieFilter(_refuse_cookie)
    return profile


def _refuse_cookie(_request: QWebEngineCookieStore.FilterRequest) -> bool:
    """Let no image's server recognise the reader the next time."""
    return False
