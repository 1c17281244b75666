"""Files that people hand in: told by what is in them, bounded, pictures drawn anew, handed out as downloads only."""

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
_OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_SIGNED = {  # ending → how such a file begins
    "pdf": (b"%PDF-",), "doc": (b"\xd0\xcf\x11\xe0",), "xls": (b"\xd0\xcf\x11\xe0",), "ppt": (b"\xd0\xcf\x11\xe0",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), "wav": (b"RIFF",),
}  # fmt: skip
_PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF", "bmp": "BMP"}
TYPES = {
    "pdf": "application/pdf", "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint", "mp3": "audio/mpeg", "wav": "audio/wav", "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
TAKEN = "PDF、Word、Excel、PPT（不含宏）、图片（PNG、JPEG、WebP、GIF、BMP）、录音（MP3、WAV）"
ACCEPT = ",".join(f".{ending}" for ending in (*TYPES, "jpeg", "webp", "gif", "bmp"))


class BadUploadError(ValueError):
    """A file is not taken; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at: its cleaned name, media type, what is kept of it and the digest of that."""

    name: str
    kind: str
    data: bytes
    sha256: str

    @property
    def size(self) -> int:
        """Bytes kept."""
        return len(self.data)

    @property
    def content(self) -> ContentFile:
        """What a file field saves: under its digest, so that no name of a person's reaches the disk."""
        return ContentFile(self.data, name=f"{self.sha256[:32]}{PurePosixPath(self.name).suffix}")


def examine(file: UploadedFile) -> Upload:
    """Return what is kept of an uploaded file. Raises BadUploadError for what is not taken."""
    if file.size is None or file.size > MOST_BYTES:
        raise BadUploadError(_("文件太大：最多 %s MB，请压缩或分成几个。") % (MOST_BYTES // 1024 // 1024))
    data = file.read(MOST_BYTES + 1)
    if not data:
        raise BadUploadError(_("文件是空的，请重新选择。"))
    name = clean_name(str(file.name or ""))
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix[1:].lower()
    if ending in _PICTURES:
        data, ending = redrawn(data)
        name = f"{stem}.{ending}"
    elif not _is(data, ending):
        raise BadUploadError(_("“%(name)s”的内容不是可接受的文件，或与扩展名不符；可以上传%(taken)s。") % {
            "name": name, "taken": TAKEN,
        })  # fmt: skip
    return Upload(name, TYPES[ending], data, hashlib.sha256(data).hexdigest())


def redrawn(data: bytes) -> tuple[bytes, str]:
    """Return a picture decoded and encoded anew, and its ending: only its pixels are left. Raises BadUploadError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=tuple(set(_PICTURES.values())))
            if picture.width * picture.height > MOST_PIXELS:
                raise BadUploadError(_("图片太大：最多 %s 万像素，请缩小。") % (MOST_PIXELS // 10_000))
            lossy = picture.format == "JPEG"
            drawn = picture.convert("RGB" if lossy else "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        if isinstance(error, BadUploadError):
            raise
        raise BadUploadError(_("图片打不开或已损坏，请重新截图或另存后再上传。")) from error
    out = io.BytesIO()
    drawn.save(out, "JPEG" if lossy else "PNG", **({"quality": 88} if lossy else {"optimize": True}))
    return out.getvalue(), "jpg" if lossy else "png"


def handed_out(file: FieldFile, name: str, kind: str) -> HttpResponse:
    """Return a stored file (read whole: its size is bounded) as a download that no browser runs."""
    with file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def clean_name(name: str) -> str:
    """Return a file's name without folders, control characters and what systems treat specially."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C" and one not in '<>:"|?*').strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:120]}{dot}{ending[:8]}" if dot else kept[:120] or _("文件")


def _is(data: bytes, ending: str) -> bool:
    if ending in _OFFICE:
        return _is_office(data, _OFFICE[ending])
    return any(data.startswith(start) for start in _SIGNED.get(ending, ()))


def _is_office(data: bytes, folder: str) -> bool:
    """Tell whether a zip is an office document without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    macros = any(name.lower().endswith(("vbaproject.bin", ".bas")) for name in names)
    return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names) and not macros
