"""In a batch, hold the names of placeholders against the fields that contacts really have."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.checks.checked import Checked
from migma_desktop.core.checks.finding import Finding, Fix, Level, replacing
from migma_desktop.core.checks.names import name_meant, written
from migma_desktop.core.checks.syntax import field_of, text_of
from migma_desktop.core.field_shares import Share, filled_names, share_of
from migma_desktop.core.filling import is_filled
from migma_desktop.core.models import Placeholder
from migma_desktop.core.placeholders import fallback_of
from migma_desktop.core.texts import Text, say


def about_fields(checked: Checked) -> Iterator[Finding]:
    """Yield the placeholders that Migma fills for some people only, or for nobody."""
    catalog = checked.catalog
    if catalog is None or not checked.draft.recipient.type.is_batch:
        return
    for placeholder in checked.rendered.placeholders:
        if is_filled(placeholder.name, checked.draft.variables):
            continue
        share = share_of(catalog, placeholder.name)
        if share is None or share.is_everybody:
            continue
        if share.is_nobody:
            yield from _nobody(checked, catalog, placeholder)
        elif fallback_of(placeholder) is None:
            yield _some(checked, placeholder, share)


def is_covered(checked: Checked, name: str) -> bool:
    """Tell whether the catalogue says enough of a name, so that nothing general need be said."""
    catalog = checked.catalog
    return catalog is not None and share_of(catalog, name) is not None


def _nobody(checked: Checked, catalog: FieldCatalog, placeholder: Placeholder) -> Iterator[Finding]:
    meant = name_meant(placeholder.name, filled_names(catalog))
    if meant and (share := share_of(catalog, meant)) is not None and not share.is_nobody:
        if share.is_everybody:
            advice = say("Did you mean {meant}? Everyone has that.", meant=_braced(meant))
        else:
            advice = say(
                "Did you mean {meant}? {share} have that.",
                meant=_braced(meant),
                share=str(share.words),
            )
        yield _finding(
            checked, placeholder, Level.WARNING, advice, _renamed(checked, placeholder, meant)
        )
    elif fallback_of(placeholder) is None:
        advice = say(
            "Migma has nothing to put there: people may read the braces, or an empty space. Fill "
            "it in for everyone under Variables, or give it a fallback."
        )
        fix = _with_fallback(checked, placeholder)
        yield _finding(checked, placeholder, Level.WARNING, advice, fix)


def _finding(
    checked: Checked, placeholder: Placeholder, level: Level, advice: Text, fix: Fix
) -> Finding:
    use = placeholder.uses[0]
    text = say("No contact has {name}.", name=_braced(placeholder.name))
    return Finding(level, text, advice, field_of(use), use, fix)


def _some(checked: Checked, placeholder: Placeholder, share: Share) -> Finding:
    name, use = _braced(placeholder.name), placeholder.uses[0]
    if share.is_few:
        text = say("Only {share} have {name}.", share=str(share.words), name=name)
    else:
        text = say("{share} have {name}.", share=str(share.words), name=name)
    advice = say(
        "The others get an empty space there, or read the braces. Send it to a segment of those "
        "who have it, or give a fallback: it is put in here, so everyone reads it."
    )
    return Finding(
        Level.WARNING if share.is_few else Level.HINT,
        text,
        advice,
        field_of(use),
        use,
        _with_fallback(checked, placeholder),
    )


def _with_fallback(checked: Checked, placeholder: Placeholder) -> Fix:
    """Offer an empty fallback: nothing stands there for anybody until words are put behind it."""
    label = say("Write {name} (nothing for everyone)", name=written(placeholder.name, ""))
    return _rewritten(checked, placeholder, placeholder.name, label, fallback="")


def _renamed(checked: Checked, placeholder: Placeholder, meant: str) -> Fix:
    return _rewritten(checked, placeholder, meant, say("Write {name}", name=_braced(meant)))


def _rewritten(
    checked: Checked, placeholder: Placeholder, name: str, label: Text, fallback: str | None = None
) -> Fix:
    edits = [
        edit
        for use in placeholder.uses
        for edit in replacing(
            text_of(checked, use),
            [use],
            written(name, use.fallback if use.fallback is not None else fallback),
        )
    ]
    return Fix(label, tuple(edits))


def _braced(name: str) -> str:
    return f"{{{{{name}}}}}"
