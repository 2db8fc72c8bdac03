"""A text is changed where it is shown: the source follows, and nothing else becomes another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.rendering import render
from migma_desktop.core.source_map.mapping import map_source, shown_texts
from migma_desktop.core.source_map.places import SourceMap
from migma_desktop.core.source_map.retouching import Fixed, Retouch, retouch_at, retouched
from migma_desktop.core.templates import load_template

HTML = "<h1>Fish &amp; chips</h1>\n<p>For\n   {{who|two}},   with&nbsp;salt</p>"


def drafted(way: ContentSource, source: str, **values: str) -> Draft:
    return replace(Draft(source=way, variables=values).with_written(source))


def map_of(draft: Draft) -> SourceMap:
    return map_source(draft, render(draft).html)


def at(source_map: SourceMap, words: str) -> Retouch:
    found = look_at(source_map, words)
    assert isinstance(found, Retouch)
    return found


def look_at(source_map: SourceMap, words: str) -> Retouch | Fixed:
    number = next(n for n, shown in enumerate(source_map.texts) if words in shown.text)
    return retouch_at(source_map, number, source_map.texts[number].text.index(words))


def written(draft: Draft, words: str, typed: str) -> str | None:
    """Return the source after ``typed`` was put in the place of the text around ``words``."""
    source_map = map_of(draft)
    edit = retouched(draft, source_map, at(source_map, words), typed)
    if edit is None:
        return None
    return draft.written[: edit.start] + edit.text + draft.written[edit.end :]


def html(source: str = HTML, **values: str) -> Draft:
    return drafted(ContentSource.HTML, source, **values)


def markdown(source: str, **values: str) -> Draft:
    return drafted(ContentSource.MARKDOWN, source, **values)


def test_people_read_what_is_shown_with_single_spaces() -> None:
    source_map = map_of(html())
    assert at(source_map, "chips").text == "Fish & chips"
    assert at(source_map, "For").text == "For"
    assert at(source_map, "salt").text == ", with\u00a0salt"


def test_only_what_differs_is_written_anew() -> None:
    assert written(html(), "chips", "Fish & fries") == HTML.replace("chips", "fries")
    assert written(html(), "salt", ", with\u00a0some salt") == HTML.replace(";salt", ";some salt")
    assert written(html(), "For", "For all") == HTML.replace("For\n", "For all\n")


def test_html_gets_entities() -> None:
    assert written(html("<p>a</p>"), "a", 'x < y & "z"\u00a0!') == (
        '<p>x &lt; y &amp; "z"&nbsp;!</p>'
    )


def test_mjml_gets_entities() -> None:
    around = ("mjml", "mj-body", "mj-section", "mj-column", "mj-text")
    mjml = "a"
    for tag in reversed(around):
        mjml = f"<{tag}>{mjml}</{tag}>"
    changed = written(drafted(ContentSource.MJML, mjml), "a", "x < y & z")
    assert changed == mjml.replace(">a<", ">x &lt; y &amp; z<")


def test_plain_text_stays_plain() -> None:
    text = drafted(ContentSource.TEXT, "Hello\nworld")
    assert written(text, "world", "<b> & *all*") == "Hello\n<b> & *all*"


@pytest.mark.parametrize(
    ("source", "words", "typed", "expected"),
    [
        ("Some words", "words", "Some 2 * 3 words", "Some 2 * 3 words"),
        ("Some words", "words", "Some *good* words", r"Some \*good\* words"),
        ("Some words", "words", "<b> & &copy; words", "&lt;b&gt; &amp; &amp;copy; words"),
        ("Some words", "words", "# words", r"\# words"),
        ("Some words", "words", "1. words", r"1\. words"),
        ("Some words", "words", "a_b_c words", "a_b_c words"),
        ("**bold** more", "bold", "bo*ld", r"**bo\*ld** more"),
        ("Some `code` here", "code", "a * <b> & c", "Some `a * <b> & c` here"),
        ("<div>raw <b>x</b></div>", "raw", "a * <b>", "<div>a * &lt;b&gt; <b>x</b></div>"),
        ("| a | b |\n|--|--|\n| c | d |", "c", "e | f", "| a | b |\n|--|--|\n| e \\| f | d |"),
        ("[Go](https://e.x){.button}", "Go", "Go ](now)", r"[Go \](now)](https://e.x){.button}"),
        (r"an \*escape\* here", "here", "an *escape* there", r"an \*escape\* there"),
        ("Hi", "Hi", "See https://e.x/a_b_c now", "See https://e.x/a_b_c now"),
    ],
)
def test_markdown_is_written_as_plainly_as_it_can_be(
    source: str, words: str, typed: str, expected: str
) -> None:
    assert written(markdown(source), words, typed) == expected


def test_a_placeholder_may_be_typed() -> None:
    assert written(markdown("Hi you", name="Ada"), "you", "Hi {{name}} & co") == (
        "Hi {{name}} & co"
    )


def test_values_and_fallbacks_are_fixed() -> None:
    assert look_at(map_of(html()), "two") is Fixed.VALUE
    assert look_at(map_of(html(who="Ada & Bo")), "Bo") is Fixed.VALUE
    assert look_at(map_of(markdown("# {{a}}\n\nx", a="A")), "A") is Fixed.VALUE


def test_the_preheader_is_fixed() -> None:
    draft = replace(markdown("Hello"), preheader="Soon")
    assert look_at(map_of(draft), "Soon") is Fixed.MADE


def test_a_text_that_cannot_be_there_is_refused() -> None:
    assert written(markdown("Some `code` here"), "code", "a ` b") is None


def test_every_text_of_a_template_that_was_typed_can_be_changed() -> None:
    for name in ("newsletter", "receipt", "thank-you"):
        draft = load_template(name).draft()
        source_map = map_of(draft)
        changed = 0
        for number, shown in enumerate(source_map.texts):
            found = retouch_at(source_map, number, len(shown.text) // 2)
            if isinstance(found, Fixed):
                continue
            edit = retouched(draft, source_map, found, "Changed * here")
            assert edit is not None, (name, shown.text)
            changed += 1
        assert changed > 5


TYPED = st.text(st.sampled_from("ab *_`[](){}<>&#+-.!|\\:/1\u00a0é\U0001f600"), max_size=12)


@given(
    st.sampled_from(
        [
            ("Some words and **more**", "words"),
            ("- item\n- other", "item"),
            ("| a | b |\n|--|--|\n| cell | d |", "cell"),
            ("> quote\n> lines", "lines"),
            ("# Title {.hero}\n\nText", "Title"),
            ("[Go](https://e.x){.button}", "Go"),
        ]
    ),
    TYPED,
)
@settings(max_examples=150)
def test_what_was_typed_is_what_markdown_shows(place: tuple[str, str], typed: str) -> None:
    source, words = place
    draft = markdown(source)
    before = shown_texts(render(draft).html)
    changed = written(draft, words, typed)
    if changed is None:
        return
    after = shown_texts(render(draft.with_written(changed)).html)
    shown = "".join(after).split()
    number = next(n for n, text in enumerate(before) if words in text)
    wanted = [*before[:number], before[number].replace(before[number].strip(), typed)]
    assert "".join(shown) == "".join("".join([*wanted, *before[number + 1 :]]).split())
