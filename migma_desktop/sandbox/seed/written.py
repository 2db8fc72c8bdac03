"""One practice email as it is written down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """Title in Migma, inbox line, and the HTML."""

    title: str
    subject: str
    preheader: str
    html: str
