"""Turn MJML into the HTML of a whole email."""

from __future__ import annotations

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.texts import say


def to_html(mjml: str) -> str:
    """Return the HTML that an MJML source makes. Reads no file and asks no network.

    Raises:
        DraftRefused: the source can't be understood.
    """
    from mjml import mjml2html

    try:
        return mjml2html(mjml)
    except ValueError as error:
        raise DraftRefused(
            say("The MJML can't be read."),
            say("Look for a tag that is misspelled or not closed. The email can't be sent so."),
            field="templateEditor",
            details=str(error),
        ) from error
