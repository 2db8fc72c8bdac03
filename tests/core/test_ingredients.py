"""The list of what is inside is whole, and each licence can be read."""

from __future__ import annotations

from migma_desktop.core.ingredients import (
    Ingredient,
    Part,
    as_json,
    canonical,
    ingredients,
    read_back,
)


def test_every_library_of_the_program_is_listed_with_the_text_of_its_licence() -> None:
    found = {canonical(each.name): each for each in ingredients()}
    for name in ("httpx", "lxml", "pyside6-essentials", "qt", "python", "inter (font)"):
        assert found[name].text.strip(), name
    assert found["qt"].licence == "LGPL-3.0-only"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["qt"].text
    assert found["httpx"].version
    assert all(each.licence not in ("", "UNKNOWN") for each in found.values())


def test_what_was_compiled_into_a_library_is_listed_with_it() -> None:
    found = {canonical(each.name): each for each in ingredients()}
    parts = {part.name: part for part in found["css-inline"].parts}
    assert parts["cssparser"].licence == "MPL-2.0"
    assert parts["cssparser"].address.startswith("pkg:cargo/cssparser@")
    assert f"cssparser {parts['cssparser'].version}: MPL-2.0" in found["css-inline"].text
    assert {part.name for part in found["cryptography"].parts} >= {"openssl", "pyo3"}


def test_tools_for_tests_are_not_listed() -> None:
    assert not {"pytest", "mypy", "ruff"} & {canonical(each.name) for each in ingredients()}


def test_the_list_of_a_bundle_is_sorted_and_can_be_read_back() -> None:
    compiled = Part("c", "3", "MIT", "pkg:cargo/c@3")
    first, second = Ingredient("A", "1", "ISC", "…", (compiled,)), Ingredient("b", "2", "MIT", "…")
    assert read_back(as_json([second, first])) == [first, second]
