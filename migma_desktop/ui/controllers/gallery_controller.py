"""Templates: the gallery of them, and making one of the present email."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from migma_desktop.core import filling
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft
from migma_desktop.core.ports import TemplateShelf
from migma_desktop.core.templates import (
    OwnTemplate,
    begun_with,
    load_template,
    load_templates,
    template_of,
    titles,
)
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import MessageAction, MessageKind

if TYPE_CHECKING:  # they bring the browser engine, which the window must not wait for
    from migma_desktop.ui.controllers.gallery_pictures import GalleryPictures
    from migma_desktop.ui.dialogs.gallery_dialog import GalleryDialog
    from migma_desktop.ui.dialogs.gallery_model import Card

_IN_THE_MENU = 6  # templates; the gallery has them all


class GalleryController(QObject):
    """Fills the menu New, runs the gallery, and keeps the user's own templates."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        shelf: TemplateShelf,
        pictures: Path,
        new_id: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """``pictures`` is the folder in which pictures of templates are remembered."""
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._shelf = shelf
        self._folder = pictures
        self._new_id = new_id
        self._own: Sequence[OwnTemplate] = ()
        self._ready_made: Sequence[Card] = ()
        self._dialog: GalleryDialog | None = None
        self._pictures: GalleryPictures | None = None
        self._fill_menu()
        drafts.edited.connect(self._on_draft_edited)

    @property
    def dialog(self) -> GalleryDialog | None:
        """The gallery while it is open."""
        return self._dialog

    def show_gallery(self) -> None:
        """Open the gallery; what it shows comes in a moment later."""
        from migma_desktop.ui.controllers.gallery_pictures import GalleryPictures
        from migma_desktop.ui.dialogs.gallery_dialog import GalleryDialog

        if self._dialog is not None:
            return
        dialog = self._dialog = GalleryDialog(icons=self._icons, parent=self._window)
        self._pictures = GalleryPictures(
            runtime=self._runtime,
            folder=self._folder,
            is_dark=self._icons.theme.tokens.is_dark,
            parent=dialog,
        )
        self._pictures.ready.connect(dialog.show_picture)
        dialog.use_wanted.connect(lambda card: self._begin_with(card.draft))
        dialog.rename_wanted.connect(self._on_rename_wanted)
        dialog.remove_wanted.connect(self._on_remove_wanted)
        dialog.export_wanted.connect(self._on_export_wanted)
        dialog.import_wanted.connect(self._on_import_wanted)
        dialog.finished.connect(self._on_closed)
        dialog.open()
        self._run(self._show_all())

    def save_as_template(self) -> None:
        """Ask for a name, then keep the present email as a template."""
        from migma_desktop.ui.dialogs.template_name import TemplateNameDialog

        draft = self._drafts.draft
        dialog = TemplateNameDialog(
            draft.subject, is_new=True, icons=self._icons, parent=self._window
        )
        dialog.name_given.connect(lambda name: self._run(self._keep_new(name, draft)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def forget_everybody(self) -> None:
        """Remove all pictures: an own template may have shown somebody who is to be forgotten."""
        self._runtime.spawn(
            self._runtime.in_thread(shutil.rmtree, self._folder, ignore_errors=True)
        )

    # The menu

    def _fill_menu(self) -> None:
        menu = self._window.top_bar.new_menu
        gallery = QAction(self.tr("From a template…"), self)
        gallery.setShortcut(QKeySequence("Ctrl+Shift+N"))
        gallery.triggered.connect(lambda _checked=False: self.show_gallery())
        self._window.addAction(gallery)
        menu.addAction(gallery)
        menu.addSeparator()
        for id_, title, description in titles()[:_IN_THE_MENU]:
            action = menu.addAction(translated(title))
            action.setToolTip(translated(description))
            action.triggered.connect(
                lambda _checked=False, chosen=id_: self._begin_with(load_template(chosen).draft())
            )
        menu.addSeparator()
        self._save = menu.addAction(self.tr("Save as a template…"))
        self._save.triggered.connect(lambda _checked=False: self.save_as_template())

    def _on_draft_edited(self, draft: Draft) -> None:
        self._save.setEnabled(draft.source.is_written_here)

    def _begin_with(self, template: Draft) -> None:
        self._drafts.start_new(begun_with(template, self._drafts.draft))

    # What the gallery shows

    async def _show_all(self) -> None:
        if not self._ready_made:
            self._ready_made = await self._runtime.in_thread(_ready_made_cards)
        self._show()
        await self._show_own()

    async def _show_own(self, *, choose: str = "") -> None:
        before, self._own = self._own, await self._runtime.in_thread(self._shelf.all)
        if choose or before != self._own:
            self._show(choose=choose)

    def _show(self, *, choose: str = "") -> None:
        if self._dialog is None or self._pictures is None:
            return
        cards = [*map(_own_card, self._own), *self._ready_made]
        self._dialog.show_cards(cards, choose=choose)
        self._pictures.want(cards)

    def _on_closed(self) -> None:
        if self._pictures is not None:
            self._pictures.stop()
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = self._pictures = None

    # Own templates

    async def _keep_new(self, name: str, draft: Draft) -> None:
        template = OwnTemplate(self._new_id(), name, template_of(draft))
        await self._runtime.in_thread(self._shelf.keep, template)
        self._window.messages.show_message(
            "success",
            self.tr("“{name}” is a template now").format(name=name),
            actions=[MessageAction(self.tr("Show templates"), self.show_gallery)],
        )

    def _on_rename_wanted(self, card: Card) -> None:
        from migma_desktop.ui.dialogs.template_name import TemplateNameDialog

        dialog = TemplateNameDialog(
            card.title, is_new=False, icons=self._icons, parent=self._dialog
        )
        dialog.name_given.connect(lambda name: self._run(self._rename(card.id, name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _rename(self, template_id: str, name: str) -> None:
        await self._runtime.in_thread(self._shelf.rename, template_id, name)
        await self._show_own(choose=template_id)

    def _on_remove_wanted(self, card: Card) -> None:
        self._run(self._remove(OwnTemplate(card.id, card.title, card.draft)))

    async def _remove(self, template: OwnTemplate) -> None:
        await self._runtime.in_thread(self._shelf.remove, template.id)
        await self._show_own()
        if self._dialog is not None:
            undo = MessageAction(self.tr("Undo"), lambda: self._run(self._keep(template)))
            self._dialog.messages.show_message(
                "info",
                self.tr("“{name}” was deleted").format(name=template.name),
                actions=[undo],
            )

    async def _keep(self, template: OwnTemplate) -> None:
        await self._runtime.in_thread(self._shelf.keep, template)
        if self._dialog is not None:
            self._dialog.messages.clear()
        await self._show_own(choose=template.id)

    # Files

    def _on_export_wanted(self, card: Card) -> None:
        from migma_desktop.ui.dialogs.template_files import ask_where_to_save

        ask_where_to_save(
            card.title,
            lambda path: self._run(self._export(card.draft, path)),
            parent=self._dialog or self._window,
        )

    async def _export(self, draft: Draft, path: Path) -> None:
        from migma_desktop.core.textfiles import write_text_file

        text = await self._runtime.in_thread(self._shelf.as_file, draft)
        await self._runtime.in_thread(write_text_file, path, text)
        self._tell("success", self.tr("Saved as {file}").format(file=path.name))

    def _on_import_wanted(self) -> None:
        from migma_desktop.ui.dialogs.template_files import ask_what_to_open

        ask_what_to_open(
            lambda path: self._run(self._import(path)), parent=self._dialog or self._window
        )

    async def _import(self, path: Path) -> None:
        from migma_desktop.core.textfiles import read_text_file

        file = await self._runtime.in_thread(read_text_file, path)
        draft = await self._runtime.in_thread(self._shelf.from_file, file.text)
        await self._keep(OwnTemplate(self._new_id(), path.stem, draft))

    # What all of them need

    def _run(self, work: Coroutine[object, object, None]) -> None:
        self._runtime.spawn(work, owner=self, on_known_error=self._on_error)

    def _on_error(self, error: KnownError) -> None:
        self._tell("error", translated(error.title), translated(error.advice), error.details)

    def _tell(self, kind: MessageKind, title: str, text: str = "", details: str = "") -> None:
        """Tell where the user is looking."""
        area = self._window.messages if self._dialog is None else self._dialog.messages
        area.show_message(kind, title, text, details=details)


def _ready_made_cards() -> Sequence[Card]:
    return [
        _card(each.id, translated(each.title), each.draft(), translated(each.description))
        for each in load_templates()
    ]


def _own_card(template: OwnTemplate) -> Card:
    return _card(template.id, template.name, template.draft)


def _card(id_: str, title: str, draft: Draft, description: str = "") -> Card:
    """Return what is shown of a template; one without a description is the user's own."""
    from migma_desktop.ui.dialogs.gallery_model import Card

    subject = filling.fill(draft.subject, draft.variables, filling.for_header)
    preheader = filling.fill(draft.preheader, draft.variables, filling.for_header)
    return Card(
        id=id_,
        title=title,
        description=description or subject,
        subject=subject,
        preheader=preheader,
        draft=draft,
        is_own=not description,
    )
