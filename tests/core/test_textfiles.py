"""Text files come in as their author meant them, and go out whole."""

from __future__ import annotations

import codecs
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.line_endings import LineEnding
from migma_desktop.core.textfiles import (
    MAX_BYTES,
    TextFile,
    decode_text,
    encoding_label,
    read_text_file,
    write_text_file,
)

GERMAN = "<p>Schöne Grüße aus Köln – nur 5 €</p>"


def decoded(data: bytes) -> TextFile:
    return decode_text(data, name="email.html")


def test_utf8_without_any_label_is_read_as_utf8() -> None:
    file = decoded("Grüße 😀 {{name}}".encode())
    assert file == TextFile("Grüße 😀 {{name}}", "utf-8", LineEnding.LF)


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_wins_over_what_the_file_says(bom: bytes, encoding: str) -> None:
    text = '<meta charset="windows-1251"><p>Grüße 😀</p>'
    assert decoded(bom + text.encode(encoding)) == TextFile(
        text, encoding, LineEnding.LF, had_bom=True
    )


def test_utf16_without_a_mark_is_recognised_by_its_zeros() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        file = decoded("<p>Hello, your order is on its way</p>".encode(encoding))
        assert (file.encoding, file.text) == (encoding, "<p>Hello, your order is on its way</p>")


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("windows-1251", "cp1251", "Спасибо"),
        ("Shift_JIS", "cp932", "ありがとう"),
        ("gb2312", "gb18030", "谢谢"),
        ("iso-8859-2", "iso8859-2", "Děkuji"),
        ("iso-8859-1", "cp1252", "5 € “so”"),  # as browsers read it
        ("ISO-2022-JP", "iso2022_jp", "ありがとう"),
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        '<html><head><meta charset="{label}"></head><body>{text}</body></html>',
        "<meta http-equiv=Content-Type content='text/html; charset={label}'><p>{text}</p>",
        '<?xml version="1.0" encoding="{label}"?><p>{text}</p>',
    ],
)
def test_the_encoding_that_a_file_states_is_used(
    frame: str, label: str, encoding: str, text: str
) -> None:
    document = frame.format(label=label, text=text)
    file = decoded(document.encode(encoding))
    assert (file.text, file.encoding, file.is_guess) == (document, encoding, False)


@pytest.mark.parametrize("label", ["utf-16", "hex", "no-such-thing", "utf-7", "iso-8859-5"])
def test_a_label_that_cannot_be_true_is_not_believed(label: str) -> None:
    document = f'<meta charset="{label}">{GERMAN}'
    assert decoded(document.encode()).text == document


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", GERMAN),
        ("cp1252", "Café à la crème, naïve “quotes” – 5 €"),
        ("cp1251", "Спасибо за ваш заказ! Мы отправим его завтра утром."),
        ("koi8-r", "Спасибо за ваш заказ! Мы отправим его завтра утром."),
        ("cp1253", "Ευχαριστούμε για την παραγγελία σας."),
        ("cp932", "ご注文ありがとうございます。明日の朝に発送いたします。"),
        ("gb18030", "感谢您的订购。我们将在明天早上发货。"),
        ("big5", "感謝您的訂購。我們將在明天早上發貨。"),
        ("cp949", "주문해 주셔서 감사합니다. 내일 아침에 발송하겠습니다."),
    ],
)
def test_an_unlabelled_file_is_guessed_and_says_so(encoding: str, text: str) -> None:
    file = decoded(text.encode(encoding))
    assert (file.text, file.is_guess) == (text, True)


def test_the_user_may_name_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    path.write_bytes("Děkuji".encode("iso8859-2"))
    assert read_text_file(path, encoding="iso8859-2").text == "Děkuji"
    with pytest.raises(FileRefused, match="can’t be read as text"):
        read_text_file(path, encoding="utf-8")


@pytest.mark.parametrize(
    ("raw", "ending"),
    [
        (b"one\ntwo\n", LineEnding.LF),
        (b"one\r\ntwo\r\n", LineEnding.CRLF),
        (b"one\rtwo\r", LineEnding.CR),
        (b"one\r\ntwo\nthree\r\n", LineEnding.CRLF),
        (b"one line", LineEnding.LF),
        (b"", LineEnding.LF),
    ],
)
def test_line_endings_are_remembered_and_unified(raw: bytes, ending: LineEnding) -> None:
    file = decoded(raw)
    assert file.line_ending is ending
    assert file.text == raw.decode().replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n...",
        b"PK\x03\x04\x14\x00word/document.xml",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)) * 4,
        b"text\x00with a zero",
    ],
)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        decoded(data)
    assert str(refused.value.title) == "“email.html” isn’t a text file"
    assert "HTML or Markdown" in str(refused.value.advice)


def test_a_damaged_utf16_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(FileRefused) as refused:
        decoded(codecs.BOM_UTF16_LE + b"\x00\xd8a")
    assert "UTF-8" in str(refused.value.advice)


def test_a_file_beyond_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "huge.html"
    with path.open("wb") as file:
        file.truncate(4 * MAX_BYTES)
    with pytest.raises(FileRefused, match="too large") as refused:
        read_text_file(path)
    assert "It has 4.0 MB; an email's text can have 1 MB here" in str(refused.value.advice)


def test_a_file_up_to_the_limit_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_text_file(path).text) == MAX_BYTES
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(FileRefused, match="too large"):
        read_text_file(path)


def test_the_largest_file_still_fits_into_the_preview() -> None:
    """QWebEngineView.setHtml shows nothing above 2 MB, and nothing tells."""
    assert MAX_BYTES <= 2_000_000


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as missing:
        read_text_file(tmp_path / "gone.html")
    assert "no longer there" in str(missing.value.advice)
    if sys.platform != "win32":  # Windows reports a folder as a missing permission
        with pytest.raises(FileRefused) as folder:
            read_text_file(tmp_path)
        assert "folder" in str(folder.value.advice)


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    text = "Grüße\u00a0😀\n\n<p>\u200d</p>\n"
    write_text_file(path, text, encoding="utf-16-le", line_ending=LineEnding.CRLF, with_bom=True)
    assert read_text_file(path) == TextFile(text, "utf-16-le", LineEnding.CRLF, had_bom=True)
    assert b"\r\0\n\0" in path.read_bytes()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_text_written_as_utf8_with_a_mark_comes_back(text: str) -> None:
    assert decoded(codecs.BOM_UTF8 + text.encode()).text == text


def test_writing_leaves_no_other_file_behind(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    write_text_file(path, "one")
    write_text_file(path, "two")
    assert [entry.name for entry in tmp_path.iterdir()] == ["mail.html"]
    assert path.read_text(encoding="utf-8") == "two"


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are Unix's")
def test_writing_keeps_the_permissions(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_text_file(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    real = tmp_path / "real.html"
    real.write_text("old", encoding="utf-8")
    link = tmp_path / "link.html"
    link.symlink_to(real)
    write_text_file(link, "new")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


def test_text_that_an_encoding_lacks_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    path.write_bytes(b"old")
    with pytest.raises(FileRefused) as refused:
        write_text_file(path, "Hi 😀", encoding="cp1252")
    assert "UTF-8" in str(refused.value.advice)
    assert path.read_bytes() == b"old"


def test_a_folder_that_went_away_is_told_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        write_text_file(tmp_path / "gone" / "mail.html", "text")
    assert "save it elsewhere" in str(refused.value.advice)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_belongs_to_a_folder_leaves_the_folder_and_no_temporary(tmp_path: Path) -> None:
    folder = tmp_path / "mail.html"
    folder.mkdir()
    (folder / "inside").touch()
    with pytest.raises(FileRefused):
        write_text_file(folder, "text")
    assert [entry.name for entry in tmp_path.iterdir()] == ["mail.html"]


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-16-le", "UTF-16-LE"),
        ("cp1252", "Windows-1252"),
        ("iso8859-2", "ISO-8859-2"),
        ("cp932", "Shift_JIS"),
        ("koi8_r", "KOI8-R"),
        ("gb18030", "GB18030"),
        ("no-such-thing", "no-such-thing"),
    ],
)
def test_an_encoding_is_shown_under_the_name_that_people_know(encoding: str, label: str) -> None:
    assert encoding_label(encoding) == label
