"""Where what is shown comes from: each text of the samples and the gallery, in each way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.placeholders import find
from migma_desktop.core.rendering import render
from migma_desktop.core.source_map.mapping import map_source, shown_texts
from migma_desktop.core.source_map.places import PieceKind, SourceMap
from migma_desktop.core.source_map.pointing import span_of_element, span_of_text, text_at
from migma_desktop.core.templates import TemplateInfo, load_templates
from tests.core.test_samples import samples

EACH_TEMPLATE = pytest.mark.parametrize("template", load_templates(), ids=lambda each: each.id)
MJML = """<mjml><mj-head><mj-title>Hi</mj-title><mj-preview>Soon</mj-preview>
<mj-style>.a { color: red }</mj-style></mj-head>
<mj-body><mj-section><mj-column>
<mj-text>Fish &amp; <b>chips</b>
for {{name}}</mj-text>
<mj-image src="https://example.com/fish.png" alt="A fish" />
<mj-button href="https://example.com">Order now</mj-button>
</mj-column></mj-section></mj-body></mjml>"""


def of(draft: Draft) -> SourceMap:
    return map_source(draft, render(draft).html)


def html(source: str, **changes: object) -> SourceMap:
    return of(replace(Draft(source=ContentSource.HTML, html=source), **changes))  # type: ignore[arg-type]


def line_of(source_map: SourceMap, at: int) -> int:
    return source_map.source.count("\n", 0, at) + 1


def number_of(source_map: SourceMap, words: str) -> int:
    return next(n for n, shown in enumerate(source_map.texts) if words in shown.text)


class _Lines(HTMLParser):
    """Python's own parser, which knows nothing of ours: the line on which each text begins."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, int]] = []
        self._inside: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"title", "style", "script"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._inside:
            blank = data[: len(data) - len(data.lstrip())]
            self.found.append((" ".join(data.split()), self.getpos()[0] + blank.count("\n")))


def test_each_text_of_the_samples_is_found_on_its_line() -> None:
    for name, source in samples().items():
        source_map = html(source)
        assert sorted(_found(source_map)) == sorted(_Lines(source).found), name


def _found(source_map: SourceMap) -> Iterator[tuple[str, int]]:
    """Yield each text and its line. A browser makes one of two that stray in a table."""
    for number, shown in enumerate(source_map.texts):
        ends = [*(stop.at for stop in shown.stops[1:]), len(shown.text)]
        begun = 0
        for index, (stop, end) in enumerate(zip(shown.stops, ends, strict=True)):
            piece = source_map.pieces[stop.piece]
            following = [source_map.pieces[each.piece] for each in shown.stops[index + 1 :]]
            if following and following[0].start == piece.end:
                continue
            words = shown.text[begun:end]
            span = span_of_text(source_map, number, begun + len(words) - len(words.lstrip()))
            assert span is not None
            yield " ".join(words.split()), line_of(source_map, span.start)
            begun = end


def test_values_and_a_preheader_move_no_text_of_the_samples() -> None:
    for name, source in samples().items():
        names = [placeholder.name for placeholder in find("", "", source, is_html=True)]
        values = {each: f"<{each}> & \n more" for each in names}
        plain, filled = html(source), html(source, variables=values, preheader="Hi {{name}}")
        assert not filled.texts[0].stops  # the preheader stands in no source
        places = [line_of(plain, plain.pieces[t.stops[0].piece].start) for t in plain.texts]
        others = [line_of(filled, filled.pieces[t.stops[0].piece].start) for t in filled.texts[1:]]
        assert others == places, name


@EACH_TEMPLATE
def test_each_text_of_the_gallery_is_made_by_the_place_that_is_named(
    template: TemplateInfo,
) -> None:
    """Whoever writes something else at that place changes that text, and the others at theirs."""
    draft = template.draft()
    source_map = of(draft)
    shown = [each for each in source_map.texts if each.stops]
    assert len(shown) == len(source_map.texts) - 1  # all but the preheader
    edits = {}
    for number, text in enumerate(source_map.texts):
        if text.stops:
            first = len(text.text) - len(text.text.lstrip())
            span = span_of_text(source_map, number, first)
            assert span is not None
            edits[span] = f"zq{number}qz"
    written = draft.markdown
    for span in sorted(edits, reverse=True):
        written = written[: span.start] + edits[span] + written[span.end :]
    changed = shown_texts(render(draft.with_written(written)).html)
    assert len(changed) == len(source_map.texts)
    for number, written_there in enumerate(changed):
        assert number == 0 or written_there.strip().startswith(f"zq{number}qz"), written_there


def test_each_text_of_mjml_is_found() -> None:
    source_map = of(Draft(source=ContentSource.MJML, mjml=MJML, variables={"name": "Ada & Co"}))
    found = {
        shown.text.strip(): line_of(source_map, source_map.pieces[shown.stops[0].piece].start)
        for shown in source_map.texts
        if shown.stops
    }
    lines = {"Soon": 1, "Fish &": 4, "chips": 4, "for Ada & Co": 5, "Order now": 7}
    assert found == lines
    picture = next(n for n, piece in source_map.tags.items() if _is_fish(source_map, piece))
    span = span_of_element(source_map, picture)
    assert span is not None
    assert line_of(source_map, span.start) == 6


def _is_fish(source_map: SourceMap, piece: int) -> bool:
    found = source_map.pieces[piece]
    return "fish" in source_map.source[found.start : found.end]


def test_each_text_of_plain_text_is_found() -> None:
    text = "Dear {{name}},\nthank you!\n\n  * one & <two>\n-- \nAda"
    source_map = of(Draft(source=ContentSource.TEXT, text=text, variables={"name": "Bo"}))
    found = [
        (shown.text.strip(), line_of(source_map, source_map.pieces[shown.stops[0].piece].start))
        for shown in source_map.texts
    ]
    assert found == [
        ("Dear Bo,", 1),
        ("thank you!", 2),
        ("* one & <two>", 4),
        ("--", 5),
        ("Ada", 6),
    ]


MARKDOWN = r"""
# Title {.hero}

Some *emphasis*, **bold**: **more** and `code_span` &amp; an \*escape\*.

[named] and [shown][named], <https://example.com/auto> https://example.com/bare_address

| Left | Right |
|:-----|------:|
| a    | {{b}} |
| {.columns} | |

1. one
2. two
   - nested

> quoted
> lines

<div class="raw">raw <b>html</b> here</div>

```python
def code():
    return 1
```

![A picture](https://example.com/a.png)

[Go](https://example.com){.button}

[named]: https://example.com/named "A title"
"""


def test_each_text_of_markdown_with_everything_in_it_is_found() -> None:
    source_map = of(Draft(markdown=MARKDOWN, variables={"b": "B"}))
    assert source_map.fits
    lines = MARKDOWN.split("\n")
    for number, shown in enumerate(source_map.texts):
        word = shown.text.strip().split("\n")[0]
        span = span_of_text(source_map, number, shown.text.index(word))
        assert span is not None, shown.text
        line = lines[line_of(source_map, span.start) - 1]
        wanted = {"B": "{{b}}", "&": "&amp;"}.get(word, word.split(" ")[0].strip("."))
        assert wanted in line, (shown.text, line)


def test_a_picture_without_words_is_found() -> None:
    source_map = of(Draft(markdown="Above\n\n![](https://example.com/a.png)\n\nBelow"))
    target = source_map.target_at(len("Above\n\n![](htt"))
    assert target is not None
    assert target.text == -1
    span = span_of_element(source_map, target.element)
    assert span is not None
    assert source_map.source[span.start : span.end] == "https://example.com/a.png"


def test_a_place_in_a_tag_shows_its_element_and_one_in_a_text_shows_the_text() -> None:
    source = "<p class='a'>One</p>\n<p>Two <img src='data:,'></p>\n"
    source_map = html(source)
    first = source_map.target_at(source.index("class"))
    assert first is not None
    assert (first.text, first.element) == (-1, 0)
    second = source_map.target_at(source.index("wo"))
    assert second is not None
    assert (second.text, second.shown) == (1, "Two ")
    picture = source_map.target_at(source.index("data:"))
    assert picture is not None
    assert (picture.text, picture.element) == (-1, 2)


def test_a_line_that_shows_nothing_has_no_target() -> None:
    source_map = of(Draft(markdown="One\n\n\n\nTwo"))
    assert source_map.target_at(5) is None
    assert source_map.target_at(0) is not None


def test_the_word_under_a_letter_is_named() -> None:
    source = "<p>Fish &amp; {{what|chips}} for&nbsp;two</p>"
    source_map = html(source)

    def named(words: str) -> str:
        span = span_of_text(source_map, 0, source_map.texts[0].text.index(words))
        assert span is not None
        return source[span.start : span.end]

    assert named("ish") == "Fish"
    assert named("&") == "&amp;"
    assert named("hips") == "{{what|chips}}"
    assert named("wo") == "two"


def test_a_place_leads_to_its_letter() -> None:
    source = "<p>Fish &amp; chips</p>"
    assert text_at(html(source), source.index("hips")) == (0, "Fish & chips".index("hips"))


def test_nothing_is_known_of_what_a_draft_does_not_make() -> None:
    draft = Draft(markdown="Hello")
    assert not map_source(draft, render(replace(draft, markdown="Other")).html).fits
    assert not map_source(Draft(source=ContentSource.EMAIL, email_id="e"), "<p>Hi</p>").fits
    marked = Draft(markdown="Some \ufdd2 mark")
    assert not map_source(marked, render(marked).html).fits


def test_the_shown_email_holds_no_mark() -> None:
    draft = Draft(markdown=MARKDOWN, variables={"b": "B"})
    before = render(draft).html
    map_source(draft, before)
    assert render(draft).html == before
    assert not re.search("[\ufdd0-\ufdef]", before)


FRAGMENTS = st.sampled_from(
    ("<p>", "</p>", "<b>", "</b>", "<table><tr><td>", "</td></tr></table>", "<table>", "</table>",
     "<!-- note -->", "<style>p{color:red}</style>", "<img alt='' src='data:,'>", "<br>", "<div>",
     "</div>", "<a href='#'>", "</a>", "<pre>\n", "</pre>", "<svg><text>", "</text></svg>", "<tr>",
     "<textarea>", "</textarea>", "<select><option>", "</select>", "<template>", "</template>",
     "<noscript>", "</noscript>", "<ul><li>", "</ul>", "</body>", "<body class=a>", "<script>",
     "</script>", "<title>t</title>", "<", ">", "&", "&amp;", "&nbsp;", " ", "\n", "{{name}}",
     "{{gap|filled & in}}", "{{#each}}", "%")
)  # fmt: skip
WORDS = st.integers(0, 99999).map(lambda number: f"w{number}x")


@given(st.lists(st.one_of(FRAGMENTS, WORDS), max_size=30), st.booleans(), st.booleans())
@settings(max_examples=300)
def test_any_html_is_mapped_or_nothing_is_claimed(
    parts: list[str], is_document: bool, has_preheader: bool
) -> None:
    body = " ".join(
        f"{part}~{index}~" if part[0] == "w" else part for index, part in enumerate(parts)
    )
    source = f"<!DOCTYPE html><html><body>{body}</body></html>" if is_document else body
    draft = Draft(
        source=ContentSource.HTML,
        html=source,
        preheader="Soon" if has_preheader else "",
        variables={"name": "Ada"},
    )
    rendered = render(draft).html
    source_map = map_source(draft, rendered)
    assert source_map.fits
    assert [shown.text for shown in source_map.texts] == shown_texts(rendered)
    for number, shown in enumerate(source_map.texts):
        for word in re.finditer(r"w\d+x~\d+~", shown.text):
            span = span_of_text(source_map, number, word.start() + 1)
            if shown.stops:  # what stands in a textarea is no text of ours
                assert span is not None
                assert word[0] in source[span.start : span.end]
        for stop in shown.stops:
            if source_map.pieces[stop.piece].kind is PieceKind.PLACEHOLDER:
                piece = source_map.pieces[stop.piece]
                assert source[piece.start : piece.end].startswith("{{")
    for element, piece_number in source_map.tags.items():
        piece = source_map.pieces[piece_number]
        assert element >= 0
        assert source[piece.start] == "<"


SIGNS = st.sampled_from(
    ("# ", "- ", "1. ", "> ", "**", "*", "_", "`", "\n", "\n\n", "\n\n    ", " ", "[", "](", ")",
     "|", "\n| ", "\n|--|--|\n", "{.panel}", "\n{.hero}", "<b>", "</b>", "<div>", "</div>", "<!--",
     "-->", "&amp;", "&", "\\", "```\n", "https://e.x/", "<https://e.x/a>", "![", "{{name}}",
     "{{a|b}}", "{{", "}}", "[w]: https://e.x\n", "![](https://e.x/p.png)", "---\n",
     "<", ">", ":", "\u05d0")
)  # fmt: skip


@given(st.lists(st.one_of(SIGNS, st.just("w")), max_size=25))
@settings(max_examples=200)
def test_any_markdown_is_mapped_truly_or_nothing_is_claimed(parts: list[str]) -> None:
    markdown = "".join(f"w{index}x" if part == "w" else part for index, part in enumerate(parts))
    draft = Draft(markdown=markdown, variables={"name": "Ada"})
    rendered = render(draft).html
    source_map = map_source(draft, rendered)
    if not source_map.fits:
        return
    assert [shown.text for shown in source_map.texts] == shown_texts(rendered)
    for number, shown in enumerate(source_map.texts):
        if not shown.stops:
            continue
        for word in re.finditer(r"w\d+x", shown.text):
            span = span_of_text(source_map, number, word.start() + 1)
            assert span is not None
            line = line_of(source_map, span.start)
            assert line == markdown.count("\n", 0, markdown.index(word[0])) + 1
