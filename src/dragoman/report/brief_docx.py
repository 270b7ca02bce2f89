"""A brief as a Word document with footnotes of its own, which python-docx cannot make by itself.

The part ``word/footnotes.xml`` is as ECMA-376 part 1, 17.11 has it: two separators, then one footnote for each note. A
note that is cited again is a cross-reference (NOTEREF) to the bookmark around its first mark, as Word itself does it.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from dragoman.report.brief import CHARTS, Brief, Footnote, Section
from dragoman.report.brief_text import EXPLAIN, about_note, more_line, pictures

NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
MADE = datetime(2000, 1, 1)
"""Time in the file: always the same, so that the same brief gives the same bytes."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
CHART_WIDTH_CM = 16


def docx(brief: Brief) -> bytes:
    """The whole brief."""
    from docx import Document

    document = Document()
    _properties(document, brief)
    _styles(document)
    _add_notes_part(document, brief)
    document.add_heading(xml_text(brief.title), level=0)
    document.add_paragraph(xml_text(f"{brief.asked}."), style="Subtitle")
    images = pictures(brief)
    seen: set[int] = set()
    for section in brief.sections:
        _section(document, section, brief, images, seen)
    document.add_heading("How this was made", level=1)
    table = document.add_table(rows=0, cols=2, style="Light List")
    for key, value in brief.method:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = xml_text(key), xml_text(value)
    packed = io.BytesIO()
    document.save(packed)
    return _same_bytes(packed.getvalue())


def xml_text(text: str) -> str:
    """Text without characters that XML can't hold."""
    return "".join(
        c for c in text if c in "\t\n" or (ord(c) >= 0x20 and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def _properties(document: Any, brief: Brief) -> None:
    core = document.core_properties
    core.title, core.author, core.comments = xml_text(brief.title)[:250], "Dragoman", ""
    core.created = core.modified = MADE
    core.last_modified_by = "Dragoman"


def _styles(document: Any) -> None:
    """Styles of notes and their marks, which the template of python-docx does not have."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    text = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = styles["Normal"], Pt(9)
    text.paragraph_format.space_after = Pt(2)
    mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def _section(document: Any, section: Section, brief: Brief, images: Any, seen: set[int]) -> None:
    from docx.shared import Cm

    document.add_heading(xml_text(section.heading), level=1)
    if section.about:
        document.add_paragraph().add_run(xml_text(section.about)).italic = True
    if not section.sentences:
        document.add_paragraph(xml_text(section.empty))
    for at, sentence in enumerate(section.sentences):
        paragraph = document.add_paragraph(xml_text(sentence.text), style="List Bullet")
        for place, number in enumerate(sentence.notes):
            if place:
                _run(paragraph, ", ")
            if number in seen:
                _again(paragraph, number)
            else:
                seen.add(number)
                _first(paragraph, number)
        if section.key == CHARTS and at < len(images):
            shape = document.add_picture(io.BytesIO(images[at]), width=Cm(CHART_WIDTH_CM))
            shape._inline.docPr.set("descr", xml_text(brief.charts[at].label))
    if section.more:
        document.add_paragraph(xml_text(more_line(section)))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _run(paragraph: Any, text: str = "") -> Any:
    return paragraph.add_run(text, style="Footnote Reference")


def _first(paragraph: Any, number: int) -> None:
    """The mark that brings the note, inside a bookmark."""
    name = {"id": str(number), "name": f"_note{number}"}
    paragraph._p.append(_element("bookmarkStart", **name))
    _run(paragraph)._r.append(_element("footnoteReference", id=str(number)))
    paragraph._p.append(_element("bookmarkEnd", id=str(number)))


def _again(paragraph: Any, number: int) -> None:
    """A cross-reference to the mark of a note."""
    for kind in ("begin", "code", "separate", "text", "end"):
        if kind == "text":
            _run(paragraph, str(number))
        elif kind == "code":
            code = _element("instrText")
            code.text = f" NOTEREF _note{number} \\f \\h "
            code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            _run(paragraph)._r.append(code)
        else:
            _run(paragraph)._r.append(_element("fldChar", fldCharType=kind))


def _add_notes_part(document: Any, brief: Brief) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import qn

    part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, _notes_xml(brief), document.part.package)
    document.part.relate_to(part, NOTES_RELATION)
    settings = document.settings.element
    properties = _element("footnotePr")
    for number in ("-1", "0"):
        properties.append(_element("footnote", id=number))
    # The schema has an order: footnotePr stands before endnotePr, compat and what follows.
    after = next((each for each in settings if each.tag in {qn("w:endnotePr"), qn("w:compat"), qn("w:rsids")}), None)
    if after is None:
        settings.append(properties)
    else:
        after.addprevious(properties)


def _notes_xml(brief: Brief) -> bytes:
    from docx.opc.oxml import serialize_part_xml

    root = _element("footnotes")
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = _sub(root, "footnote", type=kind, id=str(number))
        _sub(_sub(_sub(note, "p"), "r"), kind)
    for each in brief.footnotes:
        _note(root, each)
    return bytes(serialize_part_xml(root))


def _sub(parent: Any, tag: str, **attributes: str) -> Any:
    made = _element(tag, **attributes)
    parent.append(made)
    return made


def _note(root: Any, each: Footnote) -> None:
    paragraph = _sub(_sub(root, "footnote", id=str(each.number)), "p")
    _sub(_sub(paragraph, "pPr"), "pStyle", val="FootnoteText")
    mark = _sub(paragraph, "r")
    _sub(_sub(mark, "rPr"), "rStyle", val="FootnoteReference")
    _sub(mark, "footnoteRef")
    says = "".join(f" {line}." for line in each.says)
    reference = f" [{EXPLAIN} {each.fact}]" if each.fact else ""
    _words(paragraph, f" {about_note(each)}: ", bold=True)
    _words(paragraph, f"“{each.sentence}”{says}{reference}" + (f" {each.url}" if _is_web(each.url) else ""))


def _is_web(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("http://", "https://"))


def _words(paragraph: Any, text: str, *, bold: bool = False) -> None:
    run = _sub(paragraph, "r")
    if bold:
        _sub(_sub(run, "rPr"), "b")
    words = _sub(run, "t")
    words.text = xml_text(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _same_bytes(packed: bytes) -> bytes:
    """The same archive with one time for all its files."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            info = zipfile.ZipInfo(item.filename, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(item.filename))
    return made.getvalue()
