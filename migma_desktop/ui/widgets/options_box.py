"""Project, provider and kind of mail."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from migma_desktop.core.listing import Listing
from migma_desktop.core.models import MailKind, Project, Provider, RecipientType
from migma_desktop.core.wording import kind_consequence, kind_name
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.listing_note import show_listing
from migma_desktop.ui.widgets.picker_list import PickerItem
from migma_desktop.ui.widgets.search_picker import SearchPicker
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_PROVIDER_NAMES = {
    Provider.MIGMA: "Migma",
    Provider.SES: "Amazon SES",
    Provider.RESEND: "Resend",
    Provider.SENDGRID: "SendGrid",
    Provider.MAILGUN: "Mailgun",
}


class OptionsBox(QWidget):
    """The choices that most people make once.

    Signals:
        project_changed(str): the id of another project.
        provider_changed(Provider), kind_changed(MailKind): the user chose.
        projects_wanted(): the list of projects was opened.
    """

    project_changed = Signal(str)
    provider_changed = Signal(object)
    kind_changed = Signal(object)
    projects_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = SearchPicker(
            icons=icons,
            accessible_name=self.tr("Project"),
            object_name="projectId",
            placeholder=self.tr("Choose a project"),
            allow_free_id=True,
        )
        self._project.item_chosen.connect(self.project_changed)
        self._project.id_typed.connect(self.project_changed)
        self._project.opened.connect(self.projects_wanted)
        self._project.retry_requested.connect(self.projects_wanted)
        self._project_field = Field(self.tr("Pro&ject"), self._project, icons=icons)
        self._provider = QComboBox()
        self._provider.setObjectName("providerType")
        for provider, name in _PROVIDER_NAMES.items():
            self._provider.addItem(name, provider.value)
        self._provider.activated.connect(self._on_provider_activated)
        self._provider_field = Field(self.tr("Se&nd through"), self._provider, icons=icons)
        self._kind = SegmentedControl(
            [Segment(kind.value, translated(kind_name(kind))) for kind in MailKind],
            icons=icons,
            accessible_name=self.tr("Kind of mail"),
            object_name="transactional",
            stretch=True,
        )
        self._kind.value_changed.connect(lambda value: self.kind_changed.emit(MailKind(value)))
        self._kind_field = Field(self.tr("&Kind"), self._kind, icons=icons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        for field in (self._kind_field, self._project_field, self._provider_field):
            layout.addWidget(field)

    def show_projects(self, listing: Listing[Project]) -> None:
        """Show the projects that can be chosen."""
        show_listing(self._project, listing, self._items(listing.items))

    def explain_no_list(self, why: str) -> None:
        """Say why projects can't be listed; an empty text takes that back."""
        self._project_field.set_message(why, "warning" if why else "none")

    def show_options(self, project_id: str, provider: Provider) -> None:
        """Show the chosen project and provider."""
        if self._project.current_id() != project_id:
            self._project.set_current_id(project_id)
        self._provider.setCurrentIndex(self._provider.findData(provider.value))
        note = ""
        if provider is not Provider.MIGMA:
            note = self.tr(
                "{provider} must be connected in Migma under Settings → Integrations."
            ).format(provider=_PROVIDER_NAMES[provider])
        self._provider_field.set_message(note)

    def show_kind(self, kind: MailKind, recipient_type: RecipientType) -> None:
        """Show the kind with what it means for these recipients."""
        self._kind.set_value(kind.value)
        self._kind_field.set_message(translated(kind_consequence(kind, recipient_type)))

    def _items(self, projects: Sequence[Project]) -> list[PickerItem]:
        return [
            PickerItem(
                id=project.id,
                title=project.name,
                subtitle="" if project.status == "active" else project.status,
            )
            for project in projects
        ]

    def _on_provider_activated(self, index: int) -> None:
        self.provider_changed.emit(Provider(self._provider.itemData(index)))
