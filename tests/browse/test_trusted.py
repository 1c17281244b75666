"""The browser believes an authority only where an operator names it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kaoping.demo.authority import new_authority
from tests.browse.looking import HERE, look_at, needs_chromium
from tests.crawl.serving import html, serve


@pytest.mark.full
def test_the_browser_trusts_an_authority_only_where_it_is_told_to(tmp_path: Path) -> None:
    needs_chromium()
    authority = new_authority()
    file = tmp_path / "authority.pem"
    file.write_text(authority.pem)
    with serve({"/": html("<p>首页</p>")}, tls=authority.server(["cg.yunze.example"], timedelta(days=30))) as site:
        here = replace(HERE, connect_to=(f"cg.yunze.example:443:127.0.0.1:{site.port}",))
        (trusting,) = look_at("https://cg.yunze.example/", crawl=replace(here, trust=str(file)))
        (doubting,) = look_at("https://cg.yunze.example/", crawl=here)
    assert (trusting.status, trusting.reason) == (200, "")
    assert doubting.status is None
    assert doubting.reason
