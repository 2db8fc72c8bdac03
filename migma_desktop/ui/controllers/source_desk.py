"""What an editor of HTML and MJML knows of its tags; reading them takes place beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.editor import commenting
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:  # comes with the first tag: typing must not wait for it
    from migma_desktop.core.tag_pairs import Pair, Tags

_PATIENCE_MS = 600  # from an edit until a tag without its partner is said to be one
_REST_MS = 60  # after the caret's last step: who walks through a text needs no frames on the way


class SourceDesk(QObject):
    """Outlines pairs of tags, goes from one to the other, selects elements, lays the source out."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._settings = settings
        self._editor = window.editor_pane.editor
        self._is_outlined = False
        self._read: tuple[str, Tags] | None = None  # the tags of the last source
        self._offered: Sequence[str] | None = None  # mail programs that the offers speak of
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._writing = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._writing.timeout.connect(self._on_caret_moved)
        self._button = window.editor_pane.source_button
        self._button.formatting_wanted.connect(self.lay_out)
        self._button.partner_wanted.connect(self.go_to_partner)
        self._button.element_wanted.connect(self.select_element)
        self._button.comment_wanted.connect(self.toggle_comment)
        self._editor.cursorPositionChanged.connect(self._on_caret_moved)
        self._editor.content_changed.connect(self._on_content_changed)
        self._editor.menu_opening.connect(self._on_menu_opening)

    # ---- The pair at the caret ----

    def _on_content_changed(self) -> None:
        self._writing.start()
        self._outline(None)
        self._on_caret_moved()

    def _on_caret_moved(self) -> None:
        self._offer_tags()
        if self._is_in_name():
            self._rest.start()
        else:
            self._rest.stop()
            self._outline(None)

    def _is_in_name(self) -> bool:
        if not self._editor.language.is_code or self._editor.textCursor().hasSelection():
            return False
        line, column = self._editor.line_and_column()
        if "<" not in line:
            return False
        from migma_desktop.core.tag_pairs import tag_name_at

        return tag_name_at(line, column) is not None

    def _on_rest(self) -> None:
        self._runtime.spawn(self._look(), owner=self)

    async def _look(self) -> None:
        tags = await self._tags()
        if tags is None or not self._is_in_name():
            return
        pair = tags.at(self._editor.selection()[1])
        if pair is not None and pair.is_fault and self._writing.isActive():
            return  # a tag that is being written is no fault yet
        self._outline(pair)

    async def _tags(self) -> Tags | None:
        """Return the tags of the source, None when it has changed meanwhile."""
        source = self._editor.text()
        if self._read is None or self._read[0] is not source:
            self._read = source, await self._runtime.in_thread(_read_tags, source)
        return self._read[1] if self._editor.text() == source else None

    def _outline(self, pair: Pair | None) -> None:
        if pair is None:
            if self._is_outlined:
                self._is_outlined = False
                self._editor.show_tags(())
            return
        tags = [pair.tag] if pair.partner is None else [pair.tag, pair.partner]
        if pair.partner is None and not pair.is_fault:
            self._outline(None)  # it needs none
            return
        self._is_outlined = True
        self._editor.show_tags([tag.name_span for tag in tags], is_fault=pair.is_fault)

    # ---- Orders ----

    def go_to_partner(self) -> None:
        """Put the caret into the name of the tag that belongs to the one at the caret."""
        self._runtime.spawn(self._go(), owner=self)

    async def _go(self) -> None:
        tags = await self._tags()
        if tags is None:
            return
        start, end = self._editor.selection()
        pair = tags.at(end) or tags.around(start, end)
        if pair is None or pair.partner is None:
            self._say_alone(pair)
            return
        at = pair.partner.name_span[0]
        self._editor.select(at, at)
        self._editor.setFocus()

    def _say_alone(self, pair: Pair | None) -> None:
        if pair is None:
            said = self.tr("There is no tag here")
            advice = self.tr("Put the cursor into a tag, or between two of them.")
        elif pair.is_fault:
            said = self.tr("<{tag}> has no matching tag").format(tag=pair.tag.name)
            advice = self.tr("It is not closed, or closed in the wrong place.")
        else:
            said = self.tr("<{tag}> stands alone").format(tag=pair.tag.name)
            advice = self.tr("It needs no closing tag.")
        self._window.messages.show_message("info", said, advice)

    def select_element(self) -> None:
        """Select the element at the caret; once more, the one around it."""
        self._runtime.spawn(self._select(), owner=self)

    async def _select(self) -> None:
        tags = await self._tags()
        if tags is None:
            return
        start, end = self._editor.selection()
        at = tags.at(end) if start == end else None
        pair = at if at is not None and at.partner is not None else tags.around(start, end)
        if pair is not None:
            self._editor.select(*pair.element)
            self._editor.setFocus()

    def toggle_comment(self) -> None:
        """Make a comment of the selected lines, or bring them back."""
        edited = commenting.toggled(self._editor.text(), *self._editor.selection())
        if edited is None:
            self._window.messages.show_message(
                "info",
                self.tr("There is a comment in it already"),
                self.tr("A comment can't hold another one. Select less, or take that one out."),
            )
            return
        self._editor.replace_text(edited.text)
        self._editor.select(edited.start, edited.end)
        self._editor.setFocus()

    def lay_out(self) -> None:
        """Lay the source out anew, as one step to undo."""
        self._runtime.spawn(self._lay_out(), owner=self)

    async def _lay_out(self) -> None:
        source = self._editor.text()
        laid_out = await self._runtime.in_thread(_formatted, source)
        if self._editor.text() != source:
            return  # somebody went on typing, which is worth more
        if laid_out == source:
            self._window.messages.show_message(
                "info",
                self.tr("Nothing to lay out"),
                self.tr("The source is as clear as it can be without changing what people see."),
            )
            return
        caret = _same_place(source, laid_out, self._editor.selection()[1])
        self._editor.replace_text(laid_out)
        self._editor.select(caret, caret)
        self._window.messages.show_message(
            "success",
            self.tr("The source is laid out"),
            self.tr("What people see is the same. Undo takes it back."),
        )

    def _on_menu_opening(self, menu: QMenu, _line: int, _column: int) -> None:
        if not self._editor.language.is_code:
            return
        menu.addSeparator()
        for action in (self._button.partner, self._button.element, self._button.comment):
            menu.addAction(action)

    # ---- What is offered while tags are written ----

    def _offer_tags(self) -> None:
        """Bring the words in when the first tags are written, and again for other programs."""
        families = self._settings.settings.mail_programs
        if self._editor.language.is_code and families != self._offered:
            self._offered = families
            self._runtime.spawn(self._load(families), owner=self)

    async def _load(self, families: Sequence[str]) -> None:
        self._editor.offer_tags(await self._runtime.in_thread(_unsupported, families))


def _read_tags(source: str) -> Tags:
    from migma_desktop.core.tag_pairs import read_tags

    return read_tags(source)


def _formatted(source: str) -> str:
    from migma_desktop.core.formatting import formatted

    return formatted(source)


def _unsupported(families: Sequence[str]) -> dict[str, tuple[str, ...]]:
    from migma_desktop.core.checks.clients import support
    from migma_desktop.core.completing import poorly_supported

    return poorly_supported(support(), families)


def _same_place(before: str, after: str, offset: int) -> int:
    """Return where the sign before an offset went, when only white space has changed."""
    signs = len("".join(before[:offset].split()))
    if not signs:
        return 0
    for at, letter in enumerate(after):
        signs -= not letter.isspace()
        if not signs:
            return at + 1
    return len(after)
