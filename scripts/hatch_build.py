"""Puts what is built, and not committed, into the wheel: the bundle of what pages take from npm,
and the compiled catalogue."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Build(BuildHookInterface):  # type: ignore[misc]  # hatchling has no types
    """Called by hatchling; an editable install is left to `kaoping serve`, which builds when it starts."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and name what was built."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from kaoping.web.bundling import bundle
        from kaoping.web.catalogue import compile_catalogues

        bundle()
        compile_catalogues()
        build_data["artifacts"] += ["src/kaoping/web/static/built/*", "src/kaoping/web/locale/*/LC_MESSAGES/*.mo"]
