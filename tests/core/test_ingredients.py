"""The list of what is inside is whole, and each licence can be read."""

from __future__ import annotations

import json

from migma_desktop.core.ingredients import Ingredient, as_json, canonical, ingredients


def test_every_library_of_the_program_is_listed_with_the_text_of_its_licence() -> None:
    found = {canonical(each.name): each for each in ingredients()}
    for name in ("httpx", "lxml", "pyside6-essentials", "qt", "python", "inter (font)"):
        assert found[name].text.strip(), name
    assert found["qt"].licence == "LGPL-3.0-only"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["qt"].text
    assert found["httpx"].version
    assert all(each.licence not in ("", "UNKNOWN") for each in found.values())


def test_tools_for_tests_are_not_listed() -> None:
    assert not {"pytest", "mypy", "ruff"} & {canonical(each.name) for each in ingredients()}


def test_the_list_of_a_bundle_is_sorted_and_can_be_read_back() -> None:
    text = as_json([Ingredient("b", "2", "MIT", "…"), Ingredient("A", "1", "ISC", "…")])
    assert [Ingredient(**each).name for each in json.loads(text)] == ["A", "b"]
