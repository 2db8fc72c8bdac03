"""The whole check of a domain as a file to hand on: plain text or HTML, nothing secret in it."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from migma_desktop.core.domains.expected import Expected, expected_records
from migma_desktop.core.domains.finding import Diagnosis, RecordLook, RecordState
from migma_desktop.core.domains.handing_on import host_field, priority_field, value_field, zone_file
from migma_desktop.core.domains.kept import KeptDomain, state_words
from migma_desktop.core.domains.verdict import Check, Verdict
from migma_desktop.core.texts import Text, say

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50em;margin:2em auto;padding:0 1em;"
    "color:#1d2433;background:#fff}h1{font-size:1.6em}h2{margin-top:2em;font-size:1.2em}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
    "padding:.4em .6em;border-bottom:1px solid #d9dee7}code,pre{font:13px ui-monospace,monospace;"
    "overflow-wrap:anywhere;white-space:pre-wrap}dt{font-weight:600;margin-top:1em}dd{margin:0}"
)


@dataclass(frozen=True, slots=True)
class Examination:
    """All that is known of a domain by now; what wasn't looked at is None."""

    kept: KeptDomain
    at: datetime
    diagnosis: Diagnosis | None = None
    test: str = ""  # what became of the test email
    verdict: Verdict | None = None


Translate = Callable[[Text], str]


def as_text(examined: Examination, translate: Translate = str) -> str:
    """Return the report as plain text."""
    lines: list[str] = []
    for title, rows in _sections(examined, translate):
        lines += ["", title, "-" * len(title)] if lines else [title, "=" * len(title)]
        for name, value in rows:
            lines += [f"{name}: {value}".strip(": ")] if "\n" not in value else ["", name, value]
    return "\n".join([*lines, ""])


def as_html(examined: Examination, translate: Translate = str) -> str:
    """Return the report as a page of its own."""
    parts: list[str] = []
    title_of_all = ""
    for title, rows in _sections(examined, translate):
        parts.append(f"<h{2 if parts else 1}>{html.escape(title)}</h{2 if parts else 1}>")
        title_of_all = title_of_all or title
        cells = (
            f"<tr><th>{html.escape(name)}</th><td>{_cell(value)}</td></tr>" for name, value in rows
        )
        parts.append(f"<table>{''.join(cells)}</table>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title_of_all)}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _cell(value: str) -> str:
    escaped = html.escape(value)
    return f"<pre>{escaped}</pre>" if "\n" in value else escaped


Section = tuple[str, list[tuple[str, str]]]


def _sections(examined: Examination, translate: Translate) -> Iterator[Section]:
    kept = examined.kept
    yield (
        translate(say("Check of {domain}", domain=kept.name)),
        [
            (translate(say("Made")), examined.at.strftime("%Y-%m-%d %H:%M %Z").strip()),
            (translate(say("At Migma")), translate(state_words(kept, now=examined.at))),
            (translate(say("Region")), kept.region_name or kept.region or "-"),
        ],
    )
    diagnosis = examined.diagnosis
    looks = {look.expected: look for look in diagnosis.records} if diagnosis else {}
    if kept.domain.records:
        yield translate(say("DNS records")), list(_records(examined, looks, translate))
    if diagnosis is not None:
        yield translate(say("DNS doctor")), list(_findings(diagnosis, translate))
    if examined.test or examined.verdict is not None:
        yield translate(say("Test email")), list(_test(examined, translate))
    if kept.domain.records:
        yield translate(say("Zone file")), [("", zone_file(kept.domain))]


def _records(
    examined: Examination, looks: Mapping[Expected, RecordLook], translate: Translate
) -> Iterator[tuple[str, str]]:
    for record in expected_records(examined.kept.domain):
        look = looks.get(record)
        state = translate(STATE_WORDS[look.state]) if look else record.record.status or "-"
        lines = [
            f"{translate(say('Host'))}: {host_field(record, examined.kept.name)}",
            f"{translate(say('Value'))}: {_value(record)}",
            f"{translate(say('State'))}: {state}",
        ]
        if look is not None and look.found and look.state is not RecordState.GOOD:
            lines.append(f"{translate(say('Found'))}: {' | '.join(look.found)}")
        yield f"{record.type} {record.name}", "\n".join(lines)


def _value(record: Expected) -> str:
    return f"{priority_field(record)} {value_field(record)}".strip()


def _findings(diagnosis: Diagnosis, translate: Translate) -> Iterator[tuple[str, str]]:
    yield translate(say("Answered")), ", ".join(diagnosis.asked) or "-"
    if diagnosis.unreached:
        yield translate(say("No way from here to")), ", ".join(diagnosis.unreached)
    if not diagnosis.findings:
        yield translate(say("Result")), translate(say("No mistake was found."))
    for finding in diagnosis.findings:
        lines = [translate(finding.text), translate(finding.advice)]
        yield translate(finding.title), "\n".join([*lines, finding.details]).strip()


def _test(examined: Examination, translate: Translate) -> Iterator[tuple[str, str]]:
    if examined.test:
        yield translate(say("Sent")), examined.test
    verdict = examined.verdict
    if verdict is None:
        return
    lines = [verdict.text, *verdict.notes]
    yield translate(verdict.title), "\n".join(translate(line) for line in lines)
    for check in verdict.checks:
        yield check.name, _check(check, translate)


def _check(check: Check, translate: Translate) -> str:
    lines = [translate(check.text)]
    if check.advice is not None:
        lines.append(translate(check.advice))
    return " ".join(lines)


STATE_WORDS = {
    RecordState.GOOD: say("Found and right"),
    RecordState.WRONG: say("Found, but wrong"),
    RecordState.MISSING: say("Not found"),
    RecordState.UNKNOWN: say("Nobody could say"),
}
