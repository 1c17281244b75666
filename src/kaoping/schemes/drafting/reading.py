"""Chooses the reader of a file by what the file is, not by its name alone."""

import re
from pathlib import Path
from typing import Final

from kaoping.model.errors import InputError, system_reason
from kaoping.schemes.drafting.document import Document, Paragraph
from kaoping.schemes.drafting.package_safety import is_package, refuse_old_office
from kaoping.schemes.drafting.plain_text import Characters
from kaoping.schemes.drafting.read_docx import read_docx
from kaoping.schemes.drafting.read_html import read_html
from kaoping.schemes.drafting.read_text import read_text
from kaoping.schemes.drafting.read_xlsx import read_xlsx

MAX_BYTES: Final = 60_000_000
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|table|meta|p)\b", re.I | re.S
)
_SUFFIXES: Final = (".html", ".htm", ".mht", ".xhtml")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def read_document(path: Path) -> Document:
    """Read a published document in simplified characters; raises InputError that says what to do."""
    data = _bytes(path)
    document = _read(data, path.name)
    everything = "\n".join(_texts(document))
    characters = Characters.of(everything)
    return document.rewritten(characters.simplified) if characters.traditional else document


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise InputError(f"文件 {path} 读不了（{system_reason(error)}）。请检查路径和权限。") from error
    if size > MAX_BYTES:
        raise InputError(
            f"文件 {path.name} 有{size // 1_000_000}兆，超过{MAX_BYTES // 1_000_000}兆，没有读取。请只留指标部分。"
        )
    if not data.strip():
        raise InputError(f"文件 {path.name} 是空的。")
    return data


def _read(data: bytes, name: str) -> Document:
    refuse_old_office(data, name)
    if data.startswith(b"%PDF"):
        raise InputError(f"文件 {name} 是 PDF，读不了表格。请找 Word 或网页版，或用 Word、WPS 转成 .docx 再导入。")
    if data.startswith(_PICTURES):
        raise InputError(f"文件 {name} 是图片。请找文字版，或先用 OCR 识别成文字再导入。")
    if is_package(data):
        return read_xlsx(data, name) if _holds(data, b"xl/workbook") else read_docx(data, name)
    if name.lower().endswith(_SUFFIXES) or _MARKUP.match(data[:2000]):
        return read_html(data, name)
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"文件 {name} 不是文档。可以导入 .docx、.xlsx、.html 和文本文件。")
    return read_text(data, name)


def _holds(data: bytes, part: bytes) -> bool:
    return part in data


def _texts(document: Document) -> list[str]:
    texts = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts += [cell.text for row in block.rows for cell in row]
    return texts
