"""Uses each library of the bundle that the tour has no need of, through the program's own parts.

``migma-desktop --self-check`` runs it in the bundle: PyInstaller can miss what a library loads by
name, or reads as data. A step that fails ends it with the error of the library itself.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

_MAIL = b"From: Ada <ada@example.com>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHello\r\n"
_RUSSIAN = "Здравствуйте, мы рады видеть вас среди наших читателей. Спасибо, что вы с нами!\n"
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_LINKS = f"{_OFFICE}/officeDocument/2006/relationships"
_PACKAGED = f"{_OFFICE}/package/2006/relationships"
_WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGED}">'
    f'<Relationship Id="a" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
    '<sheets><sheet name="People" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGED}">'
    f'<Relationship Id="a" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>first_name</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Ada</t></is></c></row>'
    "</sheetData></worksheet>",
}


def main() -> int:
    """Take every step, and print which went well as one line of JSON."""
    with tempfile.TemporaryDirectory(prefix="migma-self-check-") as folder:
        well = {name: step(Path(folder)) for name, step in STEPS.items()}
    sys.stdout.write(json.dumps(well) + "\n")
    return 0 if all(well.values()) else 1


def _mjml(_folder: Path) -> bool:
    from migma_desktop.core import mjml_email, mjml_making

    return "<table" in mjml_email.to_html(mjml_making.of_text("Hello"))


def _markdown(_folder: Path) -> bool:
    from migma_desktop.core.html_to_markdown import to_markdown

    return to_markdown("<p>Hello <b>Ada</b></p>").markdown == "Hello **Ada**"


def _inlining(_folder: Path) -> bool:
    from migma_desktop.core.inlining import inline

    made = inline("<html><head><style>p{color:red}</style></head><body><p>A</p></body></html>")
    return "<p style=" in made.html


def _selectors(_folder: Path) -> bool:
    from selectolax.lexbor import LexborHTMLParser

    return len(LexborHTMLParser("<p class=a>A</p><p>B</p>").css("p.a")) == 1


def _spelling(folder: Path) -> bool:
    from migma_desktop.storage.dictionaries import DictionaryFolders
    from migma_desktop.storage.speller import Speller

    speller = Speller(dictionaries=DictionaryFolders(own=folder / "dictionaries"))
    try:
        wrong = speller.find_wrong(["Welcome", "Welcom"], ["en_US"])
        return wrong == {"Welcom"} and "Welcome" in speller.suggest("Welcom", ["en_US"])
    finally:
        speller.close()


def _workbook(folder: Path) -> bool:
    from migma_desktop.core.tables import read_table

    file = folder / "people.xlsx"
    with zipfile.ZipFile(file, "w") as parts:
        for name, text in _WORKBOOK.items():
            parts.writestr(name, text)
    return read_table(file).rows == (("first_name",), ("Ada",))


def _mail(folder: Path) -> bool:
    from migma_desktop.core.opening import open_as_email

    file = folder / "saved.eml"
    file.write_bytes(_MAIL)
    draft = open_as_email(file).draft
    return (draft.subject, draft.sender.address) == ("Grüße", "ada@example.com")


def _encoding(folder: Path) -> bool:
    from migma_desktop.core.opening import open_as_email

    file = folder / "russian.txt"
    file.write_bytes(_RUSSIAN.encode("cp1251"))
    return open_as_email(file).draft.text == _RUSSIAN


def _dns(_folder: Path) -> bool:
    from dns import flags, message, rrset

    from migma_desktop.core.domains.published import Question
    from migma_desktop.dns import survey
    from migma_desktop.dns.asking import read_reply

    survey.system_resolvers()
    for kind, record in (("MX", "10 mail.example.com."), ("TXT", '"v=spf1 -all"')):
        reply = message.make_response(message.make_query("example.com.", kind))
        reply.flags |= flags.AA
        reply.answer.append(rrset.from_text("example.com.", 300, "IN", kind, record))
        read = message.from_wire(reply.to_wire())
        found = read_reply(read, Question("example.com.", kind), recursive=False)
        if found.values != (record.strip('".'),):
            return False
    return True


def _keyring(_folder: Path) -> bool:
    """Whether the keyring of this system would be talked to, were there one."""
    if sys.platform != "linux":
        from keyring.core import get_keyring

        return get_keyring().priority >= 1
    import secretstorage.util
    from keyring.backends import SecretService

    return bool(secretstorage.util) and SecretService.Keyring is not None


STEPS: Mapping[str, Callable[[Path], bool]] = {
    "mjml": _mjml,
    "markdown": _markdown,
    "inlining": _inlining,
    "selectors": _selectors,
    "spelling": _spelling,
    "workbook": _workbook,
    "mail": _mail,
    "encoding": _encoding,
    "dns": _dns,
    "keyring": _keyring,
}
