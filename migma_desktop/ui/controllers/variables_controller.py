"""The logic between the variables table, the checks and the draft."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.field_shares import Share, filled_names, share_of
from migma_desktop.core.models import Draft, JsonValue, RenderedEmail
from migma_desktop.core.variables import typed_text
from migma_desktop.ui.controllers.catalog_controller import CatalogController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.variables_model import ContactNote
from migma_desktop.ui.widgets.variables_panel import VariablesPanel

_NOTE_LENGTH = 40  # characters of a value beside its name


class VariablesController(QObject):
    """Carries values into the draft, and names and gaps into table and editor.

    Signals:
        pasted(list[str], list[str]): the names of values that a paste brought, and those of them
            that stand nowhere in the email.
    """

    pasted = Signal(object, object)

    def __init__(
        self,
        *,
        panel: VariablesPanel,
        editor: EditorPane,
        drafts: DraftController,
        renders: RenderController,
        catalogs: CatalogController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._editor = editor
        self._drafts = drafts
        self._renders = renders
        self._catalogs = catalogs
        self._values: Mapping[str, JsonValue] | None = None  # that the table shows
        self._offered: tuple[list[str], dict[str, str]] | None = None  # behind braces
        panel.value_given.connect(drafts.set_value)
        panel.value_taken.connect(drafts.forget_value)
        panel.values_pasted.connect(self._on_values_pasted)
        renders.rendered.connect(self._on_rendered)
        drafts.edited.connect(self._on_draft_edited)
        catalogs.changed.connect(self._on_catalog_changed)

    def _on_rendered(self, rendered: RenderedEmail) -> None:
        values = self._drafts.draft.variables
        self._show(rendered, values)
        self._editor.set_missing_placeholders(rendered.missing)
        names = sorted({p.name for p in rendered.placeholders} | values.keys())
        notes = {name: _note(values[name]) for name in names if name in values}
        if (names, notes) != self._offered:
            self._offered = names, notes
            self._editor.set_placeholder_names(names, notes)

    def _on_draft_edited(self, draft: Draft) -> None:
        latest = self._renders.latest
        if latest is not None and draft.variables != self._values:
            self._show(latest, draft.variables)

    def _on_catalog_changed(self) -> None:
        if self._renders.latest is not None:
            self._show(self._renders.latest, self._drafts.draft.variables)

    def _show(self, rendered: RenderedEmail, values: Mapping[str, JsonValue]) -> None:
        self._values = values
        self._panel.show_variables(rendered.placeholders, values, self._notes(rendered))

    def _notes(self, rendered: RenderedEmail) -> dict[str, ContactNote]:
        """Say of each name how many people of a batch bring a value of their own."""
        catalog = self._catalogs.of(self._drafts.draft)
        if catalog is None:
            return {}
        notes = {}
        for name in (placeholder.name for placeholder in rendered.placeholders):
            share = share_of(catalog, name)
            if share is not None:
                meant = _meant(name, catalog) if share.is_nobody else ""
                notes[name] = ContactNote(self._said(share, meant), share.is_everybody)
        return notes

    def _said(self, share: Share, meant: str) -> str:
        if share.is_nobody and meant:
            return self.tr("No contact has this. Did you mean {name}?").format(name=meant)
        if share.is_nobody:
            return self.tr("No contact has this")
        if share.is_everybody:
            return self.tr("From each contact: everyone has it")
        return self.tr("From each contact: {share} have it").format(share=translated(share.words))

    def _on_values_pasted(self, rows: list[tuple[str, str]]) -> None:
        """Take pasted values as text: “00123” is a postcode, not a number."""
        self._drafts.edit(variables={**self._drafts.draft.variables, **dict(rows)})
        latest = self._renders.latest
        known = {placeholder.name for placeholder in latest.placeholders} if latest else set()
        names = list(dict(rows))
        self.pasted.emit(names, [name for name in names if name not in known])


def _meant(name: str, catalog: FieldCatalog) -> str:
    from migma_desktop.core.checks.names import name_meant  # the window must not wait for it

    fields = filled_names(catalog)
    meant = name_meant(name, fields)
    return meant if meant in fields else ""


def _note(value: JsonValue) -> str:
    text = typed_text(value)
    return text if len(text) <= _NOTE_LENGTH else f"{text[:_NOTE_LENGTH]}…"
