"""How much of an email Gmail shows before it cuts it off.

Gmail counts the bytes of the HTML as it arrives, styles and hidden text included, pictures not
(hteumeuleu/email-bugs, issue 41, measured). So what counts is the final HTML in UTF-8: styles moved
into the tags, values filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.texts import Text, say

CLIPPED_BYTES = 102 * 1024
"""Gmail hides what comes behind, with the link to unsubscribe, if it stands there."""

_NEAR = 0.7  # share of it from which on it is worth a look


class ClipLevel(StrEnum):
    """How near the end is."""

    FINE = "fine"
    NEAR = "near"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class ClipGauge:
    """The size of an email, held against what Gmail shows."""

    size: int  # bytes

    @property
    def level(self) -> ClipLevel:
        """How near the end is."""
        if self.size > CLIPPED_BYTES:
            return ClipLevel.CUT
        return ClipLevel.NEAR if self.size >= _NEAR * CLIPPED_BYTES else ClipLevel.FINE

    @property
    def share(self) -> float:
        """How full it is: 1.0 is as much as Gmail shows."""
        return self.size / CLIPPED_BYTES


def measure(html: str) -> ClipGauge:
    """Measure the final HTML; a few microseconds, so that it can be done at each letter."""
    return ClipGauge(len(html) if html.isascii() else len(html.encode(errors="replace")))


def gauge_text(gauge: ClipGauge) -> Text:
    """Say it beside the gauge."""
    if gauge.level is ClipLevel.CUT:
        return say("{size} KB: cut", size=_kilobytes(gauge))
    return say("{size} of {most} KB", size=_kilobytes(gauge), most=CLIPPED_BYTES // 1024)


def explanation(gauge: ClipGauge) -> Text:
    """Say what it means and what to do."""
    if gauge.level is ClipLevel.CUT:
        return say(
            "This email is {size} KB large. Gmail shows the first 102 KB and hides the rest behind "
            "“View entire message”; the unsubscribe link may be among it. Shorten it: fewer "
            "sections, fewer styles, no pictures written into the HTML.",
            size=_kilobytes(gauge),
        )
    if gauge.level is ClipLevel.NEAR:
        return say(
            "This email is {size} KB large, {percent} % of what Gmail shows. Behind 102 KB it cuts "
            "an email off. Be careful with what you add.",
            size=_kilobytes(gauge),
            percent=int(100 * gauge.share),
        )
    return say(
        "Gmail cuts an email off behind 102 KB of HTML. This one has {size} KB, styles and filled "
        "in values included. Pictures from the internet don't count.",
        size=_kilobytes(gauge),
    )


def _kilobytes(gauge: ClipGauge) -> int:
    """Round up, so that what is cut never reads as what just fits."""
    return -(-gauge.size // 1024)
