"""How many of the people who get a batch have what a placeholder asks for.

Migma's catalogue of fields tells it for all contacts of a project, or for those of a segment or
tag (contract, section 5). A name counts as it is written: ``first_name`` is no ``firstName``.
"""

from __future__ import annotations

from dataclasses import dataclass

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.texts import Text, say

FEW = 0.5
"""Below this share, most people miss what the sentence was written for."""

_NEARLY_ALL = 0.9995  # Migma rounds to three digits


@dataclass(frozen=True, slots=True)
class Share:
    """How many people have a field; ``people`` are all of them, None when that isn't known."""

    rate: float  # 0 to 1
    people: int | None

    @property
    def is_nobody(self) -> bool:
        """Whether no contact has it."""
        return self.rate <= 0

    @property
    def is_everybody(self) -> bool:
        """Whether each contact has it."""
        return self.rate >= _NEARLY_ALL

    @property
    def is_few(self) -> bool:
        """Whether most contacts lack it."""
        return self.rate < FEW

    @property
    def words(self) -> Text:
        """Say it: “312 of 2,480 people”."""
        if self.people is None:
            return say("{percent} of the people", percent=f"{self.rate:.0%}")
        have = round(self.rate * self.people)
        if not have and self.rate > 0:
            have = 1
        return say("{have} of {people} people", have=f"{have:,}", people=f"{self.people:,}")


def share_of(catalog: FieldCatalog, name: str) -> Share | None:
    """Return how many people have the field of this name, None where nobody can tell."""
    if not catalog.fields or catalog.people == 0:
        return None
    for field in catalog.fields:
        if field.key == name:
            return None if field.fill_rate is None else Share(field.fill_rate, catalog.people)
    return Share(0, catalog.people)


def filled_names(catalog: FieldCatalog) -> list[str]:
    """Return the names of all fields that somebody has, the fullest first."""
    filled = [field for field in catalog.fields if field.fill_rate is None or field.fill_rate > 0]
    return [field.key for field in sorted(filled, key=lambda each: -(each.fill_rate or 0))]
