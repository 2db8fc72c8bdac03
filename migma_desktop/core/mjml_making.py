"""Make MJML of what is written another way."""

from __future__ import annotations

import re
from html import escape

from migma_desktop.core import html_scan, text_email
from migma_desktop.core.errors import SourceRefused
from migma_desktop.core.mjml_email import to_html
from migma_desktop.core.texts import say

_HEAD = """\
<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.6" color="#2b2f38" />
      <mj-button background-color="#2f55d4" border-radius="8px" font-size="16px" />
    </mj-attributes>
  </mj-head>
  <mj-body>
    <mj-section>
      <mj-column>
"""
_FOOT = """\
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""
_BETWEEN_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")
_BLOCK = " " * 8


def of_text(text: str) -> str:
    """Return MJML with a block for each paragraph."""
    paragraphs = filter(str.strip, _BETWEEN_PARAGRAPHS.split(text))
    blocks = (_words(text_email.to_html(each)) for each in paragraphs)
    return f"{_HEAD}{''.join(blocks)}{_FOOT}"


def of_blocks(html: str) -> str:
    """Return MJML of what Markdown became: buttons, pictures and dividers become MJML's own."""
    from lxml.html import fragments_fromstring, tostring  # type: ignore[import-untyped]

    blocks: list[str] = []
    words: list[str] = []

    def finish() -> None:
        if words:
            blocks.append(_words("\n".join(words)))
            words.clear()

    for each in fragments_fromstring(html):
        if isinstance(each, str):
            if each.strip():
                words.append(escape(each.strip(), quote=False))
            continue
        tail, each.tail = (each.tail or "").strip(), None
        own = _own_block(each)
        if own:
            finish()
            blocks.append(own)
        else:
            words.append(str(tostring(each, method="xml", encoding="unicode")))
        if tail:
            words.append(escape(tail, quote=False))
    finish()
    return f"{_HEAD}{''.join(blocks)}{_FOOT}"


def of_document(html: str) -> str:
    """Return MJML that holds an HTML document as it is.

    Raises:
        SourceRefused: its tags aren't written the way MJML needs them.
    """
    from lxml.html import document_fromstring, tostring

    source = html if html_scan.is_document(html) else f"<body>{html}</body>"
    tree = document_fromstring(source)
    styles = "".join(
        f"    <mj-style>{style.text or ''}</mj-style>\n"
        for style in tree.iter("style")
        if "<" not in (style.text or "")
    )
    for style in list(tree.iter("style", "script", "title", "meta")):
        style.drop_tree()
    body = tree.find("body")
    parts = [escape(body.text or "", quote=False)] if body is not None else []
    parts += [
        str(tostring(each, method="xml", encoding="unicode"))
        for each in (body if body is not None else ())
    ]
    head = f"  <mj-head>\n{styles}  </mj-head>\n" if styles else ""
    made = (
        f"<mjml>\n{head}  <mj-body>\n    <mj-raw>\n{''.join(parts).strip()}\n    </mj-raw>\n"
        "  </mj-body>\n</mjml>\n"
    )
    _check(made)
    return made


def _check(made: str) -> None:
    try:
        to_html(made)
    except SourceRefused as refused:
        raise SourceRefused(
            say("This HTML can't be put into MJML."),
            say("MJML is stricter than HTML. Begin a new email in MJML, or stay with HTML."),
            place=(0, 0, 1),
            details=str(refused.title),
        ) from refused


def _words(html: str) -> str:
    return f"{_BLOCK}<mj-text>\n{html}\n{_BLOCK}</mj-text>\n"


def _own_block(each: object) -> str:
    from lxml.html import HtmlElement

    if not isinstance(each, HtmlElement):
        return ""
    if each.tag == "hr":
        return f'{_BLOCK}<mj-divider border-width="1px" border-color="#e4e7ee" />\n'
    if each.tag == "table" and "button-row" in (each.get("class") or ""):
        link = each.find(".//a")
        label = escape("".join(link.itertext()), quote=False)
        return f'{_BLOCK}<mj-button href="{_attribute(link.get("href"))}">{label}</mj-button>\n'
    images = each.findall("img") if each.tag == "p" else []
    if len(images) == 1 and len(each) == 1 and not "".join(each.itertext()).strip():
        source, shown = (_attribute(images[0].get(name)) for name in ("src", "alt"))
        return f'{_BLOCK}<mj-image src="{source}" alt="{shown}" />\n'
    return ""


def _attribute(value: str | None) -> str:
    return escape(value or "", quote=True)
