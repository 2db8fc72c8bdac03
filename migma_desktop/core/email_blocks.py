"""The blocks of an email that a class makes of plain Markdown, as tables where Outlook needs them.

A class stands in braces behind a heading or a link, or on the last line of a paragraph or table:

- ``[Text](address){.button}`` alone in its paragraph: a button.
- ``{.panel}``, ``{.coupon}``, ``{.hero}`` at a paragraph or heading: a box around it. Neighbours of
  the same classes share one box.
- ``{.stats}`` under a table: its columns side by side, the first row in large type.
- ``{.columns}`` under a table: its columns side by side, and one below the other on a phone.

Outlook for Windows draws with Word, which knows padding and grounds of table cells alone (see the
support tables at caniemail.com).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown.treeprocessors import Treeprocessor

_BOXES = frozenset({"panel", "coupon", "hero"})
_SIDE_BY_SIDE = {"stats": "stat", "columns": "column"}  # the class of each of its cells
_CENTRED = frozenset({"coupon", "hero"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_CLASSES = re.compile(r"\{:?\s*(\.[\w-]+(?:\s+\.[\w-]+)*)\s*\}")


class EmailBlocks(Treeprocessor):
    """Turns elements with a class of ours into tables. Runs when the classes are in place."""

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        for paragraph in root.iter("p"):
            _drop_last_break(paragraph)
        for parent in list(root.iter()):
            _lay_tables_side_by_side(parent)
            _box_neighbours(parent)
        for parent in list(root.iter()):
            _make_button_rows(parent)


def _drop_last_break(paragraph: ET.Element) -> None:
    """Remove the line break that is left when the last line only named a class."""
    if len(paragraph) and paragraph[-1].tag == "br" and not paragraph[-1].tail:
        del paragraph[-1]


# Buttons


def _make_button_rows(parent: ET.Element) -> None:
    is_centred = not _CENTRED.isdisjoint(_classes(parent))
    for index, child in enumerate(parent):
        if child.tag == "p" and (button := _only_button(child)) is not None:
            in_the_middle = is_centred or "center" in _classes(child)
            parent[index] = _row_with(button, is_centred=in_the_middle)


def _only_button(paragraph: ET.Element) -> ET.Element | None:
    if len(paragraph) != 1 or (paragraph.text or "").strip():
        return None
    link = paragraph[0]
    is_button = link.tag == "a" and "button" in _classes(link)
    return link if is_button and not (link.tail or "").strip() else None


def _row_with(button: ET.Element, *, is_centred: bool) -> ET.Element:
    table = _layout_table("button-row")
    if is_centred:
        table.set("align", "center")
    colours = [name for name in _classes(button) if name != "button"]
    cell = ET.SubElement(_row(table), "td", {"class": " ".join(["button-cell", *colours])})
    button.tail = None
    cell.append(button)
    return table


# Boxes


def _box_neighbours(parent: ET.Element) -> None:
    before: tuple[ET.Element, list[str]] | None = None  # the cell of the box just before
    for child in list(parent):
        classes = _classes(child)
        is_boxed = (child.tag == "p" or child.tag in _HEADINGS) and not _BOXES.isdisjoint(classes)
        if not is_boxed:
            before = None
            continue
        child.attrib.pop("class")
        if before is not None and before[1] == classes:
            parent.remove(child)
            before[0].append(child)
            continue
        table = _layout_table("box")
        table.set("width", "100%")
        cell = ET.SubElement(_row(table), "td", {"class": " ".join(classes)})
        parent[list(parent).index(child)] = table
        cell.append(child)
        before = cell, classes


# Tables whose columns are more than columns of words


def _lay_tables_side_by_side(parent: ET.Element) -> None:
    for index, child in enumerate(parent):
        classes = _take_classes_of_table(child) if child.tag == "table" else []
        kind = next((name for name in classes if name in _SIDE_BY_SIDE), None)
        if kind is not None:
            parent[index] = _side_by_side(child, classes, kind)


def _take_classes_of_table(table: ET.Element) -> list[str]:
    """Return the classes that the table's last row names, and take that row away."""
    body = table.find("tbody")
    if body is None or not len(body):
        return []
    first, *others = body[-1]
    named = _CLASSES.fullmatch((first.text or "").strip())
    if named is None or len(first) or any(len(cell) or cell.text for cell in others):
        return []
    body.remove(body[-1])
    classes = named[1].replace(".", "").split()
    table.set("class", " ".join(classes))
    return classes


def _side_by_side(table: ET.Element, classes: list[str], kind: str) -> ET.Element:
    head, body = table.find("thead/tr"), table.find("tbody")
    rows = [row for row in (head, *(body if body is not None else ())) if row is not None]
    made = _layout_table(" ".join(classes))
    made.set("width", "100%")
    line = _row(made)
    columns = list(zip(*rows, strict=False))
    for number, column in enumerate(columns):
        name = _SIDE_BY_SIDE[kind] + (" last" if number == len(columns) - 1 else "")
        place = ET.SubElement(line, "td", {"class": name, "valign": "top"})
        place.set("width", f"{100 // len(columns)}%")
        for level, cell in enumerate(column):
            if len(cell) or (cell.text or "").strip():
                place.append(_paragraph(cell, kind, is_first=level == 0))
    return made


def _paragraph(cell: ET.Element, kind: str, *, is_first: bool) -> ET.Element:
    if kind == "stats":
        paragraph = ET.Element("p", {"class": "figure" if is_first else "caption"})
    else:
        paragraph = ET.Element("h2" if is_first else "p")
    paragraph.text = cell.text
    paragraph.extend(list(cell))
    return paragraph


# What all of them need


def _layout_table(classes: str) -> ET.Element:
    """Return a table that a screen reader doesn't announce as one."""
    table = ET.Element("table", {"class": classes, "role": "presentation"})
    for name in ("cellpadding", "cellspacing", "border"):
        table.set(name, "0")
    return table


def _row(table: ET.Element) -> ET.Element:
    return ET.SubElement(table, "tr")


def _classes(element: ET.Element) -> list[str]:
    return (element.get("class") or "").split()
