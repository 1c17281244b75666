"""Files that people hand in: what is taken, what is left of it, how it is handed out."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kaoping.web.pages.uploads import MOST_BYTES, BadUploadError, Upload, clean_name, examine


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6)) -> bytes:
    """A small picture, with words in it that nobody sees."""
    out, info = io.BytesIO(), PngInfo()
    info.add_text("Comment", "hidden-words")
    Image.new("RGB", size, "red").save(out, kind, **({"pnginfo": info} if kind == "PNG" else {}))
    return out.getvalue()


def office(*names: str) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def looked_at(name: str, data: bytes) -> Upload:
    """What is kept of a file."""
    return examine(SimpleUploadedFile(name, data))


def test_a_picture_is_drawn_anew() -> None:
    data = picture()
    assert b"hidden-words" in data
    kept = looked_at("截图.png", data + b"<script>alert(1)</script>")
    assert (kept.name, kept.kind) == ("截图.png", "image/png")
    assert b"hidden-words" not in kept.data
    assert b"<script" not in kept.data
    again = Image.open(io.BytesIO(kept.data))
    assert (again.size, again.convert("RGB").getpixel((0, 0))) == ((8, 6), (255, 0, 0))
    assert looked_at("照片.webp", picture("WEBP")).name == "照片.png"
    assert looked_at("照片.jpeg", picture("JPEG")).kind == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("报告.pdf", b"%PDF-1.7 ..."),
        ("报告.docx", office("[Content_Types].xml", "word/document.xml")),
        ("表.xlsx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("录音.mp3", b"ID3\x04"),
    ],
)
def test_documents_are_kept_as_they_are(name: str, data: bytes) -> None:
    kept = looked_at(name, data)
    assert (kept.name, kept.data) == (name, data)
    assert name not in str(kept.content.name)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("页面.html", b"<script>alert(1)</script>", "不是可接受的文件"),
        ("报告.pdf", b"<html>", "不是可接受的文件"),
        ("程序.exe", b"MZ", "不是可接受的文件"),
        ("图.svg", b"<svg/>", "不是可接受的文件"),
        ("宏.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "不是可接受的文件"),
        ("表.xlsx", office("[Content_Types].xml", "word/document.xml"), "不是可接受的文件"),
        ("坏.docx", b"PK\x03\x04", "不是可接受的文件"),
        ("图.png", b"not a picture", "打不开"),
        ("图.png", picture()[:40], "打不开"),
        ("空.pdf", b"", "空的"),
        ("无扩展名", b"%PDF-", "不是可接受的文件"),
    ],
)
def test_what_is_something_else_is_refused(name: str, data: bytes, why: str) -> None:
    with pytest.raises(BadUploadError, match=why):
        looked_at(name, data)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(BadUploadError, match="最多 20 MB"):
        looked_at("大.pdf", b"%PDF-" + b"0" * MOST_BYTES)
    out = io.BytesIO()
    Image.new("1", (7000, 6000)).save(out, "PNG")
    with pytest.raises(BadUploadError, match="万像素"):
        looked_at("大.png", out.getvalue())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张三\\报告.pdf", "报告.pdf"),
        ("a\x00b\u202e.pdf", "ab.pdf"),
        ('<b>".pdf', "b.pdf"),
        ("...", "文件"),
    ],
)
def test_names_lose_what_is_not_a_name(given: str, kept: str) -> None:
    assert clean_name(given) == kept
