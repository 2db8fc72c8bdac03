"""All checks together: from a draft to a list of findings, the gravest first.

Errors are what Migma would refuse, and placeholders that nobody filled. All else is advice: it
never keeps an email from being sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.checks import images, links, structure, wording
from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.clients import about_mail_programs
from migma_desktop.core.checks.contrast import about_contrast
from migma_desktop.core.checks.fields import about_fields
from migma_desktop.core.checks.finding import SHOWN_OF_A_KIND, Finding, Level
from migma_desktop.core.checks.message import about_message
from migma_desktop.core.checks.migma import about_report
from migma_desktop.core.checks.mjml import about_mjml
from migma_desktop.core.checks.spelling import about_spelling
from migma_desktop.core.checks.syntax import about_syntax
from migma_desktop.core.models import Domain, Draft, RenderedEmail
from migma_desktop.core.settings import MAIL_PROGRAMS
from migma_desktop.core.spelling.spell_check import Misspelling
from migma_desktop.core.validation import Report

_GRAVITY = {level: place for place, level in enumerate(Level)}


def check(
    draft: Draft,
    rendered: RenderedEmail,
    *,
    domain: Domain | None,
    mail_programs: Sequence[str] = MAIL_PROGRAMS,
    report: Report | None = None,
    catalog: FieldCatalog | None = None,
    misspelled: Sequence[Misspelling] = (),
) -> list[Finding]:
    """Return the findings about a draft. Takes its time: not for the GUI thread.

    ``domain`` is the sender's as Migma knows it, None when that isn't known (yet);
    ``mail_programs`` are the families that the author cares for, keys of ``resources/caniemail``;
    ``report`` is what Migma said when it was asked; ``catalog`` is what the people of a batch have.
    ``misspelled`` is what no dictionary has.
    """
    checked = Checked(draft, rendered, catalog)
    findings = list(about_message(checked, domain=domain))
    for kind in _of_the_text(checked, mail_programs):
        findings += islice(kind, SHOWN_OF_A_KIND)
    findings += about_spelling(checked, misspelled)
    if report is not None:
        findings += about_report(checked, report)
    if not draft.source.is_written_here:
        findings = [_without_editor(finding) for finding in findings]
    return sorted(findings, key=lambda finding: _GRAVITY[finding.level])


def _of_the_text(checked: Checked, mail_programs: Sequence[str]) -> Iterator[Iterator[Finding]]:
    yield about_fields(checked)
    yield about_syntax(checked)
    yield about_mjml(checked)
    yield wording.about_purpose(checked)
    yield structure.about_size(checked)
    yield links.about_links(checked)
    yield images.about_images(checked)
    yield structure.about_parts(checked)
    yield structure.about_nesting(checked)
    yield wording.about_words(checked)
    yield about_contrast(checked)
    yield structure.about_reading_aloud(checked)
    yield about_mail_programs(checked, mail_programs)


def _without_editor(finding: Finding) -> Finding:
    """Point at the choice of the content: there is no source here to go to."""
    if finding.fix is not None and finding.fix.is_in_body:
        finding = replace(finding, fix=None)
    if finding.field == FIELD:
        return replace(finding, field="contentSource", place=None)
    return finding
