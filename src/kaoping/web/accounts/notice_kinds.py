"""What people are told about accounts."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import NoticeKind

ACCOUNT_OPENED = NoticeKind(
    "account-opened",
    _("账号开通"),
    _("已为您开通考评平台账号"),
    _("登录名：$username。请打开管理员交给您的链接设置密码；链接 $days 天内有效，只能使用一次。"),
    grouped=False,
)
ROLE_GRANTED = NoticeKind(
    "role-granted",
    _("角色授予"),
    _("您被授予“$role”"),
    _("范围：$place。首页可以看到您的全部角色。"),
    grouped=False,
)

KINDS = (ACCOUNT_OPENED, ROLE_GRANTED)
