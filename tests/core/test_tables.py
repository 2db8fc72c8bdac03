"""Tables as people have them: any program's CSV, a workbook, what a spreadsheet copied."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.tables import MOST_ROWS, parse_table, read_table, shown
from migma_desktop.core.textfiles import decode_text
from tests.tables import write_ods, write_xlsx

CELL = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff")
    | st.sampled_from(list("\n,;\t|\"'")),
    max_size=12,
).map(str.strip)


def _written(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELL.filter(bool), min_size=width, max_size=width), min_size=1, max_size=6
        )
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_program_wrote_is_what_is_read(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    file = decode_text(_written(rows, delimiter).encode(encoding), name="people.csv")
    table = parse_table(file.text, delimiter=delimiter)
    assert [list(row) for row in table.rows] == rows


@given(st.text(st.sampled_from(list("ab,;\t|\n\"'= \0")) | st.characters(), max_size=80))
def test_any_text_is_some_table(text: str) -> None:
    table = parse_table(text)
    assert len({len(row) for row in table.rows}) <= 1
    assert all(any(column) for column in zip(*table.rows, strict=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_what_fits(delimiter: str) -> None:
    rows = [["name", "price", "note"], ["Ada", "1,50", "a; b | c"], ["Bob", "2,75", 'say "hi"']]
    table = parse_table(_written(rows, delimiter))
    assert table.delimiter == delimiter
    assert [list(row) for row in table.rows] == rows


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_excels_own_line_names_the_delimiter_and_is_no_row(first: str) -> None:
    table = parse_table(f"{first}a;b\n1,2;3,4\n")
    assert table.rows == (("a", "b"), ("1,2", "3,4"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_any_encoding_keeps_its_accents(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "Kunden.csv"
    text = "Vorname;Straße\r\n" + "Jörg;Große Gasse\r\nZoë;Schöne Aussicht 1\r\n" * 5
    path.write_bytes(text.encode(encoding))
    table = read_table(path)
    assert table.rows[:3] == (
        ("Vorname", "Straße"),
        ("Jörg", "Große Gasse"),
        ("Zoë", "Schöne Aussicht 1"),
    )


def test_a_quoted_cell_may_have_lines_and_an_open_quote_swallows_nothing() -> None:
    quoted = parse_table('a,b\n"one\ntwo, three",4\n5,6')
    assert quoted.rows == (("a", "b"), ("one\ntwo, three", "4"), ("5", "6"))
    unclosed = parse_table('a,b\n"5 inch,4\n5,6')
    assert unclosed.rows == (("a", "b"), ('"5 inch', "4"), ("5", "6"))


def test_empty_rows_and_columns_are_left_out_and_short_rows_filled_up() -> None:
    table = parse_table("a,,c,d\n\n,,,\n1,,3\n4, ,5,6,7\n")
    assert table.rows == (("a", "c", "d", ""), ("1", "3", "", ""), ("4", "5", "6", "7"))


def test_of_a_million_rows_the_first_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    line = "Ada,ada@example.com,a rather usual row of a table\n"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(10):
            file.write(line * 100_000)
    table = read_table(path)
    assert table.is_cut
    assert len(table.rows) == MOST_ROWS
    assert len(set(table.rows)) == 1


def test_a_workbook_shows_what_people_see(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "people.xlsx",
        {
            "Empty": [],
            "People": [
                ["First name", "Orders", "Price", "Since", "VIP"],
                ["Zoë", 1, 19.9, date(2026, 3, 1), True],
                ["Bob", 12.0, 0.30000000000000004, None, False],
            ],
            "Others": [["Name"], ["Ann"]],
        },
    )
    table = read_table(path)
    assert (table.sheets, table.sheet) == (("Empty", "People", "Others"), "People")
    assert table.rows == (
        ("First name", "Orders", "Price", "Since", "VIP"),
        ("Zoë", "1", "19.9", "2026-03-01", "TRUE"),
        ("Bob", "12", "0.3", "", "FALSE"),
    )
    assert read_table(path, sheet="Others").rows == (("Name",), ("Ann",))


def test_a_workbook_of_libreoffice_is_read_too(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "people.ods", "Gäste", [["Name", "Seats"], ["Jörg", 2.0]])
    table = read_table(path)
    assert table.sheets == ("Gäste",)
    assert table.rows == (("Name", "Seats"), ("Jörg", "2"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "1"),
        (-0.5, "-0.5"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
        (None, ""),
        (datetime(2026, 3, 1, 14, 30), "2026-03-01 14:30"),
        (time(9, 5), "09:05"),
        (timedelta(hours=26, minutes=3), "26:03"),
        ("#N/A", "#N/A"),
    ],
)
def test_a_cell_is_written_as_it_is_seen(value: object, words: str) -> None:
    assert shown(value) == words


def test_what_is_no_table_is_refused_with_a_way_out(tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    zipped = tmp_path / "letter.docx"
    zipped.write_bytes(b"PK\x03\x04" + bytes(50))
    for path in (picture, zipped):
        with pytest.raises(FileRefused, match="isn’t a table") as refusal:
            read_table(path)
        assert "CSV" in str(refusal.value.advice)
    with pytest.raises(FileRefused, match="can’t be opened"):
        read_table(tmp_path / "gone.csv")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
        parts.infolist()[0].file_size = 3_000_000_000  # what its table of contents says
    with pytest.raises(FileRefused, match="too large"):
        read_table(path)


def test_a_wrong_guess_can_be_put_right(tmp_path: Path) -> None:
    path = tmp_path / "goście.csv"
    path.write_bytes("imię;miasto\nŁucja;Łódź\n".encode("cp1250"))
    guessed = read_table(path)
    assert guessed.is_guess
    assert read_table(path, encoding="cp1250").rows[1] == ("Łucja", "Łódź")
    path.write_text("imię;miasto\nŁucja;Łódź\n", encoding="utf-8")
    assert read_table(path, encoding="cp1250").rows[1] == ("Łucja", "Łódź")
