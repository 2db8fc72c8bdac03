"""What another program would fill in: what it is, and how to say the same here."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import SHOWN_OF_A_KIND, Finding, Fix, Level, replacing
from migma_desktop.core.foreign import Foreign, find_foreign
from migma_desktop.core.models import PlaceholderSpot, PlaceholderUse
from migma_desktop.core.placeholders import ForeignKind
from migma_desktop.core.texts import Text, say

_ADVICE = {
    ForeignKind.UNESCAPED: say("Write it between two braces, not three: {{{{name}}}}."),
    ForeignKind.SECTION: say(
        "This is Mustache or Handlebars. Conditions and repetitions aren't filled in: people "
        "would read this. Write the text out, or take it away."
    ),
    ForeignKind.COMMENT: say("Notes between braces aren't taken out: people would read this."),
    ForeignKind.PARTIAL: say(
        "This is Mustache or Handlebars. Nothing is put in here: people would read this. Paste "
        "the text."
    ),
    ForeignKind.FILTER: say(
        "This is Jinja or Liquid. Migma doesn't know what stands behind the bar: people would "
        "read this. Write {{{{name}}}}, or {{{{name|there}}}} for a fallback."
    ),
    ForeignKind.UNCLOSED: say("A closing brace is missing. Write {{{{name}}}}, two on each side."),
    ForeignKind.EMPTY: say("There is no name between the braces. Write one, or take them away."),
    ForeignKind.ENCODED: say(
        "The braces are written in code, so nothing is filled in. Write {{{{name}}}} instead."
    ),
    ForeignKind.EXPRESSION: say(
        "A name has letters, digits, dots, hyphens and underscores only. People would read this."
    ),
    ForeignKind.STATEMENT: say(
        "This is Jinja, Liquid or Twig. Migma doesn't carry it out: people would read it. Write "
        "the text out, or take it away."
    ),
    ForeignKind.MAILCHIMP: say(
        "This is Mailchimp's. Migma doesn't fill it in: people would read it. Write {{{{name}}}}."
    ),
    ForeignKind.PERCENT: say(
        "Other mailing programs fill this in, Migma doesn't: people would read it. Write "
        "{{{{name}}}}."
    ),
    ForeignKind.SQUARE: say(
        "Other mailing programs fill this in, Migma doesn't: people would read it. Write "
        "{{{{name}}}}."
    ),
    ForeignKind.DOLLAR: say(
        "This is a program's template. Migma doesn't fill it in: people would read it. Write "
        "{{{{name}}}}."
    ),
    ForeignKind.ANGLE: say(
        "This is ERB, EJS or ASP. Migma doesn't carry it out: people would read it, or nothing. "
        "Write {{{{name}}}}."
    ),
}


def about_syntax(checked: Checked) -> Iterator[Finding]:
    """Yield each foreign text once, however often it stands there."""
    draft = checked.draft
    is_html = not draft.source.is_written_here or checked.is_html_written_here
    groups: dict[tuple[ForeignKind, str, str | None], list[Foreign]] = {}
    for each in find_foreign(draft.subject, draft.preheader, checked.source, is_html=is_html):
        groups.setdefault((each.kind, each.text, each.replacement), []).append(each)
    for (kind, text, replacement), found in list(groups.items())[:SHOWN_OF_A_KIND]:
        use = found[0].use
        yield Finding(
            Level.WARNING,
            say("“{text}” arrives as it is written.", text=text),
            _ADVICE[kind],
            field_of(use),
            use,
            _fix(checked, found, replacement),
        )


def field_of(use: PlaceholderUse) -> str:
    """Return the control in which a place is."""
    is_line = use.spot in {PlaceholderSpot.SUBJECT, PlaceholderSpot.PREHEADER}
    return use.spot.value if is_line else FIELD


def text_of(checked: Checked, use: PlaceholderUse) -> str:
    """Return the text in which a place is."""
    lines = {
        PlaceholderSpot.SUBJECT: checked.draft.subject,
        PlaceholderSpot.PREHEADER: checked.draft.preheader,
    }
    return lines.get(use.spot, checked.source)


def _fix(checked: Checked, found: list[Foreign], replacement: str | None) -> Fix | None:
    if replacement is None:
        return None
    edits = [
        edit
        for each in found
        for edit in replacing(text_of(checked, each.use), [each.use], replacement)
    ]
    label: Text
    if replacement:
        # An unclosed placeholder has its last brace already.
        closed = "}" if replacement.count("}") % 2 else ""
        label = say("Write {name}", name=f"{replacement}{closed}")
    else:
        label = say("Take it away")
    return Fix(label, tuple(edits))
