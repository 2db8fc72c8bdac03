"""What the HTML standard says of elements (13.1.2): which are empty, which end by themselves."""

from __future__ import annotations

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
     "source", "track", "wbr"}
)  # fmt: skip
"""Elements without content and without an end tag."""

TABLE_PARTS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"})

OPEN_ENDED = TABLE_PARTS | {"html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup",
                            "rt", "rp"}  # fmt: skip
"""Elements whose end tag may be left out."""

CLOSED_BY = {
    "p": frozenset({"p"}),
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "option": frozenset({"option"}),
    "body": frozenset({"head"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tr": frozenset({"td", "th", "tr", "p"}),
    "tbody": TABLE_PARTS | {"p"},
    "thead": TABLE_PARTS | {"p"},
    "tfoot": TABLE_PARTS | {"p"},
}
"""Which open elements a start tag ends."""
