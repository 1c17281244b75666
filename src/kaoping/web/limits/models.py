"""Limits of time that a region's assessing body sets, for itself and all regions below."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import all_kinds
from kaoping.web.registry.models import Region
from kaoping.workflow.notices import Rising

LEAST_KEPT, MOST_KEPT = 100, 3650
"""Days. Notices may still rise for 90 days after they were made."""


class RegionLimits(models.Model):
    """时限 of a region and all below it. What is left empty is as in the region above, or as everywhere.

    `rising`: code of a kind of notices → after how many working hours it rises to the leader, and to the office above.
    """

    region = models.OneToOneField(Region, models.CASCADE, related_name="limits", verbose_name=_("地区"))
    answer_days = models.PositiveSmallIntegerField(
        _("答复单位反馈（工作日）"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1), MaxValueValidator(30)),
        help_text=_("收到反馈的次日起算；留空则同上级地区，都没有规定的为 3 个工作日"),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("通知保留（天）"),
        null=True,
        blank=True,
        validators=(MinValueValidator(LEAST_KEPT), MaxValueValidator(MOST_KEPT)),
        help_text=_("读过的通知满多少天后清理，没读的、还没有办完的不清理；留空则同上级地区，都没有规定的为 400 天"),
    )
    rising = models.JSONField(
        _("逾期上报（工作小时）"),
        default=dict,
        blank=True,
        help_text=_("单位无人处理，满多少个工作小时告诉单位负责人，再到多少个告诉主管单位和考评机构；留空则同上级地区"),
    )
    written_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        ordering = ("region__code",)
        verbose_name = _("地区时限规定")
        verbose_name_plural = _("地区时限规定")

    def __str__(self) -> str:
        return _("%s时限规定") % self.region

    def clean(self) -> None:
        """Hold rising to kinds that rise, to the leader first."""
        wrong = [problem for code, hours in self.rising.items() if (problem := _problem(code, hours))]
        if wrong:
            raise ValidationError({"rising": wrong})


def _problem(code: str, hours: object) -> str:
    kind = all_kinds().get(code)
    if kind is None or kind.rises is None:
        return _("没有会上报的通知“%s”。") % code
    try:
        leader, above = map(int, hours)  # type: ignore[call-overload]  # what is no pair of numbers is refused here
        Rising(leader, above)
    except (TypeError, ValueError):
        return _("“%s”：两个时间都要填，报单位负责人的至少 1 小时，报上级的要更长。") % kind.title
    return (
        ""
        if above <= MOST_HOURS
        else _("“%(kind)s”：不能超过 %(most)s 个工作小时。") % {"kind": kind.title, "most": MOST_HOURS}
    )


MOST_HOURS = 400
