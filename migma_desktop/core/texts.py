"""Sentences for people, made where a fact is known and translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with named gaps. The window looks ``template`` up in its translations."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.template.format_map(self.values)


def say(template: str, **values: object) -> Text:
    """Return a translatable sentence; translation tools collect the calls of this function."""
    return Text(template, values)
