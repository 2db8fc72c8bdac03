"""Which words of a source people read, and what an edit makes the check look at again."""

from __future__ import annotations

from collections.abc import Sequence, Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.spelling.languages import best, languages_of
from migma_desktop.core.spelling.own_words import OwnWords
from migma_desktop.core.spelling.spell_check import SpellCheck, is_accepted
from migma_desktop.core.spelling.visible_text import SCANNERS, Way
from migma_desktop.core.spelling.words import Word


def read(way: Way, text: str) -> list[Word]:
    found: list[Word] = []
    state = 0
    for line in text.split("\n"):
        scanned = SCANNERS[way].scan(line, state)
        state = scanned.state
        found += scanned.words
    return found


def texts(way: Way, text: str) -> list[str]:
    return [word.text for word in read(way, text)]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p class="intro" style="color: red">Hello there</p>', ["Hello", "there"]),
        (
            '<img src="pic.png" alt="Our shop" title=\'Open daily\'>',
            ["Our", "shop", "Open", "daily"],
        ),
        ('<a href="https://x.example/welcom" data-alt="nope">Go</a>', ["Go"]),
        ("<td\n  class='wide'\n  alt='two\nlines'>cell</td>", ["two", "lines", "cell"]),
        ("<style>\n.welcom { colr: red }\n</style>Text", ["Text"]),
        ("<script>\nvar welcom = 1;\n</script>Text", ["Text"]),
        ("<!-- a welcom\nnote --> Text <!--[if mso]>\n<td>hidden<![endif]-->", ["Text"]),
        ("<code>let x\nbe it</code> and <kbd>Strg</kbd> done", ["and", "done"]),
        ("caf&eacute;&nbsp;Don&rsquo;t &copy; M&uuml;ller&#39;s", ["café", "Don't", "Müller's"]),
        ("Hello {{first_name}}, {{ last_name | dear frend }}!", ["Hello"]),
        ("{{name}}s and pre{{name}} stay", ["and", "stay"]),
        ("<b>W</b>elcome to <i>our</i> shop", ["to", "our", "shop"]),
        ("*|FNAME|* %name% {% if vip %} ${city} [[zipcode]] <%= user %> Text", ["Text"]),
        ("See https://shop.example/welcom or mail hello@acme.example", ["See", "or", "mail"]),
        ("www.acme.example acme.com/shop letter.html #sale @acme", []),
        ("VAT NASA PayPal iPhone 2nd A4 x", []),
        ("IMPORTANT news", ["IMPORTANT", "news"]),
        ("1 < 2 and a <b>bold</b>", ["and", "bold"]),
        ("<title>Your order</title>", ["Your", "order"]),
        ("soft&shy;hyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
    ],
)
def test_in_html_it_is_what_stands_between_the_tags(html: str, words: list[str]) -> None:
    assert texts(Way.HTML, html) == words


@pytest.mark.parametrize(
    ("mjml", "words"),
    [
        ("<mj-text font-size='12px'>Hello</mj-text>", ["Hello"]),
        ("<mj-style>\n.a { colr: red }\n</mj-style><mj-button>Buy</mj-button>", ["Buy"]),
        (
            '<mj-image alt="Our shop" src="x.png" /><mj-preview>Soon</mj-preview>',
            ["Our", "shop", "Soon"],
        ),
        ('<mj-style src="x.css" /><mj-text>Hello</mj-text>', ["Hello"]),
    ],
)
def test_in_mjml_too(mjml: str, words: list[str]) -> None:
    assert texts(Way.MJML, mjml) == words


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("# Helo **bold** _lean_ word", ["Helo", "bold", "lean", "word"]),
        ('[label](http://x.example/welcom "hint") tail', ["label", "tail"]),
        ("![Our shop](pic.png){.wide} {.button .centre}", ["Our", "shop"]),
        ("`let welcom` and ``two `ticks` here`` end", ["and", "end"]),
        ("```\nwelcom = 1\n```\nText\n~~~\nmore\n~~~", ["Text"]),
        ("<span class='welcom'>Text</span> <!-- note --> <https://x.example>", ["Text"]),
        ("[ref]: https://x.example/welcom\n[see this][ref]", ["see", "this"]),
        (
            "| Left | Right |\n|---|:--:|\n- item\n1. first\n> quote",
            ["Left", "Right", "item", "first", "quote"],
        ),
        ("Hi {{name}}, see {{ city|your town }}", ["Hi", "see"]),
    ],
)
def test_in_markdown_it_is_what_is_left_without_the_signs(markdown: str, words: list[str]) -> None:
    assert texts(Way.MARKDOWN, markdown) == words


def test_in_plain_text_it_is_everything() -> None:
    assert texts(Way.TEXT, "A 'quoted' well-known <word>") == ["quoted", "well", "known", "word"]


def test_a_word_knows_where_it_stands() -> None:
    line = "<b>caf&eacute;</b> ‘don’t’"
    first, second = SCANNERS[Way.HTML].scan(line, 0).words

    assert line[first.start : first.end] == "caf&eacute;"
    assert line[second.start : second.end] == "don’t"


class Book:
    """A dictionary that remembers what it was asked."""

    def __init__(self, *known: str) -> None:
        self.known = set(known)
        self.asked: list[str] = []

    def find_wrong(self, words: Set[str], _languages: Sequence[str]) -> Set[str]:
        self.asked += sorted(words)
        return words - self.known


def test_a_second_check_asks_for_new_words_alone() -> None:
    book = Book("good", "text")
    check = SpellCheck(book.find_wrong)

    check.check(["good text"], way=Way.TEXT, languages=["en"])
    found = check.check(["good text", "baad text"], way=Way.TEXT, languages=["en"])

    assert book.asked == ["good", "text", "baad"]
    assert [(word.text, word.line, word.start, word.end) for word in found.words] == [
        ("baad", 1, 0, 4)
    ]
    assert [len(marks) for marks in found.marks] == [0, 1]


def test_another_language_asks_for_all_of_them() -> None:
    book = Book("good")
    check = SpellCheck(book.find_wrong)

    check.check(["good"], way=Way.TEXT, languages=["en"])
    check.check(["good"], way=Way.TEXT, languages=["en", "de"])

    assert book.asked == ["good", "good"]


def test_without_a_language_nothing_is_wrong() -> None:
    book = Book()
    assert SpellCheck(book.find_wrong).check(["baad"], way=Way.TEXT, languages=[]).words == ()
    assert book.asked == []


def test_own_words_are_right() -> None:
    check = SpellCheck(Book("the").find_wrong)
    accepted = OwnWords(words=("Migma",), ignored={"d1": ("frobnicate",)}).accepted_in("d1")

    found = check.check(
        ["the Migma MIGMA Migma's frobnicate migmas"],
        way=Way.TEXT,
        languages=["en"],
        accepted=accepted,
    )

    assert [word.text for word in found.words] == ["migmas"]
    assert not is_accepted("frobnicate", OwnWords(words=("Migma",)).accepted_in("d2"))


def test_a_text_in_another_language_is_not_a_text_full_of_mistakes() -> None:
    lines = [f"wort{letter}" for letter in "abcdefghijklmnop"]
    check = SpellCheck(Book().find_wrong)

    found = check.check(lines, way=Way.TEXT, languages=["en"])

    assert found.is_foreign
    assert found.words == ()
    assert not any(found.marks)


_LINES = st.lists(
    st.sampled_from(
        ["<p>one", "<style>", ".a { b }", "</style>two", "<!-- three", "--> four", "<td alt='five",
         "six'>seven", "<code>", "eight</code>", "", "nine {{ten}}", "</p>"]
    ),
    max_size=12,
)  # fmt: skip


@given(before=_LINES, after=_LINES)
def test_after_an_edit_the_same_is_found_as_from_scratch(
    before: list[str], after: list[str]
) -> None:
    check = SpellCheck(Book().find_wrong)
    check.check(before, way=Way.HTML, languages=["en"])
    again = check.check(after, way=Way.HTML, languages=["en"])
    fresh = SpellCheck(Book().find_wrong).check(after, way=Way.HTML, languages=["en"])

    assert again.marks == fresh.marks
    assert again.words == fresh.words


def test_the_language_is_the_chosen_one_before_any_other() -> None:
    def languages(**changes: object) -> tuple[str, ...]:
        facts: dict[str, object] = {
            "chosen": (),
            "source": "",
            "remembered": (),
            "system": "en_GB",
            "available": ["de_AT", "de_DE", "en_GB", "en_US"],
        }
        return languages_of(**facts | changes)  # type: ignore[arg-type]  # facts by name

    german = '<!doctype html>\n<html xmlns="x" lang="de">'
    assert languages() == ("en_GB",)
    assert languages(system="C") == ("en_US",)
    assert languages(system="fr_FR") == ()
    assert languages(remembered=("de_AT",)) == ("de_AT",)
    assert languages(remembered=("de_AT",), source=german) == ("de_DE",)
    assert languages(source='<mjml lang="fr">') == ()
    assert languages(chosen=("en_US", "de_AT", "xx"), source=german) == ("en_US", "de_AT")


@pytest.mark.parametrize(
    ("language", "dictionary"),
    [("de", "de_DE"), ("DE-at", "de_AT"), ("de-CH", "de_DE"), ("sr", "sr_Latn"), ("fr", "")],
)
def test_a_language_finds_the_dictionary_that_fits(language: str, dictionary: str) -> None:
    assert best(language, ["de_AT", "de_DE", "sr_Latn"]) == dictionary
