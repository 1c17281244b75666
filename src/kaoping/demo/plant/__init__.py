"""Plants faults in a grown site, one function per named fault, and writes each into the manifest."""

from collections.abc import Mapping

from kaoping.demo.plant import (
    attachments,
    browser,
    columns,
    content,
    footer,
    freshness,
    functions,
    interviews,
    intrusion,
    labels,
    links,
    menus,
    neighbours,
    secure,
    services,
    wordings,
)
from kaoping.demo.plant.bed import Bed, Planting

PLANTINGS: Mapping[str, Planting] = {
    **attachments.PLANTINGS,
    **browser.PLANTINGS,
    **columns.PLANTINGS,
    **content.PLANTINGS,
    **footer.PLANTINGS,
    **freshness.PLANTINGS,
    **functions.PLANTINGS,
    **interviews.PLANTINGS,
    **intrusion.PLANTINGS,
    **labels.PLANTINGS,
    **links.PLANTINGS,
    **secure.PLANTINGS,
    **services.PLANTINGS,
    **menus.PLANTINGS,
    **neighbours.PLANTINGS,
    **wordings.PLANTINGS,
}


def plant(bed: Bed) -> None:
    """Plant every fault that the bed's unit is to have, and what holds for all sites of the city."""
    for name in bed.site.unit.faults:
        PLANTINGS[name](bed)
    services.enter_grown(bed)
    functions.late_answers(bed)
    functions.silent_surveys(bed)
    secure.enter_plain(bed)
