"""What the practice server makes of ``{{placeholders}}``."""

from __future__ import annotations

import pytest

from migma_desktop.sandbox.filling import fill_header, fill_html, fill_text

VALUES = {
    "name": "R & <D> \"x\" 'y'",
    "total": 12.50,
    "count": 3,
    "paid": True,
    "nothing": None,
    "order": {"number": "A-1", "lines": [1, 2]},
    "order.number": "exact",
    "person": {"address": {"city": "Köln"}},
    "two words": "yes",
}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{name}}", "R &amp; &lt;D&gt; &quot;x&quot; &#x27;y&#x27;"),
        ("{{ count }}{{count}}", "33"),
        ("{{\n count\t}}", "3"),
        ("{{total}} {{paid}} [{{nothing}}]", "12.5 true []"),
        ("{{order}}", "{&quot;number&quot;:&quot;A-1&quot;,&quot;lines&quot;:[1,2]}"),
        ("{{order.number}}", "exact"),
        ("{{person.address.city}}", "Köln"),
        ("{{two  words}}", "yes"),
        ("{{missing}} {{ also missing }}", "{{missing}} {{ also missing }}"),
        ("{{person.address.street}}", "{{person.address.street}}"),
        ("{{}} {{ }} {count} {{count", "{{}} {{ }} {count} {{count"),
        ("{{{name}}}", "{{{name}}}"),
        ("a{{count}}}", "a3}"),
        ('<a href="?n={{count}}">', '<a href="?n=3">'),
        ("{{Count}}", "{{Count}}"),
    ],
)
def test_html_is_filled_with_escaped_values(template: str, expected: str) -> None:
    assert fill_html(template, [VALUES]) == expected


def test_a_value_is_never_filled_in_turn() -> None:
    assert fill_html("{{a}}", [{"a": "{{b}}", "b": "no"}]) == "{{b}}"


def test_a_header_takes_values_as_they_are_on_one_line() -> None:
    values = {"name": "R & D\r\nBcc: eve@example.com", "emoji": "👩‍👩‍👧\u00a0!"}

    assert fill_header("Hi {{name}}", [values]) == "Hi R & D  Bcc: eve@example.com"
    assert fill_header("{{emoji}}", [values]) == "👩‍👩‍👧\u00a0!"


def test_text_takes_values_as_they_are() -> None:
    assert fill_text("{{name}}", [VALUES]) == VALUES["name"]


def test_the_first_source_that_knows_a_name_wins() -> None:
    assert fill_text("{{a}}{{b}}", [{"a": 1}, {"a": 2, "b": 3}]) == "13"
