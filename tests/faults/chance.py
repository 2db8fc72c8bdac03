"""Choices that a seed repeats."""

from __future__ import annotations

from random import Random


def seeded(*parts: object) -> Random:
    """Return the choices that belong to a seed and the numbers below it."""
    return Random("/".join(map(str, parts)))  # noqa: S311 - repeatable choices, not secrets
