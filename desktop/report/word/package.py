"""A Word file of nothing but its own: python-docx's template without the template's styles, theme and properties."""

import zipfile
from collections.abc import Collection
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships

from desktop.report.word.elements import clean, fill
from desktop.report.word.page import set_page, settings
from desktop.report.word.styles import font_table, style_sheet
from desktop.store.report_format import ReportFormat

_KEPT = (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS)
_KEPT_OF_PACKAGE = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
_LONGEST_PROPERTY = 255
_LANGUAGE = "zh-CN"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every member of the archive, so that equal reports are equal files."""


def empty_document(form: ReportFormat) -> Document:
    """A document in a format, without a paragraph. Its theme is gone: it would have a say in fonts."""
    document = docx.Document()
    package = document.part.package
    assert package is not None
    _drop(document.part.rels, _KEPT)
    _drop(package.rels, _KEPT_OF_PACKAGE)
    fill(document.styles.element, style_sheet(form))
    fill(document.settings.element, settings(form))
    fonts = serialize_part_xml(font_table(form))
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)
    set_page(document, form)
    return document


def _drop(relationships: Relationships, kept: Collection[str]) -> None:
    for name in [name for name, one in relationships.items() if one.reltype not in kept]:
        del relationships[name]


def sign(document: Document, title: str, author: str, made_at: datetime) -> None:
    """The properties that Word shows; `made_at` is taken for local time where it names no zone."""
    properties = document.core_properties
    moment = made_at.astimezone(UTC).replace(tzinfo=None)
    properties.title = clean(title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = clean(author)[:_LONGEST_PROPERTY]
    properties.created = properties.modified = moment
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.language = _LANGUAGE
    properties.revision = 1


def save(document: Document, out: Path) -> None:
    """Write the file; the same document gives the same bytes."""
    packed = BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.create_system = 0
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
