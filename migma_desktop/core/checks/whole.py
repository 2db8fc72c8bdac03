"""All checks together: from a draft to a list of findings, the gravest first.

Errors are what Migma would refuse, and placeholders that nobody filled. All else is advice: it
never keeps an email from being sent.
"""

from __future__ import annotations

from dataclasses import replace

from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.message import about_message
from migma_desktop.core.checks.syntax import about_syntax
from migma_desktop.core.checks.tags import about_body, read_body
from migma_desktop.core.models import ContentSource, Domain, Draft, RenderedEmail
from migma_desktop.core.placeholders import find_foreign

_GRAVITY = {level: place for place, level in enumerate(Level)}


def check(draft: Draft, rendered: RenderedEmail, *, domain: Domain | None) -> list[Finding]:
    """Return the findings about a draft. Takes its time: not for the GUI thread.

    ``domain`` is the sender's as Migma knows it, None when that isn't known (yet).
    """
    source = _source_of(draft, rendered)
    is_html = draft.source is not ContentSource.MARKDOWN
    body = read_body(source, rendered, is_html=is_html)
    findings = [
        *about_message(draft, rendered, body, domain=domain),
        *about_syntax(find_foreign(draft.subject, draft.preheader, source, is_html=is_html)),
        *about_body(rendered, body),
    ]
    if not draft.source.is_written_here:
        findings = [_without_editor(finding) for finding in findings]
    return sorted(findings, key=lambda finding: _GRAVITY[finding.level])


def _without_editor(finding: Finding) -> Finding:
    """Point at the choice of the content: there is no source here to go to."""
    if finding.field == "templateEditor":
        return replace(finding, field="contentSource", place=None)
    return finding


def _source_of(draft: Draft, rendered: RenderedEmail) -> str:
    if draft.source is ContentSource.MARKDOWN:
        return draft.markdown
    return draft.html if draft.source is ContentSource.HTML else rendered.html
