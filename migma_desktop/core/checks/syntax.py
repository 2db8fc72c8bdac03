"""What stands between braces without being a placeholder."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.checks.finding import SHOWN_OF_A_KIND, Finding, Level
from migma_desktop.core.placeholders import Foreign, ForeignKind
from migma_desktop.core.texts import say

_FOREIGN_ADVICE = {
    ForeignKind.UNESCAPED: say("Write it between two braces, not three: {{{{name}}}}."),
    ForeignKind.SECTION: say(
        "Conditions and repetitions aren't filled in: people would read this. Write the text "
        "out, or take it away."
    ),
    ForeignKind.COMMENT: say("Notes between braces aren't taken out: people would read this."),
    ForeignKind.PARTIAL: say("Nothing is put in here: people would read this. Paste the text."),
    ForeignKind.FALLBACK: say(
        "A second choice behind the name isn't known. Write the name alone and fill it in."
    ),
    ForeignKind.UNCLOSED: say("A closing brace is missing. Write {{{{name}}}}, two on each side."),
    ForeignKind.EMPTY: say("There is no name between the braces. Write one, or take them away."),
    ForeignKind.ENCODED: say(
        "The braces are written in code, so nothing is filled in. Write {{{{name}}}} instead."
    ),
    ForeignKind.EXPRESSION: say(
        "A name has letters, digits, dots, hyphens and underscores only. People would read this."
    ),
}


def about_syntax(foreign: tuple[Foreign, ...]) -> Iterator[Finding]:
    for item in foreign[:SHOWN_OF_A_KIND]:
        yield Finding(
            Level.WARNING,
            say("“{text}” arrives as it is written.", text=item.text),
            _FOREIGN_ADVICE[item.kind],
            "subject" if item.use.spot == "subject" else "templateEditor",
            item.use,
        )
