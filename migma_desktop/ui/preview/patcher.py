"""Brings the page to each new document by patching what differs."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

from migma_desktop.paths import resource
from migma_desktop.ui.preview.lockdown import Lockdown, doctype_of, shell
from migma_desktop.ui.preview.page import PreviewPage
from migma_desktop.ui.preview.splice import splice_between

_log = logging.getLogger(__name__)

# Where the page's own scripts never run, so it works while they are off.
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld
_MAX_FAILURES = 3
_USUAL_DOCTYPE = "<!DOCTYPE html>"


@dataclass(frozen=True, slots=True)
class _Wanted:
    revision: int
    html: str
    missing: frozenset[str]


class Patcher(QObject):
    """Keeps a page equal to the newest document, with one patch under way at a time.

    The page is first given an empty shell with the document's own doctype, which may be done
    before there is anything to show. Documents then go in as splices of the one before, so that a
    keystroke carries a few bytes, and documents above the two megabytes that ``setHtml`` takes
    need no other road. A document that is there before the first shell goes in with it, so that the
    page's first frame shows it: a frame and a conversation sooner. What arrives while a patch
    is under way waits; only the newest is kept.

    Signals:
        shown: the page's document is the one of this revision (painting follows within a frame).
        failed: the page broke several times over this document and it was given up.
    """

    shown = Signal(int)
    failed = Signal(int)

    def __init__(
        self,
        *,
        page: PreviewPage,
        lockdown: Lockdown,
        is_remote_allowed: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._lockdown = lockdown
        self._is_remote_allowed = is_remote_allowed
        self._script = resource("preview/patch.js").read_text(encoding="utf-8")
        self._wanted: _Wanted | None = None
        self._revision = 0
        self._expected = _USUAL_DOCTYPE
        self._doctype: str | None = None  # of the shell that is loaded or loading
        self._loading = False
        self._patching = False
        self._boarded: _Wanted | None = None  # the document that goes in with the shell
        self._document = 0  # counts loads, to know the answers of pages that have been left
        self._in_page = ""  # the text that the page's script holds
        self._in_page_revision = 0
        self._scroll: QPointF | None = None  # where to go back to after a reload
        self._scheme = "light"
        self._failures = 0
        page.loadFinished.connect(self._on_load_finished)
        page.renderProcessTerminated.connect(self._on_render_process_terminated)

    @property
    def html(self) -> str:
        """The document that was asked for last."""
        return self._wanted.html if self._wanted else ""

    @property
    def revision(self) -> int:
        """The revision of that document."""
        return self._revision

    @property
    def shown_revision(self) -> int:
        """The revision of the document that is in the page; 0 where there is none."""
        return self._in_page_revision

    def prepare(self) -> None:
        """Load a shell ahead of the first document, with the doctype that most emails have.

        Not at once: a document that is given meanwhile may have another one.
        """
        QTimer.singleShot(0, self, self._on_nothing_shown_yet)

    def expect(self, html: str) -> None:
        """Get ready for a document like this one instead: with its doctype."""
        self._expected = doctype_of(html)

    def show(self, html: str, missing: frozenset[str]) -> int:
        """Bring the page to a document; returns the revision that ``shown`` will name.

        ``missing`` are the names of placeholders to be marked wherever the text shows them.
        """
        self._revision += 1
        self._wanted = _Wanted(self._revision, html, missing)
        self._failures = 0
        self._advance()
        return self._revision

    def set_scheme(self, scheme: Literal["light", "dark"]) -> None:
        """Say which of its own styles the email is to use, whatever the system prefers."""
        self._scheme = scheme
        if self._in_page_revision:
            self._page.runJavaScript(f"migmaPreview.setScheme({json.dumps(scheme)})", _WORLD)

    def scroll_to(self, place: QPointF) -> None:
        """Let the page begin at a place, in CSS pixels."""
        if self._in_page_revision:
            self._page.runJavaScript(f"scrollTo({place.x()}, {place.y()})", _WORLD)

    def reload(self) -> None:
        """Show the same document afresh, as when remote content has just been allowed."""
        if self._doctype is None:
            return
        # Qt counts the window's pixels, the page its own.
        self._scroll = self._page.scrollPosition() / self._page.zoomFactor()
        self._load_shell(self._doctype)

    def _advance(self) -> None:
        wanted = self._wanted
        if wanted is None or self._loading or self._patching:
            return
        if wanted.revision == self._in_page_revision:
            return
        doctype = doctype_of(wanted.html)
        if doctype != self._doctype:
            self._load_shell(doctype)
        else:
            self._patch(wanted)

    def _load_shell(self, doctype: str) -> None:
        self._doctype = doctype
        self._loading = True
        self._patching = False
        self._document += 1
        self._in_page = ""
        self._in_page_revision = 0
        self._boarded = self._board()
        self._page.load_document(shell(doctype, self._lockdown))

    def _board(self) -> _Wanted | None:
        """Let the document that is wanted go in with the page's first shell.

        Only with the first: once the page has a process, scripts travel on a road of their own and
        may come after what was loaded. And not where remote pictures may load: they would hold up
        the end of the load, and with it all that is typed meanwhile.
        """
        scripts = self._page.scripts()
        scripts.clear()
        wanted = self._wanted
        if wanted is None or self._document > 1 or self._is_remote_allowed():
            return None
        script = QWebEngineScript()
        script.setName("first document")
        script.setWorldId(_WORLD.value)
        script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
        script.setRunsOnSubFrames(False)
        script.setSourceCode(
            f"if (!globalThis.migmaPreview) {{\n{self._script}\n{self._call(wanted)}\n}}"
        )
        scripts.insert(script)
        return wanted

    def _patch(self, wanted: _Wanted) -> None:
        first = self._in_page_revision == 0
        source = self._call(wanted)
        self._patching = True
        document = self._document
        self._page.runJavaScript(
            f"{self._script}\n{source}" if first else source,
            _WORLD,
            lambda answer: self._on_patched(document, wanted, answer),
        )

    def _call(self, wanted: _Wanted) -> str:
        first = self._in_page_revision == 0
        splice = splice_between(self._in_page, wanted.html)
        call = {
            "base": self._in_page_revision,
            "next": wanted.revision,
            "prefix": splice.prefix,
            "suffix": splice.suffix,
            "insert": splice.insert,
            "allow": {
                "hints": self._lockdown.allow_network_hints,
                "frames": self._lockdown.allow_frames,
            },
            "missing": sorted(wanted.missing),
            "scheme": self._scheme,
            "scroll": self._take_scroll() if first else None,
        }
        # JSON with its non-ASCII characters escaped is safe as a JavaScript literal.
        return f"migmaPreview.show({json.dumps(call)})"

    def _take_scroll(self) -> list[float] | None:
        position, self._scroll = self._scroll, None
        return [position.x(), position.y()] if position else None

    def _on_nothing_shown_yet(self) -> None:
        if self._doctype is None:
            self._load_shell(self._expected)

    def _on_load_finished(self, _ok: bool) -> None:
        self._loading = False
        boarded, self._boarded = self._boarded, None
        if boarded is None:
            self._advance()
            return
        self._patching = True
        document = self._document
        self._page.runJavaScript(
            "globalThis.migmaPreview?.revision()",
            _WORLD,
            lambda answer: self._on_arrived(document, boarded, answer),
        )

    def _on_arrived(self, document: int, boarded: _Wanted, answer: object) -> None:
        """Go on from the document that came with the shell, or without it."""
        if answer == boarded.revision:
            self._on_patched(document, boarded, answer)
        elif document == self._document:
            # Not at once: a page that is being closed answers too, and must be let go.
            QTimer.singleShot(0, self, lambda: self._go_on(document))

    def _go_on(self, document: int) -> None:
        if document == self._document:
            self._patching = False
            self._advance()

    def _on_patched(self, document: int, wanted: _Wanted, answer: object) -> None:
        if document != self._document:
            return
        if answer != wanted.revision:
            reason = f"the page answered {answer!r} to revision {wanted.revision}"
            # Not at once: a page that is being closed answers too, and must be let go.
            QTimer.singleShot(0, self, lambda: self._recover(reason))
            return
        self._patching = False
        self._failures = 0
        self._in_page = wanted.html
        self._in_page_revision = wanted.revision
        self.shown.emit(wanted.revision)
        self._advance()

    def _on_render_process_terminated(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int
    ) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        self._recover(f"the page's process ended: {status.name}, code {code}")

    def _recover(self, reason: str) -> None:
        """Start over with a fresh page; a document that breaks it again and again is given up."""
        self._failures += 1
        if self._failures >= _MAX_FAILURES:
            _log.error("Preview given up: %s", reason)
            self._doctype = None
            self._loading = self._patching = False
            self.failed.emit(self._revision)
            return
        _log.warning("Preview starts over: %s", reason)
        self._load_shell(doctype_of(self.html))
