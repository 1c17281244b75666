"""The tables of monitoring, written only by actions; facts and evidence stay in the folders of the runs."""

from kaoping.web.monitoring.models.availability import AvailabilityDay, Outage
from kaoping.web.monitoring.models.finding import Finding, FindingEvent
from kaoping.web.monitoring.models.judgement import Decision, Reply, Waiver
from kaoping.web.monitoring.models.patrol import Patrol, Run, RunPart, RunSite
from kaoping.web.monitoring.models.saved_view import SavedView

__all__ = [
    "AvailabilityDay",
    "Decision",
    "Finding",
    "FindingEvent",
    "Outage",
    "Patrol",
    "Reply",
    "Run",
    "RunPart",
    "RunSite",
    "SavedView",
    "Waiver",
]
