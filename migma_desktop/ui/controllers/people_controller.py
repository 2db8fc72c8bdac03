"""As whom the email is looked at: whose values preview and tests carry, but never a send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.filling import root_of
from migma_desktop.core.models import Draft, RenderedEmail
from migma_desktop.core.sample_people import Gaps, Guise, Sample, SamplePerson, gaps
from migma_desktop.core.stress_people import STRESS_PEOPLE
from migma_desktop.ui.controllers.content_controller import ContentController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import MessageAction

if TYPE_CHECKING:  # it comes with the first email that has something to fill in
    from migma_desktop.ui.widgets.people_bar import PeopleBar

_NAMES_SHOWN = 3


class PeopleController(QObject):
    """Steps through sample people and stress people; each email begins with its own values.

    Signals:
        manage_wanted: the user wants to add, change or remove sample people.
    """

    manage_wanted = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        content: ContentController,
        renders: RenderController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._content = content
        self._renders = renders
        self._bar: PeopleBar | None = None
        self._people: Sequence[SamplePerson] = ()
        self._names: tuple[str, ...] = ()  # of the people
        self._stress = tuple(translated(each.name) for each in STRESS_PEOPLE)
        self._number = 0  # as in ``PeopleView``: 0 is the email itself
        drafts.replaced.connect(self._on_draft_replaced)
        drafts.edited.connect(self._on_draft_edited)
        renders.rendered.connect(self._on_rendered)

    def look_as(self, number: int) -> None:
        """Show the email as one of the people, counted from 1, or as itself."""
        self._number = number
        self._look()

    def _guise(self) -> Guise | None:
        if not self._number:
            return None
        if self._number <= len(self._people):
            return Sample(self._people[self._number - 1], self._number)
        return STRESS_PEOPLE[self._number - len(self._people) - 1]

    def _look(self) -> None:
        self._renders.look_as(self._guise())
        self._renders.show(self._drafts.draft, self._content.content)
        self._show()

    def _on_draft_replaced(self, draft: Draft) -> None:
        """Begin with what would leave: nobody shall take another's values for the email's own."""
        self._number = 0
        self._take(draft.people)
        self._renders.look_as(None)

    def _on_draft_edited(self, draft: Draft) -> None:
        before = self._people
        if draft.people is before or draft.people == before:
            return
        self._take(draft.people)
        self._number = _moved(self._number, before, draft.people)
        self._look()

    def _take(self, people: Sequence[SamplePerson]) -> None:
        self._people = people
        self._names = tuple(
            translated(Sample(person, number).name) for number, person in enumerate(people, 1)
        )

    def _on_rendered(self, rendered: RenderedEmail) -> None:
        if self._bar is None and rendered.placeholders:
            self._bring_bar()
        if self._number and not rendered.placeholders:
            self.look_as(0)
        self._show()

    def _bring_bar(self) -> None:
        from migma_desktop.ui.widgets.people_bar import PeopleBar

        self._bar = PeopleBar(icons=self._icons)
        self._bar.chosen.connect(self.look_as)
        self._bar.step_wanted.connect(self._on_step_wanted)
        self._bar.manage_wanted.connect(self.manage_wanted)
        self._bar.take_over_wanted.connect(self._take_over)
        self._bar.leave_open_wanted.connect(self._leave_open)
        self._window.preview_pane.add_foot(self._bar)

    def _on_step_wanted(self, step: int) -> None:
        """Go round: from the last one to the email itself, and on to the first."""
        self.look_as((self._number + step) % (1 + len(self._people) + len(STRESS_PEOPLE)))

    # What the bar says

    def _show(self) -> None:
        bar, rendered = self._bar, self._renders.latest
        if bar is None or rendered is None:
            return
        from migma_desktop.ui.widgets.people_bar import PeopleView

        bar.setVisible(bool(rendered.placeholders))
        guise = self._guise()
        open_ones = Gaps()
        if guise is not None:
            open_ones = gaps(self._drafts.draft, guise, rendered.placeholders)
        note, in_full, warns = self._note(guise, open_ones)
        is_sample = isinstance(guise, Sample)
        is_batch = self._drafts.draft.recipient.type.is_batch
        bar.show_people(
            PeopleView(
                people=self._names,
                stress=self._stress,
                current=self._number,
                note=note,
                note_in_full=in_full,
                warns=warns,
                take_over=self.tr("Make these the email’s own values")
                if is_sample and not is_batch
                else "",
                leave_open=self.tr("Leave {names} to each contact").format(
                    names=_listed(open_ones.same_for_all)
                )
                if open_ones.same_for_all and is_sample
                else "",
            )
        )

    def _note(self, guise: Guise | None, open_ones: Gaps) -> tuple[str, str, bool]:
        """Say what is to be known of the person shown: in short, in full, and whether it warns."""
        if guise is None:
            return "", "", False
        name = translated(guise.name)
        if open_ones.lacking:
            names = _listed(open_ones.lacking)
            return (
                self.tr("Lacks {names}").format(names=names),
                self.tr("{person} has no value for {names}: people would read the braces.").format(
                    person=name, names=names
                ),
                True,
            )
        if open_ones.same_for_all:
            names = _listed(open_ones.same_for_all)
            return (
                self.tr("Same for everyone: {names}").format(names=names),
                self.tr(
                    "Everyone in this mailing reads the value under Variables for {names}, not "
                    "one of their own."
                ).format(names=names),
                True,
            )
        if open_ones.from_draft and isinstance(guise, Sample):
            names = _listed(open_ones.from_draft)
            return (
                self.tr("The rest is from Variables"),
                self.tr(
                    "{person} has no value for {names}: the one under Variables stands there."
                ).format(person=name, names=names),
                False,
            )
        return (
            self.tr("In preview and tests only"),
            self.tr("A send carries the values under Variables, never those of {person}.").format(
                person=name
            ),
            False,
        )

    # What changes the email itself

    def _take_over(self) -> None:
        """Make the values of the person shown those of the email, as its user ordered."""
        guise, rendered, draft = self._guise(), self._renders.latest, self._drafts.draft
        if guise is None or rendered is None or draft.recipient.type.is_batch:
            return
        values = guise.values_for(rendered.placeholders, exact=False)
        self._change_values(
            {**draft.variables, **values},
            self.tr("These are the email’s own values now: {names}").format(
                names=_listed(tuple(values))
            ),
        )
        self.look_as(0)

    def _leave_open(self) -> None:
        """Take values away that a whole mailing would share, so that each contact's own show."""
        guise, rendered, draft = self._guise(), self._renders.latest, self._drafts.draft
        if guise is None or rendered is None:
            return
        names = gaps(draft, guise, rendered.placeholders).same_for_all
        roots = {root_of(name, draft.variables) for name in names}
        self._change_values(
            {name: value for name, value in draft.variables.items() if name not in roots},
            self.tr("Left to each contact: {names}").format(names=_listed(names)),
        )

    def _change_values(self, values: dict[str, object], told: str) -> None:
        before, draft_id = self._drafts.draft.variables, self._drafts.draft.id

        def undo() -> None:
            if self._drafts.draft.id == draft_id:
                self._drafts.edit(variables=before)

        self._drafts.edit(variables=values)
        self._window.messages.show_message(
            "success",
            told,
            self.tr("The send carries them as they stand under Variables."),
            actions=[MessageAction(self.tr("Undo"), undo)],
        )


def _moved(number: int, before: Sequence[SamplePerson], now: Sequence[SamplePerson]) -> int:
    """Tell which number somebody has when the people around them have changed, 0 if none."""
    if number > len(before):
        return number - len(before) + len(now)  # stress people stand behind the others
    if not number:
        return 0
    person = before[number - 1]
    for place, each in enumerate(now, 1):
        if each is person:
            return place
    return number if len(before) == len(now) else 0


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return f"{shown}…" if len(names) > _NAMES_SHOWN else shown
