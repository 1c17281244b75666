"""The lists about versions: columns declared once, for the page and for exports."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.results.models import Feedback, ResultVersion, VersionScore
from kaoping.web.results.tables import PartColumn, ScoreTable


class VersionTable(tables.Table):
    """The versions of a cycle."""

    number = tables.Column(gettext_lazy("版本"), linkify=("results:version", {"pk": tables.A("pk")}))
    scores = tables.Column(gettext_lazy("单位数"), accessor="units", attrs={"td": {"class": "number"}})
    seal = tables.Column()

    class Meta:
        model = ResultVersion
        fields = ("number", "kind", "as_of", "scores", "made_at", "made_by", "reason", "seal")

    def render_number(self, value: int) -> str:
        """Say which version."""
        return _("第%s版") % value

    def render_seal(self, value: str) -> str:
        """Say as much of the digest as tells one from another."""
        return value[:16]


class VersionScoreTable(ScoreTable):
    """The scores of a version."""

    unit = tables.Column(gettext_lazy("单位"), accessor="participant__unit", order_by=("participant__unit__code",))
    judged = tables.Column(gettext_lazy("否决、标注"), accessor="vetoes", orderable=False, empty_values=())
    titles_of_vetoes: Mapping[str, str] = {}

    class Meta:
        model = VersionScore
        fields = ("rank", "unit", "group", "total", "of", "grade", "judged")

    def render_judged(self, record: Any) -> str:
        """Say vetoes, labels and what is barred."""
        vetoes = [self.titles_of_vetoes.get(one, one) for one in record.vetoes]
        return "、".join([*vetoes, *record.labels, *(_("不得评为%s") % one for one in record.bars)]) or "—"


def version_scores_for(
    titles: Mapping[str, str], parts: Mapping[str, str], vetoes: Mapping[str, str]
) -> type[tables.Table]:
    """Return the table with the groups, parts and vetoes of one scheme."""
    columns = {f"part_{place}": PartColumn(part, title) for place, (part, title) in enumerate(parts.items())}
    return type("VersionScores", (VersionScoreTable,), {"titles": titles, "titles_of_vetoes": vetoes, **columns})


class FeedbackTable(tables.Table):
    """Who was told, and who has received it."""

    unit = tables.Column(gettext_lazy("单位"), accessor="participant__unit", order_by=("participant__unit__code",))
    version = tables.Column(gettext_lazy("版本"), accessor="version__number")

    class Meta:
        model = Feedback
        fields = ("unit", "version", "told_at", "received_at", "received_by")

    def render_version(self, value: int) -> str:
        """Say which version."""
        return _("第%s版") % value
