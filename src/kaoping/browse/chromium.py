"""One Chromium process that goes out through our proxy only, may use so much memory, and can always be killed."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote

from playwright.async_api import Browser, Playwright
from playwright.async_api import Error as PlaywrightError

from kaoping.browse.contract import BrowseOptions
from kaoping.browse.memory import group_memory

VARIABLE = "KAOPING_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING, NEEDS_SANDBOX, WOULD_NOT_START = "browser-missing", "browser-sandbox", "browser-not-started"
NO_SANDBOX = re.compile(r"no usable sandbox|without --no-sandbox|SUID sandbox", re.IGNORECASE)
START_SECONDS = 60.0
END_SECONDS = 5.0
WATCH_SECONDS = 0.5

FLAGS = (
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-quic",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-remote-fonts",
    "--disable-file-system",
    "--disable-notifications",
    "--disable-speech-api",
    "--disable-print-preview",
    "--dns-prefetch-disable",
    "--no-pings",
    "--no-experiments",
    # nothing but the proxy's own address is ever looked up or reached, whatever a page asks for
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--renderer-process-limit=4",
    "--js-flags=--max-old-space-size=512",
)
# What Playwright switches off for tests and we want on.
KEPT_DEFENCES = ("--disable-popup-blocking", "--disable-ipc-flooding-protection", "--enable-unsafe-swiftshader")


class NoBrowserError(Exception):
    """There is no browser to look with; the text is one of the reasons above."""


def find_chromium(options: BrowseOptions, environment: Mapping[str, str]) -> Path:
    """Return the Chromium to use. Raises NoBrowserError where there is none, or where it would not run as root."""
    named = options.chromium or environment.get(VARIABLE, "")
    candidates = [named] if named else [*NAMES, *ELSEWHERE]
    found = next((path for path in map(shutil.which, candidates) if path), None)
    if found is None:
        raise NoBrowserError(MISSING)
    if not options.no_sandbox and sys.platform == "linux" and os.geteuid() == 0:
        raise NoBrowserError(NEEDS_SANDBOX)
    return Path(found)


class Chromium:
    """A running browser. `browser` is Playwright's handle; `kill` ends the process whatever it is doing.

    `gone` is set when it ended, and `overweight` says that this was because it took more memory than it may.
    """

    def __init__(self, program: Path, options: BrowseOptions, proxy: str, *, flags: Sequence[str] = ()) -> None:
        self._program, self._options, self._proxy, self._flags = program, options, proxy, flags
        self._folder = Path(tempfile.mkdtemp(prefix="kaoping-chromium-"))
        self._watch: asyncio.Task[None] | None = None
        self.overweight = False
        self.gone = asyncio.Event()
        self.browser: Browser

    async def start(self, playwright: Playwright) -> None:
        """Start the process. Raises NoBrowserError where it does not."""
        home = self._folder / "home"
        home.mkdir()
        settings = {"HOME": str(home), "TMPDIR": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)}
        try:
            self.browser = await playwright.chromium.launch(
                executable_path=str(self._launcher()),
                headless=True,
                chromium_sandbox=not self._options.no_sandbox,
                args=[*FLAGS, *self._flags, *(["--no-sandbox"] if self._options.no_sandbox else [])],
                ignore_default_args=list(KEPT_DEFENCES),
                proxy={"server": self._proxy, "bypass": "<-loopback>"},
                env={**_harmless_environment(), **settings},
                downloads_path=str(home),
                timeout=START_SECONDS * 1000,
            )
        except PlaywrightError as error:
            await self.kill()
            sandbox = not self._options.no_sandbox and NO_SANDBOX.search(str(error))
            raise NoBrowserError(NEEDS_SANDBOX if sandbox else WOULD_NOT_START) from error
        self.browser.on("disconnected", lambda _: self.gone.set())
        self._watch = asyncio.create_task(self._watch_memory())

    async def kill(self) -> None:
        """End the process and everything it started, and remove what it left on the disk."""
        if self._watch is not None:
            self._watch.cancel()
        self._signal()
        with contextlib.suppress(TimeoutError, PlaywrightError, AttributeError):
            async with asyncio.timeout(END_SECONDS):
                await self.browser.close()
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    def _launcher(self) -> Path:
        """Write the small program that notes its process id and becomes the browser: the group to watch and to kill."""
        path = self._folder / "launch"
        path.write_text(f'#!/bin/sh\necho $$ > {quote(str(self._pid_file))}\nexec {quote(str(self._program))} "$@"\n')
        path.chmod(0o700)
        return path

    @property
    def _pid_file(self) -> Path:
        return self._folder / "pid"

    @property
    def group(self) -> int | None:
        """The process group of the browser, None where it was never started."""
        try:
            return int(self._pid_file.read_text())
        except (OSError, ValueError):
            return None

    def _signal(self) -> None:
        group = self.group
        if group is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)

    async def _watch_memory(self) -> None:
        """Kill the browser when it holds more memory than it may."""
        while not self.gone.is_set():
            await asyncio.sleep(WATCH_SECONDS)
            group = self.group
            if group is not None and await asyncio.to_thread(group_memory, group) > self._options.memory:
                self.overweight = True
                self._signal()
                return


def _harmless_environment() -> dict[str, str]:
    """Return what a browser needs of our environment: no proxy settings, no secrets."""
    wanted = ("PATH", "LANG", "LC_ALL", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in wanted if name in os.environ}
