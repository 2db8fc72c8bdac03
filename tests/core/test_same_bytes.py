"""What was previewed is what arrives: the practice server's filling against the renderer's."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.composing import compose, compose_test
from migma_desktop.core.models import ContentSource, Draft, JsonValue, Recipient, Sender
from migma_desktop.core.rendering import Renderer, render
from migma_desktop.core.templates import load_templates
from migma_desktop.core.ways import convert
from migma_desktop.sandbox.filling import fill_header, fill_html

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["R&B", "{{b}}", "a\nb", "<b>", "https://a.example/?x=1&y=2", "O'Neill"]),
    st.lists(st.text("ab"), max_size=2),
)
NAMES = ["a", "b", "c.d", "first name", "é"]


def assert_delivered_as_shown(draft: Draft) -> None:
    rendered = render(draft)
    assert fill_html(rendered.template, [rendered.variables]) == rendered.html
    assert fill_header(rendered.subject_template, [rendered.variables]) == rendered.subject


@given(
    st.dictionaries(st.sampled_from(NAMES), VALUES),
    st.lists(
        st.sampled_from(
            [f"{{{{{name}}}}}" for name in NAMES]
            + ["{{ a }}", "{{a|there}}", "{{z|R&amp;B}}", "{{b|}}", " <i>x</i> ", "{{#x}}"]
        )
    ),
    st.sampled_from([way for way in ContentSource if way.is_written_here]),
)
def test_what_is_shown_is_what_is_delivered(
    values: dict[str, JsonValue], pieces: list[str], kind: ContentSource
) -> None:
    text = "".join(pieces)
    # In a subject nothing can be escaped: a value that looks like a placeholder stays out of it.
    subject = "" if any("{{" in str(value) for value in values.values()) else text
    assert_delivered_as_shown(
        Draft(
            subject=subject,
            preheader=text,
            source=kind,
            html=f'<a href="{{{{a}}}}">{text}</a>',
            markdown=f"[x]({{{{a}}}})\n\n{text}",
            mjml=f'<mjml><mj-body><mj-raw><a href="{{{{a}}}}">{text}</a></mj-raw></mj-body></mjml>',
            text=f"x {{{{a}}}}\n\n{text}",
            variables=values,
        )
    )


def test_each_template_is_delivered_as_shown() -> None:
    for template in load_templates():
        assert_delivered_as_shown(template.draft())


def test_each_template_is_delivered_as_shown_in_each_way_of_writing() -> None:
    for template in load_templates():
        draft = template.draft()
        for way in (ContentSource.HTML, ContentSource.MJML, ContentSource.TEXT):
            taken = replace(draft, source=way).with_written(convert(draft, way).text)
            assert_delivered_as_shown(taken)
            assert not render(taken).missing


def test_preview_test_and_send_of_each_template_carry_the_same_bytes() -> None:
    for template in load_templates():
        draft = replace(
            template.draft(),
            recipient=Recipient(email="ada@example.com"),
            sender=Sender(address="hello@example.com", name="Fern"),
            project_id="p",
        )
        rendered = render(draft)
        live = Renderer()
        live(replace(draft, markdown=draft.markdown[:-1]))
        send = compose(draft, rendered, accept_missing=False)
        test = compose_test(draft, rendered, "me@example.com")
        assert live(draft).html == rendered.html
        for request in (send, test):
            assert fill_html(request.template, [request.variables]) == rendered.html
            assert fill_header(request.subject, [request.variables]) == rendered.subject
