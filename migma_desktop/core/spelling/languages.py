"""Which languages a draft is written in, as far as there are dictionaries."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

DEFAULT = "en_US"
"""The dictionary that comes with the program."""

_USUAL = {  # the country that is meant where none is named
    "de": "de_DE", "en": DEFAULT, "es": "es_ES", "fr": "fr_FR", "it": "it_IT", "nl": "nl_NL",
    "pt": "pt_PT", "sv": "sv_SE", "da": "da_DK", "nb": "nb_NO", "nn": "nn_NO", "cs": "cs_CZ",
}  # fmt: skip
_LANG = re.compile(r"<(?:html|mjml)\b[^>]*?\slang\s*=\s*[\"']?([A-Za-z][\w-]*)", re.IGNORECASE)
_READ = 4_000  # characters at the start in which the language is named


def languages_of(
    *,
    chosen: Sequence[str],
    source: str,
    remembered: Sequence[str],
    system: str,
    available: Collection[str],
) -> tuple[str, ...]:
    """Return the dictionaries to go by; none where the text's language has none.

    In this order: what was ``chosen`` for the draft, the language that its tags name, what was
    ``remembered`` from the last choice, the ``system``'s language, such as ``de_AT``.
    """
    found = tuple(code for code in chosen if code in available)
    if found:
        return found
    named = _LANG.search(source, 0, _READ)
    if named is not None:
        fitting = best(named[1], available)
        return (fitting,) if fitting else ()
    found = tuple(code for code in remembered if code in available)
    if found:
        return found
    language = system if system and system != "C" else DEFAULT
    fitting = best(language, available)
    return (fitting,) if fitting else ()


def best(language: str, available: Collection[str]) -> str:
    """Return the dictionary that fits a language such as ``de`` or ``de-AT``, "" if none does."""
    wanted = language.replace("-", "_")
    by_folded = {code.casefold(): code for code in sorted(available, reverse=True)}
    if wanted.casefold() in by_folded:
        return by_folded[wanted.casefold()]
    short = wanted.partition("_")[0].casefold()
    usual = _USUAL.get(short, "")
    if usual in available:
        return usual
    same = [code for code in sorted(available) if code.partition("_")[0].casefold() == short]
    return same[0] if same else ""
