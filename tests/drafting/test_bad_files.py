"""What cannot be read says in Chinese what is wrong and what to do, and does no harm."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.importer import import_document
from tests.drafting.office_files import write_docx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def pixel() -> bytes:
    """A picture of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return PNG[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def ole_with(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 100


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part rewritten."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return packed.getvalue()


def with_entity(xml: bytes) -> bytes:
    head, _, rest = xml.partition(b"?>")
    return head + b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + rest


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_docx(tmp_path_factory.mktemp("office") / "good.docx").read_bytes()


def refusal(tmp_path: Path, name: str, data: bytes) -> str:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(InputError) as refused:
        import_document(file)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", ole_with("EncryptedPackage"), "设了打开密码"),
        ("a.xls", ole_with("Workbook"), "另存为 .xlsx"),
        ("a.doc", ole_with("WordDocument"), "另存为 .docx"),
        ("a.wps", OLE, "旧版 Office 文件"),
        ("a.pdf", b"%PDF-1.7\n", "是 PDF"),
        ("a.png", PNG, "是图片"),
        ("a.docx", b"PK\x03\x04 not a package", "已损坏"),
        ("a.bin", b"\0\1\2\3" * 100, "不是文档"),
        ("a.txt", b" \n\t", "是空的"),
        ("a.txt", "一级指标|分值|\n".encode() * 3 + b"\xff\xfe\xfa" * 40, "乱码"),
        (
            "a.txt",
            ("政府网站考评指标体系公开信息工作内容的和在有中" * 8).encode("gb18030").decode("latin-1").encode(),
            "乱码",
        ),
        ("a.txt", "这是一份通知，请各单位认真执行。".encode(), "没有读到考评指标"),
    ],
)
def test_refusals(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(tmp_path, name, data)


def test_a_document_with_an_entity_is_not_parsed(good: bytes, tmp_path: Path) -> None:
    harmful = repacked(good, "word/document.xml", with_entity)
    assert "实体声明" in refusal(tmp_path, "a.docx", harmful)
    wide = repacked(good, "word/document.xml", lambda xml: with_entity(xml).decode().encode("utf-16"))
    assert "实体声明" in refusal(tmp_path, "a.docx", wide)


def test_a_swollen_package_is_not_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"<w>" + b" " * 60_000_000)
    assert "解压后过大" in refusal(tmp_path, "a.docx", packed.getvalue())


def test_a_scan_in_word_is_told_as_pictures(tmp_path: Path) -> None:
    document = Document()
    document.add_picture(io.BytesIO(pixel()))
    packed = io.BytesIO()
    document.save(packed)
    assert "只有图片（1张）" in refusal(tmp_path, "a.docx", packed.getvalue())


def test_empty_workbooks_and_other_packages(tmp_path: Path) -> None:
    packed = io.BytesIO()
    Workbook().save(packed)
    assert "工作表都是空的" in refusal(tmp_path, "a.xlsx", packed.getvalue())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("readme.txt", "x")
    assert "不是 Word 文档" in refusal(tmp_path, "a.zip", other.getvalue())


def test_a_truncated_package_is_damaged(good: bytes, tmp_path: Path) -> None:
    assert "已损坏" in refusal(tmp_path, "a.docx", good[: len(good) // 2])
    garbled = repacked(good, "word/document.xml", lambda xml: xml[: len(xml) // 2])
    assert "已损坏" in refusal(tmp_path, "a.docx", garbled)
