"""Addresses of the pages of monitoring."""

from django.urls import path

from kaoping.web.monitoring import evidence_views, finding_views, queue_views

app_name = "monitoring"
urlpatterns = [
    path("findings/", finding_views.findings, name="findings"),
    path("findings/queue/", queue_views.queue, name="queue"),
    path("findings/undo/", finding_views.undo, name="undo"),
    path("findings/<int:pk>/", finding_views.finding, name="finding"),
    path("findings/<int:pk>/decide/", finding_views.decide, name="finding-decide"),
    path("findings/<int:pk>/picture/", evidence_views.picture, name="finding-picture"),
    path("findings/<int:pk>/evidence/", evidence_views.export, name="finding-evidence"),
    path("stored/<int:pk>/<int:number>/", evidence_views.stored, name="stored"),
    path("decisions/<int:pk>/withdraw/", finding_views.withdraw, name="withdraw"),
]
