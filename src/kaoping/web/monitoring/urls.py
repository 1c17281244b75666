"""Addresses of the pages of monitoring."""

from django.urls import path

from kaoping.web.monitoring import (
    dashboard_views,
    evidence_views,
    finding_views,
    patrol_views,
    queue_views,
    reply_views,
    run_views,
    waiver_views,
)

app_name = "monitoring"
urlpatterns = [
    path("overview/", dashboard_views.dashboard, name="dashboard"),
    path("checks/", dashboard_views.checks, name="checks"),
    path("outages/", dashboard_views.outages, name="outages"),
    path("sites/<int:pk>/availability/", dashboard_views.availability, name="availability"),
    path("runs/", run_views.runs, name="runs"),
    path("runs/order/", run_views.order, name="order"),
    path("runs/<int:pk>/", run_views.run, name="run"),
    path("runs/<int:pk>/progress/", run_views.progress, name="progress"),
    path("runs/<int:pk>/stop/", run_views.stop, name="run-stop"),
    path("runs/<int:pk>/resume/", run_views.resume, name="run-resume"),
    path("runs/sites/<int:pk>/", run_views.run_site, name="run-site"),
    path("patrols/", patrol_views.patrols, name="patrols"),
    path("patrols/add/", patrol_views.patrol_add, name="patrol-add"),
    path("patrols/<int:pk>/", patrol_views.patrol_edit, name="patrol-edit"),
    path("findings/", finding_views.findings, name="findings"),
    path("findings/queue/", queue_views.queue, name="queue"),
    path("findings/undo/", finding_views.undo, name="undo"),
    path("findings/<int:pk>/", finding_views.finding, name="finding"),
    path("findings/<int:pk>/elsewhere/", finding_views.same_elsewhere, name="finding-elsewhere"),
    path("findings/<int:pk>/decide/", finding_views.decide, name="finding-decide"),
    path("findings/<int:pk>/picture/", evidence_views.picture, name="finding-picture"),
    path("findings/<int:pk>/evidence/", evidence_views.export, name="finding-evidence"),
    path("findings/views/", finding_views.keep_view, name="keep-view"),
    path("findings/<int:pk>/reply/", reply_views.reply, name="finding-reply"),
    path("findings/<int:pk>/waive/", waiver_views.ask, name="finding-waive"),
    path("replies/", reply_views.replies, name="replies"),
    path("replies/<int:pk>/", reply_views.answer, name="reply"),
    path("replies/<int:pk>/proof/", reply_views.proof, name="reply-proof"),
    path("waivers/", waiver_views.waivers, name="waivers"),
    path("waivers/<int:pk>/", waiver_views.waiver, name="waiver"),
    path("stored/<int:pk>/<int:number>/", evidence_views.stored, name="stored"),
    path("decisions/<int:pk>/withdraw/", finding_views.withdraw, name="withdraw"),
]
