"""What is known of an email before it is looked at: its size, its text, its row, its hosts."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTPUTF8, default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.clipping import CLIPPED_BYTES, ClipLevel, explanation, gauge_text, measure
from migma_desktop.core.email_file import as_unsent_eml, for_browser
from migma_desktop.core.inbox_row import (
    PROGRAMS,
    Listing,
    clusters,
    cut,
    first_text,
    length_hint,
    listing,
    row,
)
from migma_desktop.core.looks import Look, hint_of, name_of, short_name_of
from migma_desktop.core.models import Draft, Recipient, RecipientType, Sender
from migma_desktop.core.plain_part import text_part
from migma_desktop.core.remote_content import remote_hosts
from migma_desktop.core.remote_permission import RemotePermission
from migma_desktop.core.rendering import plain_text, render

FAMILY = "👨‍👩‍👧"
PIXEL = (
    "<img src='https://click.example.com/wf/open?u=1' width='1' height='1' style='display:none'>"
)


def test_every_look_has_names_of_its_own() -> None:
    for names in (name_of, short_name_of):
        assert len({str(names(look)) for look in Look}) == len(Look)
    assert "approximation" in str(hint_of(Look.DARKENED)).lower()
    assert "none" in str(hint_of(Look.OWN_DARK, "<p>"))
    assert "Apple Mail" in str(hint_of(Look.OWN_DARK))
    assert "Apple Mail" in str(hint_of(Look.OWN_DARK, "@media (PREFERS-COLOR-SCHEME: dark)"))


# Gmail's clipping


@pytest.mark.parametrize(
    ("size", "level", "words"),
    [
        (0, ClipLevel.FINE, "0 of 102 KB"),
        (73_113, ClipLevel.FINE, "72 of 102 KB"),
        (73_114, ClipLevel.NEAR, "72 of 102 KB"),
        (CLIPPED_BYTES, ClipLevel.NEAR, "102 of 102 KB"),
        (CLIPPED_BYTES + 1, ClipLevel.CUT, "103 KB: cut"),
    ],
)
def test_the_gauge_is_quiet_below_seventy_percent_and_red_behind_the_end(
    size: int, level: ClipLevel, words: str
) -> None:
    gauge = measure("x" * size)
    assert (gauge.size, gauge.level, str(gauge_text(gauge))) == (size, level, words)
    assert "Gmail" in str(explanation(gauge))


@given(st.text())
def test_the_gauge_counts_the_bytes_that_leave(html: str) -> None:
    assert measure(html).size == len(html.encode(errors="replace"))


# The text part


def test_the_text_part_is_what_leaves_as_text() -> None:
    rendered = render(Draft(markdown="# Hello {{name}}\n\n| a | b |\n|--|--|\n| 1 | 2 |"))
    part = text_part(Draft(), rendered.html)
    assert part.text == plain_text(rendered.html)
    message = message_from_bytes(as_unsent_eml(Draft(), rendered), policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == part.text
    assert part.hints == ()


@pytest.mark.parametrize(
    ("html", "hint"),
    [
        ("<p>Read this long and friendly letter</p><a href=x><img src=y></a>", "A link has no"),
        ("<p>Words, words, words</p>" + "<a href=x> <b></b></a>" * 2, "2 links have no words"),
        ("<p></p>", "There is no text"),
        (f"<p>Hi</p>{'<img src=x>' * 60}", "hardly any text"),
        (f"<p>{'word ' * 5_000}</p>", "very long: 25000"),
    ],
)
def test_a_poor_text_part_is_told(html: str, hint: str) -> None:
    hints = [str(each) for each in text_part(Draft(), html).hints]
    assert len(hints) == 1
    assert hint in hints[0]


@pytest.mark.parametrize(
    "link",
    [
        "<a href=x>Go</a>",
        "<a href=x><img src=y alt='Our shop'></a>",
        "<a href=x title='Our shop'><img src=y></a>",
        "<a href=x><span>→</span></a>",
        "<a name=top></a>",
    ],
)
def test_links_that_say_something_are_not_complained_of(link: str) -> None:
    assert text_part(Draft(), f"<p>Read this long and friendly letter</p>{link}").hints == ()


# The row of an inbox


@given(st.text())
def test_cutting_loses_nothing_that_fits(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert cut(text, len(text)).text == text


@pytest.mark.parametrize("whole", [FAMILY, "🇦🇹", "👍🏽", "é", "☎️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
def test_what_reads_as_one_character_is_never_split(whole: str) -> None:
    assert list(clusters(f"a{whole}b")) == ["a", whole, "b"]
    assert cut(f"{whole}{whole}", 1).text == whole


def test_two_flags_are_two_characters() -> None:
    assert list(clusters("🇦🇹🇩🇪")) == ["🇦🇹", "🇩🇪"]


def test_each_program_cuts_where_it_has_no_more_room() -> None:
    listed = Listing("S" * 99, "U" * 99, "P" * 300)
    for program in PROGRAMS:
        for room in (program.desktop, program.phone):
            shown = row(listed, room)
            assert len(shown.sender.text) == room.sender
            assert len(shown.subject.text) == room.subject
            assert shown.sender.is_cut
            assert shown.preview.is_cut


def test_gmail_gives_the_preview_what_a_short_subject_leaves() -> None:
    gmail = PROGRAMS[0].desktop
    short = row(Listing("A", "Hi", "P" * 300), gmail)
    long = row(Listing("A", "U" * 300, "P" * 300), gmail)
    assert len(short.preview.text) == gmail.subject + gmail.preview - 2
    assert len(long.preview.text) == gmail.preview


def test_without_a_preheader_the_first_words_of_the_body_stand_there() -> None:
    html = (
        "<html><head><title>No</title><style>p{color:red}</style></head><body><!-- no -->"
        "<div style='display:none'>Hidden&nbsp;words&#847;&zwnj;</div><p>Then <b>these</b></p>"
    )
    listed = listing(sender="A", subject="B", preheader=" ", html=html)
    assert listed.preview == "Hidden words Then these"
    assert listed.is_body
    assert "first words" in str(length_hint(listed))
    written = listing(sender="A", subject="B", preheader="Come", html=html)
    assert (written.preview, length_hint(written)) == ("Come", None)
    assert "no word" in str(length_hint(listing(sender="", subject="", preheader="", html="<p>")))


def test_the_preheader_that_is_sent_is_what_the_body_begins_with() -> None:
    rendered = render(Draft(markdown="Hello", preheader="Come on Friday"))
    assert first_text(rendered.html).startswith("Come on Friday")


# What is loaded from the internet


def test_hosts_are_listed_with_everything_that_comes_from_them() -> None:
    html = (
        "<style>@import url(https://f.example/a.css); @font-face { src: url('https://f.example/b"
        ".woff2') } td { background: url(https://i.example/bg.png) }</style>"
        "<link rel=stylesheet href=https://f.example/c.css>"
        "<img src='https://i.example/a.png' srcset='https://j.example/1.png 1x, //j.example/2.png'>"
        "<td background='https://i.example/cell.gif'><v:fill src='https://i.example/v.png'>"
        "<img src='https://I.Example/a.png?&amp;x'><video poster=https://i.example/p.jpg>"
        "<a href='https://not.loaded.example/'>x</a><img src='data:image/gif;base64,x'>"
        "<img src='{{picture}}'><img src='cid:1'><img src='https://[broken'>"
    )
    hosts = {host.name: len(host.items) for host in remote_hosts(html)}
    assert hosts == {"f.example": 3, "i.example": 6, "j.example": 2}
    fonts = next(host for host in remote_hosts(html) if host.name == "f.example")
    assert not any(item.is_image for item in fonts.items)


def test_a_hidden_pixel_that_reports_openings_is_told_with_its_reasons() -> None:
    shop = "<img src='https://a.example/shop.png' width=600 height=200>"
    first, second = remote_hosts(shop + PIXEL)
    assert first.name == "click.example.com"
    (item,) = first.trackers
    assert [str(reason) for reason in item.reasons] == [
        "1 × 1 px: too small to be seen",
        "hidden from the reader",
        "its address is one that reports openings",
    ]
    assert second.trackers == ()


@pytest.mark.parametrize(
    ("image", "is_tracker"),
    [
        ("<img src='https://a.example/x.gif' style='width:1px;height:1px'>", True),
        ("<img src='https://a.example/x.gif' height=1 width=1px>", True),
        ("<img src='https://a.example/x.gif' style='opacity:0'>", True),
        ("<img src='https://x.list-manage.com/track/open.php?u=1'>", True),
        ("<img src='https://abc.r.us-east-1.awstrack.me/I0/0101'>", True),
        ("<img src='https://a.example/e/o/eJx?x'>", True),
        ("<img src='https://a.example/open-house.jpg'>", False),
        ("<img src='https://a.example/open/house.jpg' width=600 height=300>", False),
        ("<img src='https://a.example/line.png' width=600 height=1>", False),
        ("<img src='https://a.example/logo.png' width=120>", False),
        ("<img src='https://a.example/x.gif' style='opacity:0.5'>", False),
        ("<img src='https://a.example/x.gif' style='max-width:100%'>", False),
    ],
)
def test_only_what_looks_like_a_tracker_is_called_one(image: str, is_tracker: bool) -> None:
    (host,) = remote_hosts(image)
    assert bool(host.trackers) == is_tracker


def test_a_permission_is_for_the_hosts_that_it_names() -> None:
    some = RemotePermission(hosts=frozenset({"a.example"}))
    assert some.allows("A.example")
    assert not some.allows("b.a.example")
    assert some.allows_anything
    assert not RemotePermission().allows_anything
    assert RemotePermission(everything=True).allows("b.example")


# Files


def test_an_email_file_opens_as_a_draft_with_the_rendered_bytes() -> None:
    draft = Draft(
        recipient=Recipient(email="ada@example.com"),
        sender=Sender("hello@müller.example", "Käthe, “Co”", "help@example.com"),
        subject="Grüße {{name}} — heute\nBcc: x",
        markdown="Hello {{name}}, **ünïcode** 👋\n\n" + "long " * 300,
        variables={"name": "Ada <3"},
    )
    rendered = render(draft)
    data = as_unsent_eml(draft, rendered)
    message = message_from_bytes(data, policy=SMTPUTF8)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == " ".join(rendered.subject.split())
    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == "ada@example.com"
    assert message["Reply-To"].addresses[0].addr_spec == "help@example.com"
    assert message["From"].addresses[0].display_name == "Käthe, “Co”"
    assert message["From"].addresses[0].addr_spec == "hello@xn--mller-kva.example"
    assert data.isascii()
    assert message.get_content_type() == "multipart/alternative"
    html = message.get_body(("html",))
    assert html is not None
    assert html.get_payload(decode=True) == rendered.html.encode()
    assert max(map(len, data.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1


def test_a_mailing_has_no_recipient_in_its_file() -> None:
    draft = Draft(recipient=Recipient(type=RecipientType.SEGMENT, id="s1", email="x@example.com"))
    message = message_from_bytes(as_unsent_eml(draft, render(draft)), policy=default)
    assert message["To"] is None


@pytest.mark.parametrize(
    "html",
    [
        "<!DOCTYPE html><html><head><script>x</script></head><body>Hi",
        "<!DOCTYPE html><HTML lang=en><Head class='a'><title>x</title></head><body>Hi",
        "<p>Hi</p><script>x</script>",
        "<!DOCTYPE html><html><body><script>x</script>",
        "<!-- note --><html><body>Hi",
        "<body><p>&lt;head&gt;",
    ],
)
def test_no_script_runs_in_what_a_browser_is_given(html: str) -> None:
    page = for_browser(html)
    policy = page.index("Content-Security-Policy")
    assert "default-src 'none'" in page
    first = [page.find(mark) for mark in ("<script", "<body", "<p", "<title") if mark in page]
    assert policy < min(first)
    assert page.lower().startswith(("<!doctype", "<!--", "<meta"))
    meta = page[page.index("<meta http-equiv") : page.index(">", policy) + 1]
    assert page.replace(meta, "", 1) == html
