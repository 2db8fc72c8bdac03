"""From rows to people: which row names the columns, and which column fills what."""

from __future__ import annotations

import pytest

from migma_desktop.core.table_people import begin_import, columns_of_table, match
from migma_desktop.core.tables import parse_table

NAMES = ("first_name", "email", "company_name", "order_number")


@pytest.mark.parametrize(
    "headings",
    [
        "first_name,email,company_name,order_number",
        "First name,E-Mail,Company Name,Order number",
        "FIRST NAME,Email address,Company,ORDER-NUMBER",
        "firstName,e-mail,companyName,orderNumber",
        "Vorname,Mail,Firma,Order Nummber",
        "{{first_name}},{{ email }},{{company_name}},{{order_number}}",
        "Prénom,Courriel,Société,Ördèr Númber",
    ],
)
def test_headings_are_matched_generously(headings: str) -> None:
    begun = begin_import(parse_table(f"{headings}\nAda,ada@example.com,Acme,7\n"), NAMES)
    (person,) = begun.people([0])
    assert person == dict(zip(NAMES, ("Ada", "ada@example.com", "Acme", "7"), strict=True))


def test_a_column_fills_one_placeholder_and_the_better_match_wins() -> None:
    assert match(["name", "first_name"], ["First Name", "Name"]) == {"first_name": 0, "name": 1}
    assert match(["mail", "email"], ["E-Mail"]) == {"email": 0}


def test_other_columns_keep_their_names_and_empty_cells_are_no_values() -> None:
    begun = begin_import(parse_table("First name,City,(c)\nAda,,x\nBob,Köln,\n"), NAMES)
    assert begun.people([0, 1]) == (
        {"first_name": "Ada"},
        {"first_name": "Bob", "City": "Köln"},
    )


def test_a_heading_that_comes_twice_gets_a_number() -> None:
    table = parse_table("Note,note,Note\na,b,c\n")
    assert columns_of_table(table).names == ("Note", "note 2", "Note 3")


@pytest.mark.parametrize(
    "rows", ["Ada,ada@example.com\nBob,bob@example.com", "Ada,7\nBob,8", "Ada,2026-03-01\nB,c"]
)
def test_a_first_row_of_values_is_a_person(rows: str) -> None:
    begun = begin_import(parse_table(rows), NAMES)
    assert not begun.columns.from_first_row
    assert begun.columns.names == ("column 1", "column 2")
    assert len(begun.rows) == 2
    assert len(begun.with_first_row(has_names=True).rows) == 1


def test_its_user_decides_what_fills_what() -> None:
    begun = begin_import(parse_table("First name,Nick\nAda,Addie\n"), ("first_name", "nick"))
    changed = begun.with_fill("first_name", 1)
    assert changed.people([0]) == ({"First name": "Ada", "first_name": "Addie"},)
    assert begun.with_fill("first_name", None).people([0]) == (
        {"First name": "Ada", "nick": "Addie"},
    )
