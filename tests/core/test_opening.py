"""Files of every kind, as new emails."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.mail_file import read_mail
from migma_desktop.core.models import ContentSource, Sender
from migma_desktop.core.opening import Opened, open_as_email


def opened(tmp_path: Path, name: str, content: bytes | str) -> Opened:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_as_email(file)


def said(found: Opened) -> str:
    return "\n".join(map(str, found.notes))


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("a.html", ContentSource.HTML),
        ("A.HTM", ContentSource.HTML),
        ("a.md", ContentSource.MARKDOWN),
        ("a.markdown", ContentSource.MARKDOWN),
        ("a.mjml", ContentSource.MJML),
        ("a.txt", ContentSource.TEXT),
    ],
)
def test_a_file_is_written_on_as_what_it_is(tmp_path: Path, name: str, way: ContentSource) -> None:
    found = opened(tmp_path, name, "Grüße\r\n{{name}}")
    assert (found.draft.source, found.draft.written) == (way, "Grüße\n{{name}}")
    assert found.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252", "shift_jis"])
def test_a_text_is_read_in_the_encoding_that_it_has(tmp_path: Path, encoding: str) -> None:
    words = (
        "こんにちは、お元気ですか。次の会議は金曜日です。"
        if encoding == "shift_jis"
        else "Schöne Grüße aus Köln"
    )
    found = opened(tmp_path, "a.txt", words.encode(encoding))
    assert found.draft.text == words


def test_mjml_in_an_html_file_is_taken_for_what_it_is(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.html", "\n<mjml><mj-body></mj-body></mjml>")
    assert found.draft.source is ContentSource.MJML


def test_what_others_could_not_see_is_said(tmp_path: Path) -> None:
    html = "<img src='images/a.png'><img src=file:///c:/b.png><img src='data:image/png;base64,x'>"
    found = opened(tmp_path, "a.html", f"{html}<script>1</script>\ufffd")
    for words in ("images/a.png, file:///c:/b.png", "into the text itself", "script", "broken"):
        assert words in said(found)
    assert "mj-include" in said(opened(tmp_path, "b.mjml", "<mjml><mj-include path='x'/></mjml>"))
    assert "empty" in said(opened(tmp_path, "c.md", ""))


# ---- Saved emails ----

NESTED = b"""\
Received: from somewhere
From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <joerg@example.com>
Reply-To: office@example.com
To: ada@example.com
Subject: =?utf-8?B?R3LDvMOfZSBhdXMgS8O2bG4=?= and
 more
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/related; boundary=related

--related
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

words
--inner
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<html><body><div style=3D"display:none;max-height:0">Read this &zwnj;&nbsp;</div>
<p>Gr=FC=DFe, {{name}}</p><img src=3D"cid:logo"></body></html>
--inner--
--related
Content-Type: image/png; name=logo.png
Content-ID: <logo>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--related--
--outer
Content-Type: application/pdf
Content-Disposition: attachment; filename*=utf-8''Pr%C3%BCfung.pdf
Content-Transfer-Encoding: base64

JVBERi0=
--outer--
"""


def test_a_saved_email_brings_its_html_subject_sender_and_preview_line(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.eml", NESTED)
    draft = found.draft
    assert draft.source is ContentSource.HTML
    assert "<p>Grüße, {{name}}</p>" in draft.html
    assert "Read this" not in draft.html
    assert draft.preheader == "Read this"
    assert draft.subject == "Grüße aus Köln and more"
    assert draft.sender == Sender("joerg@example.com", "Jörg Müller", "office@example.com")
    for words in ("Attachments were left out: Prüfung.pdf.", "empty (1)", "preview line"):
        assert words in said(found)
    assert not found.can_be_written_back


def test_a_saved_email_without_html_is_written_on_as_text(tmp_path: Path) -> None:
    mail = b"Subject: Hi\nContent-Type: text/plain; charset=shift_jis\n\n" + "日本".encode("cp932")
    found = opened(tmp_path, "a.eml", mail)
    assert (found.draft.source, found.draft.text) == (ContentSource.TEXT, "日本")
    assert "no HTML" in said(found)
    assert "no sender" in said(found)


@pytest.mark.parametrize(
    ("charset", "body", "words"),
    [
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "€ Grüße".encode("cp1252"), "€ Grüße"),
        ("utf-8", "Grüße aus Köln".encode("cp1252"), "Grüße aus Köln"),
        ("x-unknown", "Grüße".encode(), "Grüße"),
        ("iso-2022-jp", "日本語".encode("iso-2022-jp"), "日本語"),
    ],
)
def test_a_part_is_read_even_where_its_label_is_wrong(
    charset: str, body: bytes, words: str
) -> None:
    head = f"Subject: x\nContent-Type: text/html; charset={charset}\n\n<p>".encode()
    assert read_mail(head + body + b"</p>", name="a.eml").html.strip() == f"<p>{words}</p>"


def test_raw_letters_in_headers_are_read(tmp_path: Path) -> None:
    for encoding in ("utf-8", "cp1252"):
        mail = "Subject: Grüße\nFrom: Jörg <j@example.com>\n\nHi".encode(encoding)
        found = opened(tmp_path, "a.eml", mail)
        assert found.draft.subject == "Grüße"
        assert found.draft.sender.name == "Jörg"


def test_the_first_line_of_a_mailbox_does_no_harm() -> None:
    mail = b"\xef\xbb\xbf\nFrom someone Mon Jan 1\nSubject: Hi\nFrom: a@example.com\n\nWords"
    assert read_mail(mail, name="a.eml").subject == "Hi"


def test_an_email_in_an_email_is_no_attachment_of_its_text(tmp_path: Path) -> None:
    outer, inner = EmailMessage(), EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("<p>inner</p>", subtype="html")
    outer["Subject"] = "Outer"
    outer.set_content("words")
    outer.add_alternative("<p>outer</p>", subtype="html")
    outer.add_attachment(inner)
    found = opened(tmp_path, "a.eml", outer.as_bytes())
    assert found.draft.html.strip() == "<p>outer</p>"
    assert "Attachments" in said(found)


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"just some words", "is not an email that can be read"),
        (b"Subject: x\nContent-Type: application/pkcs7-mime\n\nMIAGCSq", "has no text"),
        (b"Subject: x\nContent-Type: text/html\n\n" + b"x" * 1_100_000, "is too large"),
    ],
)
def test_what_holds_no_email_is_refused_in_words(
    tmp_path: Path, content: bytes, title: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        opened(tmp_path, "a.eml", content)
    assert title in str(refused.value.title)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        mail = read_mail(
            b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n" + data, name="x"
        )
    except FileRefused:
        return
    assert mail.html or mail.text


_PIECES = '=?utf-8?B? ?= =? @ < > ( " , ; : \xe9 a charset= filename*= filename= filename*0*= [ ]'
_BROKEN = st.lists(st.sampled_from([*_PIECES.split(), " ", "utf-8''%ff", "\\"]), max_size=8).map(
    "".join
)


@given(_BROKEN, _BROKEN, _BROKEN)
def test_broken_headers_keep_nobody_from_the_text(sender: str, kind: str, place: str) -> None:
    head = f"From: {sender}\nSubject: {sender}\nContent-Type: text/html; {kind}\n"
    mail = f"{head}Content-Disposition: inline; {place}\n\n<p>x</p>".encode("latin-1")
    assert read_mail(mail, name="a.eml").html == "<p>x</p>"
