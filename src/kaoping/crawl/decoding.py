"""Undo a body's compression within a hard limit on what may come out of it."""

from isal import igzip_lib

from kaoping.crawl import reasons

BROKEN: type[Exception] = igzip_lib.IsalError  # type: ignore[assignment]  # the stubs give an instance


def decode_body(body: bytes, encoding: str, limit: int) -> tuple[bytes, str]:
    """Return the plain bytes of `body` (at most `limit`) and a reason code, empty when all is well.

    `encoding` is the Content-Encoding header. A body that claims compression but is not compressed is taken as it
    is, as browsers' users would want; one that breaks off gives what could be read, with `bad-response`.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("identity", "none", "utf-8"):
            continue
        if name in ("gzip", "x-gzip"):
            if not body.startswith(b"\x1f\x8b"):
                continue
            body, reason = _inflate_members(body, limit)
        elif name == "deflate":
            body, reason = _inflate_deflate(body, limit)
        else:
            return body, reasons.BAD_RESPONSE  # never asked for, cannot be read
        if reason:
            return body, reason
    return body, ""


def _inflate_members(data: bytes, limit: int) -> tuple[bytes, str]:
    """Read the gzip members of `data`; whatever follows the last one is ignored."""
    parts: list[bytes] = []
    room = limit
    while data.startswith(b"\x1f\x8b"):
        part, data, reason = _inflate(data, igzip_lib.DECOMP_GZIP, room)
        parts.append(part)
        room -= len(part)
        if reason:
            return b"".join(parts), reason
    return parts[0] if len(parts) == 1 else b"".join(parts), ""


def _inflate_deflate(data: bytes, limit: int) -> tuple[bytes, str]:
    """Read `deflate`, which servers send with or without the zlib wrapper."""
    if data[:1] == b"\x78":
        plain, _, reason = _inflate(data, igzip_lib.DECOMP_ZLIB, limit)
        if plain or reason == reasons.DECOMPRESSION_LIMIT:
            return plain, reason
    plain, _, reason = _inflate(data, igzip_lib.DECOMP_DEFLATE, limit)
    return plain, reason


def _inflate(data: bytes, flag: int, limit: int) -> tuple[bytes, bytes, str]:
    machine = igzip_lib.IgzipDecompressor(flag=flag)
    try:
        plain = machine.decompress(data, limit + 1)
    except BROKEN:
        return _inflate_what_can_be(data, flag, limit), b"", reasons.BAD_RESPONSE
    if len(plain) > limit:
        return plain[:limit], b"", reasons.DECOMPRESSION_LIMIT
    return plain, machine.unused_data, "" if machine.eof else reasons.BAD_RESPONSE


def _inflate_what_can_be(data: bytes, flag: int, limit: int) -> bytes:
    machine = igzip_lib.IgzipDecompressor(flag=flag)
    parts: list[bytes] = []
    room = limit
    try:
        for start in range(0, len(data), 1024):
            part = machine.decompress(data[start : start + 1024], room)
            parts.append(part)
            room -= len(part)
            if room <= 0 or machine.eof:
                break
    except BROKEN:
        return b"".join(parts)
    return b"".join(parts)
