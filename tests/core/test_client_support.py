"""What mail programs do with an email: found in its text, and judged as caniemail.com does.

``fixtures/caniemail_raw_40.json`` holds forty features as the npm package has them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import caniemail
import pytest

from migma_desktop.core.checks.checked import Checked
from migma_desktop.core.checks.clients import about_mail_programs, support, uses_of
from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.page import Page
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.rendering import render

RAW = Path(__file__).parent / "fixtures" / "caniemail_raw_40.json"
WRITTEN = {
    "css-border-radius": '<p style="border-radius:4px">',
    "css-box-shadow": "<style>p{box-shadow:none}</style>",
    "css-display-flex": '<p style="DISPLAY: flex !important">',
    "css-display-grid": "<style>p{display:grid}</style>",
    "css-gap": '<p style="row-gap:1px">',
    "css-position": '<p style="position:absolute">',
    "css-float": '<p style="float:left">',
    "css-opacity": '<p style="opacity:.5">',
    "css-transform": '<p style="transform:none">',
    "css-text-shadow": '<p style="text-shadow:none">',
    "css-object-fit": '<img style="object-fit:cover">',
    "css-background-image": '<p style="background-image:none">',
    "css-background-size": '<p style="background-size:cover">',
    "css-linear-gradient": '<p style="background:linear-gradient(red,blue)">',
    "css-variables": '<p style="color:var(--brand)">',
    "css-unit-calc": '<p style="width:calc(1px + 2px)">',
    "css-function-clamp": '<p style="width:clamp(1px, 2px, 3px)">',
    "css-unit-vw": '<p style="width:calc(1px + 2vw)">',
    "css-unit-rem": '<p style="font-size:1rem">',
    "css-important": '<p style="color:red!important">',
    "css-at-media": "<style>@media print{p{color:red}}</style>",
    "css-at-media-prefers-color-scheme": (
        "<style>@media (prefers-color-scheme: dark){p{color:red}}</style>"
    ),
    "css-at-font-face": "<style>@font-face{font-family:x}</style>",
    "css-at-supports": "<style>@supports (gap:1px){p{color:red}}</style>",
    "css-at-import": '<style>@import "x.css";</style>',
    "css-pseudo-class-hover": "<style>a:hover{color:red}</style>",
    "css-pseudo-class-nth-child": "<style>p:nth-child(2){color:red}</style>",
    "css-pseudo-element-before": "<style>p::before{color:red}</style>",
    "css-selector-attribute": "<style>[data-x]{color:red}</style>",
    "css-selector-child": "<style>div>p{color:red}</style>",
    "css-selector-adjacent-sibling": "<style>div + p{color:red}</style>",
    "css-nesting": "<style>div{color:red; p{color:red}}</style>",
    "html-video": "<video></video>",
    "html-svg": "<svg></svg>",
    "html-dialog": "<dialog></dialog>",
    "html-srcset": '<img srcset="a.png 2x">',
    "html-picture": "<picture></picture>",
    "html-input-checkbox": '<input type="checkbox">',
    "image-webp": '<img src="https://a.example/b.webp?c=d.png">',
    "image-svg": '<img src="https://a.example/b.svg">',
}


@cache
def raw() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RAW.read_text("utf-8"))
    return found


def found_in(html: str, *families: str) -> list[Finding]:
    draft = Draft(source=ContentSource.HTML, html=html)
    return list(about_mail_programs(Checked(draft, render(draft)), families))


def newest(stats: dict[str, dict[str, str]]) -> set[str]:
    """Return the newest verdicts of some mail programs, straight from the data."""
    return {list(versions.values())[-1][0] for versions in stats.values()}


@pytest.mark.parametrize("slug", WRITTEN)
def test_each_feature_is_found_where_it_is_used_and_only_there(slug: str) -> None:
    uses = support().by_use

    def features(html: str) -> set[str]:
        return {feature.slug for use in uses_of(Page(html, {})) for feature in uses.get(use, ())}

    assert slug in features(WRITTEN[slug])
    assert slug not in features('<p style="color:red">gap flex 1vw :hover video.webp</p>')


@pytest.mark.parametrize("feature", raw()["data"], ids=lambda each: each["slug"])
def test_the_verdicts_are_those_of_the_data(feature: dict[str, Any]) -> None:
    data = support()
    verdicts = {
        verdict.family: verdict
        for verdict in data.verdicts(data.features[feature["slug"]], list(data.families))
    }
    for family in ("gmail", "apple-mail", "yahoo", "samsung-email", "thunderbird"):
        letters = newest(feature["stats"].get(family, {})) - {"u"}
        expected = next((letter for letter in "nay" if letter in letters), "u")
        assert verdicts[family].worst == expected
        assert verdicts[family].is_everywhere == (len(letters) == 1)
    word = list(feature["stats"]["outlook"]["windows"].values())[-1][0]
    assert verdicts["outlook-windows"].worst == word


def test_the_bundled_data_is_what_the_script_makes_of_the_package() -> None:
    made = caniemail.trimmed(
        {**raw(), "nicenames": {"family": _Names()}}, version=_bundled()["version"]
    )
    assert made["updated"] == _bundled()["updated"]
    for slug, feature in made["features"].items():
        kept = _bundled()["features"][slug]
        assert (kept["title"], kept["uses"]) == (feature["title"], feature["uses"])
        by_client = dict(zip(_bundled()["clients"], kept["support"], strict=True))
        for client, letter in zip(made["clients"], feature["support"], strict=True):
            assert by_client[client] == letter


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


@cache
def _bundled() -> dict[str, Any]:
    from migma_desktop.paths import resource

    found: dict[str, Any] = json.loads(resource("caniemail/support.json").read_text("utf-8"))
    return found


def test_a_feature_is_told_once_with_who_ignores_it_and_where_it_stands() -> None:
    html = '<p>Hi</p>\n<p style="border-radius:4px">A</p><p style="border-radius:4px">B</p>'
    (finding,) = found_in(html, "outlook-windows", "apple-mail")
    assert str(finding.text) == "“border-radius” is ignored by Outlook for Windows."
    assert "2×" in str(finding.advice)
    assert finding.level is Level.HINT
    assert finding.place is not None
    assert finding.place.line == 2


def test_only_the_mail_programs_that_matter_are_spoken_of() -> None:
    assert found_in('<p style="border-radius:4px">A</p>', "apple-mail") == []
    assert found_in('<p style="border-radius:4px">A</p>') == []
    assert found_in('<p style="border-radius:4px">A</p>', "no-such-program") == []


def test_a_rule_is_shown_in_its_style_sheet() -> None:
    html = "<style>\n\np { color: red }\n  a:hover { color: blue }</style><p>Hi</p>"
    places = [
        each.place for each in found_in(html, "outlook-windows") if ":hover" in str(each.text)
    ]
    assert places[0] is not None
    assert html[places[0].start : places[0].end].strip() == "a:hover"


def test_the_author_of_markdown_is_left_in_peace_since_nothing_can_be_changed() -> None:
    draft = replace(Draft(), markdown="# Hi\n\n[a](https://a.example){.button}")
    assert list(about_mail_programs(Checked(draft, render(draft)))) == []


def test_style_sheets_that_gmail_drops_are_warned_of() -> None:
    rules = "\n".join(f"@media print{{.c{n}{{color:red}}}}" for n in range(800))
    assert any(
        "KB large" in str(each.text) and each.level is Level.WARNING
        for each in found_in(f"<style>{rules}</style><p>Hi</p>")
    )
    few = "<style>@media print{.c{color:red}}</style><p>Hi</p>"
    assert not any("KB large" in str(each.text) for each in found_in(few))


def test_a_nested_at_rule_is_warned_of() -> None:
    nested = "<style>@media print{@font-face{font-family:x}}</style><p>Hi</p>"
    assert any("inside another" in str(each.text) for each in found_in(nested))
    beside = "<style>@media print{p{color:red}} @font-face{font-family:x}</style><p>Hi</p>"
    assert not any("inside another" in str(each.text) for each in found_in(beside))
