"""What an assessment does with each of its sites once it is collected, in whatever process: judge it by the scheme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from kaoping.evidence.keys import KeyFile
from kaoping.evidence.store import EvidenceStore
from kaoping.model.errors import StorageError
from kaoping.model.findings import CheckRequest
from kaoping.reports.view import InspectedSite
from kaoping.runs.batch import ASSESSED
from kaoping.runs.collect import Collected
from kaoping.runs.judging import judge_and_write
from kaoping.runs.probed import ProbedWindow, open_window
from kaoping.runs.profile import with_uncounted


@dataclass(frozen=True)  # without slots: the window is opened once in each process
class SiteJudging:
    """Judges sites as of the monitoring point `point`.

    `owners` are the registered address and the unit of each folder, `requests` what the scheme asks of each address,
    `probes` the series whose visits are kept with the sites, `keys` those for evidence with personal data, `shared` the
    store for bodies of kept pages.
    """

    owners: Mapping[str, tuple[str, str]]
    requests: Mapping[str, Sequence[CheckRequest]]
    point: datetime
    probes: Path | None
    keys: KeyFile | None
    shared: EvidenceStore | None = None

    def window(self) -> ProbedWindow:
        """Return the visits of the series; raises StorageError where the folder holds none."""
        return self._window

    @cached_property
    def _window(self) -> ProbedWindow:
        return open_window(self.probes, self.point, [one for some in self.requests.values() for one in some])

    def __call__(self, each: Collected) -> InspectedSite:
        folder = each.site.directory
        url, unit = self.owners[folder.name]
        site = InspectedSite(url, unit, f"{ASSESSED}/{folder.name}", each.coverage)
        if each.failed:
            note = "巡检出错：" + "；".join(each.coverage.notes) + "。排除原因后再运行同一命令，会继续巡检。"
            return replace(site, note=note)
        self.window().keep(each.site.url, folder)
        try:
            requests = with_uncounted(self.requests.get(url, []))
            judgement = judge_and_write(each.site, self.point, requests, keys=self.keys, shared=self.shared)
        except StorageError as error:  # one damaged folder is one site's trouble
            return replace(site, note=str(error))
        return replace(site, findings=judgement.findings, records=judgement.records)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the open window behind: another process opens its own."""
        return {name: value for name, value in self.__dict__.items() if name != "_window"}
