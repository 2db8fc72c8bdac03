"""What changed between two drafts, as people read it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.draft import ContentSource, Draft, Recipient, Sender
from migma_desktop.core.text_diff import DiffRow, Piece, changes, compare

DRAFT = Draft(
    recipient=Recipient(email="ada@example.com"),
    sender=Sender("shop@acme.example", "Acme"),
    subject="Your receipt",
    markdown="Hello\n\nThank you.",
    variables={"name": "Ada"},
)

_lines = st.lists(st.text("ab c.\t", max_size=6), max_size=12).map("\n".join)


def _rows(then: str, now: str) -> tuple[DiffRow, ...]:
    return compare(then, now)[0]


def test_the_same_draft_has_no_changes() -> None:
    assert changes(DRAFT, DRAFT) == []


def test_changed_words_are_marked_and_no_others() -> None:
    (row,) = _rows("It arrives on Thursday.", "It arrives on Friday.")
    assert row.then == (Piece("It arrives on "), Piece("Thursday", changed=True), Piece("."))
    assert row.now == (Piece("It arrives on "), Piece("Friday", changed=True), Piece("."))


def test_a_line_that_is_new_stands_alone() -> None:
    rows = _rows("One\nTwo", "One\nNew\nTwo")
    assert rows[1] == DiffRow(None, (Piece("New", changed=True),))
    assert [row.is_change for row in rows] == [False, True, False]


def test_lines_with_nothing_in_common_are_not_woven_together() -> None:
    rows = _rows("Old words stand here", "12345")
    assert [(row.then is None, row.now is None) for row in rows] == [(False, True), (True, False)]


def test_what_stays_the_same_far_from_a_change_is_left_out() -> None:
    lines = [f"line {number}" for number in range(100)]
    rows = _rows("\n".join(lines), "\n".join([*lines[:50], "inserted", *lines[50:]]))
    assert [row.left_out for row in rows if row.left_out] == [48, 48]
    assert len(rows) == 2 + 2 + 1 + 2


def test_more_than_a_person_reads_is_cut_and_said() -> None:
    rows, is_cut = compare("a\n" * 5000, "b\n" * 5000)
    assert is_cut
    assert len(rows) == 600


def test_what_is_written_now_stands_before_what_other_ways_of_writing_kept() -> None:
    now = replace(DRAFT, source=ContentSource.TEXT, text="Hello", html="<p>", mjml="<mjml>")
    labels = [str(change.label) for change in changes(DRAFT, now)]
    assert labels == ["Plain text", "HTML", "MJML"]


def test_each_part_that_changed_is_named() -> None:
    now = replace(
        DRAFT,
        recipient=Recipient(email="ben@example.com"),
        sender=Sender("shop@acme.example", "Acme", "help@acme.example"),
        subject="Your invoice",
        variables={"name": "Ben"},
        source=ContentSource.HTML,
        html="<p>Hello</p>",
    )
    assert [str(change.label) for change in changes(DRAFT, now)] == [
        "Subject",
        "To",
        "From",
        "HTML",
        "Variables",
    ]


@given(_lines, _lines)
def test_both_texts_can_be_read_from_the_rows(then: str, now: str) -> None:
    rows, is_cut = compare(then, now)
    assert not is_cut
    old, new = then.splitlines(), now.splitlines()
    read_old: list[str] = []
    read_new: list[str] = []
    for row in rows:
        if row.left_out:
            read_old += old[len(read_old) : len(read_old) + row.left_out]
            read_new += new[len(read_new) : len(read_new) + row.left_out]
            continue
        if row.then is not None:
            read_old.append("".join(piece.text for piece in row.then))
        if row.now is not None:
            read_new.append("".join(piece.text for piece in row.now))
    assert (read_old, read_new) == (old, new)
