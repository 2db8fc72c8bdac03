"""Turn MJML into the HTML of a whole email.

The compiler is MRML, in Rust. It gets no loader: an ``mj-include`` reads no file and asks no
network. Of web fonts, only those that the source names are asked for in the email: MJML's own
choice, where there is none, would have every reader fetch a font from Google.
"""

from __future__ import annotations

import re

from migma_desktop.core import mjml_scan
from migma_desktop.core.errors import SourceRefused
from migma_desktop.core.mjml_scan import Fault
from migma_desktop.core.texts import Text, say

# MJML's list of fonts that it knows where to fetch (documentation.mjml.io, mj-font).
_FONTS = ("Open Sans", "Droid Sans", "Lato", "Roboto", "Ubuntu")
_FONT_ADDRESS = "https://fonts.googleapis.com/css?family={name}:300,400,500,700"
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!doctype[^>]*>)?", re.IGNORECASE)
_PLACE = re.compile(r" at position (\d+):(\d+)$")
# Noncharacters (Unicode 23.7): no text holds them, and MJML gives them no meaning.
_SHIELD = "\ufdd0"


def to_html(mjml: str) -> str:
    """Return the HTML that an MJML source makes. Reads no file and asks no network.

    Raises:
        SourceRefused: the source can't be understood; it names the place.
    """
    from mjml import mjml2html

    if (fault := mjml_scan.too_deep(mjml)) is not None:
        raise _refusal(fault)
    fonts = {
        name: _FONT_ADDRESS.format(name=name.replace(" ", "+")) for name in _FONTS if name in mjml
    }
    prepared = _shielded(_without_prolog(mjml.replace(_SHIELD, "\ufffd")))
    try:
        html = mjml2html(prepared, fonts=fonts)
    except ValueError as error:
        raise _refusal(_fault(mjml, prepared, str(error)), str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which is no Exception
            raise
        raise _refusal(_fault(mjml, prepared, ""), str(error)) from error
    return html.replace(_SHIELD, ">")


def _without_prolog(mjml: str) -> str:
    """Blank out what may stand before the first tag of an XML file; offsets stay."""
    prolog = _PROLOG.match(mjml)
    end = prolog.end() if prolog else 0
    return re.sub(r"[^\n]", " ", mjml[:end]) + mjml[end:]


def _shielded(mjml: str) -> str:
    """Put another sign in the place of each ">" of a text.

    The compiler's tokenizer (htmlparser 0.2.1) looks two bytes before such a sign and gives up
    when they are the middle of a letter: "é > b".
    """
    if mjml.isascii():
        return mjml
    parts: list[str] = []
    at = 0
    for start, end in mjml_scan.texts(mjml):
        parts += (mjml[at:start], mjml[start:end].replace(">", _SHIELD))
        at = end
    return "".join((*parts, mjml[at:]))


def _fault(mjml: str, prepared: str, said: str) -> Fault:
    """Return what is wrong, by the place that the compiler names or else by our own look."""
    found = next(mjml_scan.faults(mjml), None)
    if found is not None:
        return found
    place = _PLACE.search(said)
    if place is None:
        return mjml_scan.fault_at(mjml, 0, 0, _UNKNOWN, _UNKNOWN_ADVICE)
    start, end = (_offset(prepared, int(number)) for number in place.groups())
    name = mjml[start:end].strip("<>/ \n")
    if said.startswith("unexpected element"):
        text = say("<{name}> can't stand in this place.", name=name)
        return mjml_scan.fault_at(mjml, start, end, text, _NESTING)
    return mjml_scan.fault_at(mjml, start, end, _UNKNOWN, _UNKNOWN_ADVICE)


def _offset(prepared: str, position: int) -> int:
    """Return the offset in characters of a position in bytes."""
    return len(prepared.encode()[:position].decode(errors="ignore"))


def _refusal(fault: Fault, details: str = "") -> SourceRefused:
    title: Text = say("Line {line}: {fault}", line=fault.line, fault=fault.text)
    return SourceRefused(
        title, fault.advice, place=(fault.start, fault.end, fault.line), details=details
    )


_UNKNOWN = say("This can't be read as MJML.")
_UNKNOWN_ADVICE = say("Look for a tag or a quote that is misspelled or not closed.")
_NESTING = say(
    "In MJML, <mj-body> holds sections, a section holds columns, and a column holds text, images "
    "and buttons."
)
