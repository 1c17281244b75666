"""Addresses of sites as people type them, made into the one form that the batch goes by."""

from collections.abc import Iterable

import ada_url

from kaoping.model.errors import InputError


def site_addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the sites' root addresses, without repetitions, in the order given.

    Raises InputError naming every address that is none: it must be http or https and have a host.
    """
    found: dict[str, None] = {}
    wrong: list[str] = []
    for text in texts:
        address = site_address(text)
        if address is None:
            wrong.append(text)
        else:
            found[address] = None
    if wrong:
        raise InputError("这些网址不对：" + "、".join(wrong) + "。请写完整网址，如 https://www.example.gov.cn/")
    return tuple(found)


def site_address(text: str) -> str | None:
    """Return the normalised root address in `text`, or None where there is none."""
    candidate = text.strip()
    if "://" not in candidate:
        candidate = f"http://{candidate}"
    try:
        url = ada_url.URL(candidate)
    except ValueError:
        return None
    if url.protocol not in ("http:", "https:") or not url.hostname or url.username:
        return None
    url.hash = ""
    return str(url.href)
