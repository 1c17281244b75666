"""Looks into .docx and .xlsx files before they are parsed: what they are, and what in them would do harm."""

import io
import zipfile
import zlib
from typing import Final

from kaoping.model.errors import InputError

MAX_FILES: Final = 5_000
MAX_BYTES: Final = 300_000_000
MAX_RATIO: Final = 200  # a part that unpacks to more than this many times its size, beyond SMALL bytes
SMALL: Final = 10_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE: Final = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError)
_ZIP = b"PK\x03\x04"


def is_package(data: bytes) -> bool:
    return data.startswith(_ZIP)


def refuse_old_office(data: bytes, name: str) -> None:
    """Raise InputError for what Office wrote before 2007, or wrote encrypted."""
    if not data.startswith(_OLE):
        return
    if _has_stream(data, "EncryptedPackage"):
        raise InputError(f"文件 {name} 设了打开密码。请在 Word 或 Excel 中打开，取消密码后另存，再导入。")
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        raise InputError(f"文件 {name} 是旧版 Excel 工作簿（.xls）。请用 Excel 或 WPS 打开，另存为 .xlsx，再导入。")
    if _has_stream(data, "WordDocument"):
        raise InputError(f"文件 {name} 是旧版 Word 文档（.doc）。请用 Word 或 WPS 打开，另存为 .docx，再导入。")
    raise InputError(f"文件 {name} 是旧版 Office 文件。请用 Office 或 WPS 打开，另存为 .docx 或 .xlsx，再导入。")


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a package after checking it; raises InputError for a damaged, swollen or entity-laden one."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
        _check_sizes(parts, name)
        for part in parts:
            if part.flag_bits & 1:
                raise InputError(f"文件 {name} 加了密码。请取消密码后另存，再导入。")
            if part.filename.endswith((".xml", ".rels")):
                _refuse_entities(package.read(part), name, part.filename)
    except _DAMAGE as error:
        raise InputError(f"文件 {name} 已损坏，打不开。请用 Word 或 Excel 打开并另存一次，再导入。") from error
    return package


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    swollen = [
        part for part in parts if part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
    ]
    if len(parts) > MAX_FILES or sum(part.file_size for part in parts) > MAX_BYTES or swollen:
        raise InputError(f"文件 {name} 解压后过大，像是压缩炸弹，没有读取。请确认来源；确是公文的，请另存一次再导入。")


def _refuse_entities(xml: bytes, name: str, part: str) -> None:
    bare = xml.replace(b"\0", b"")
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise InputError(f"文件 {name} 的 {part} 里有实体声明（DOCTYPE），Office 不会写这种内容，可能有害，没有读取。")


def _has_stream(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data
