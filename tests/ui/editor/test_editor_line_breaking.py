"""Breaking one endless line never changes what the email shows."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.ui.editor.line_breaking import broken


class Seen(HTMLParser):
    """What a mail program makes of a source."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[object] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(tag)

    def handle_data(self, data: str) -> None:
        if self.events and isinstance(self.events[-1], str) and self.events[-1][:1] == "=":
            self.events[-1] += data
        else:
            self.events.append("=" + data)

    def handle_comment(self, data: str) -> None:
        self.events.append(("comment", data))


CELL = '<td class="a" style="color: red; font-family: \'A > B\'">text {{name}}</td>'


def test_lines_become_short() -> None:
    lines = broken(CELL * 500).split("\n")
    assert len(lines) > 100
    assert max(map(len, lines)) < 300


@pytest.mark.parametrize(
    "kept",
    [
        "<!--[if mso]>" + "<td width='600'>" * 40 + "<![endif]-->",
        "<pre>" + "<b class='x'>a</b> " * 40 + "</pre>",
    ],
)
def test_what_keeps_its_spaces_is_left_alone(kept: str) -> None:
    assert kept in broken(CELL * 10 + kept + CELL * 10)


def test_a_style_sheet_is_broken_behind_its_rules_only() -> None:
    css = "<style>" + "a[b='}'] { background: url(data:x}) } /* } */ " * 30 + "</style>"
    lines = broken(CELL + css + CELL).split("\n")
    assert len(lines) > 30
    assert "".join("".join(lines).split()) == "".join((CELL + css + CELL).split())
    assert lines[1:-1] == ["/* } */ a[b='}'] { background: url(data:x}) }"] * 29


@given(
    st.lists(
        st.sampled_from(
            [
                CELL,
                "<b>a</b>",
                "<br/>",
                "<br />",
                "text ",
                "<!-- <td a> -->",
                "\n",
                "1 < 2",
                "{{a}}",
            ]
        ),
        max_size=60,
    )
)
def test_what_is_seen_stays_the_same(parts: list[str]) -> None:
    source = "".join(parts)
    assert Seen(broken(source)).events == Seen(source).events
