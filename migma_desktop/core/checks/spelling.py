"""Words that no dictionary has. They are looked up while the user types; here they are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.models import PlaceholderSpot, PlaceholderUse
from migma_desktop.core.spelling.spell_check import Misspelling
from migma_desktop.core.texts import say

_NAMED = 5


def about_spelling(checked: Checked, misspelled: Sequence[Misspelling]) -> Iterator[Finding]:
    """Yield how many words may be wrong, with the first of them as the place to go to."""
    if not misspelled:
        return
    named = ", ".join(f"“{word.text}”" for word in misspelled[:_NAMED])
    if len(misspelled) > _NAMED:
        named += ", …"
    advice = say(
        "{words}. F7 in the text goes from one to the next; a right click offers other words, or "
        "keeps the word as one of yours.",
        words=named,
    )
    if len(misspelled) == 1:
        said = say("1 word may be misspelled.")
    else:
        said = say("{count} words may be misspelled.", count=len(misspelled))
    yield Finding(Level.HINT, said, advice, FIELD, _place(checked.source, misspelled[0]))


def _place(source: str, word: Misspelling) -> PlaceholderUse | None:
    """Return where a word stands; None when the text has changed since."""
    at = 0
    for _ in range(word.line):
        at = source.find("\n", at) + 1
        if not at:
            return None
    start, end = at + word.start, at + word.end
    if end > len(source):
        return None
    return PlaceholderUse(PlaceholderSpot.BODY, start, end, word.line + 1)
