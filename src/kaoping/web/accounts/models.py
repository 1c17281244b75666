"""People and their roles. A role reaches one region with all below it, or one unit."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, username: str, name: str, password: str | None = None, email: str = "") -> "User":
        """Save a new person; without a password nobody can sign in as them."""
        person = self.model(username=username, name=name, email=email)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractBaseUser):
    """One person. There is no anonymous or shared account: the audit log names people.

    What somebody may do follows from memberships alone: there are no superusers, groups or single permissions.
    """

    username = models.CharField(
        _("登录名"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        help_text=_("字母、数字和 @ . + - _，确定后不要再改"),
    )
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True, help_text=_("离岗人员取消勾选；他的记录保留"))
    date_joined = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("username",)
        verbose_name = _("人员")
        verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role that a person has, and where. No region and no unit: everywhere (system administrator, auditor)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("人员"))
    role = models.CharField(_("角色"), max_length=12, choices=Role)
    region = models.ForeignKey(
        "registry.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区")
    )
    unit = models.ForeignKey(
        "registry.Unit", models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("单位")
    )
    granted_at = models.DateTimeField(_("授予时间"), auto_now_add=True)

    class Meta:
        ordering = ("user", "role")
        verbose_name = _("角色授予")
        verbose_name_plural = _("角色授予")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "region", "unit"), nulls_distinct=False, name="one_role_once"
            ),
            models.CheckConstraint(
                condition=models.Q(region__isnull=True) | models.Q(unit__isnull=True), name="region_or_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}（{self.place}）"

    @property
    def place(self) -> str:
        """Where the role holds, in words."""
        return str(self.unit or self.region or _("全部"))


class Invitation(models.Model):
    """A link by which a person sets a first password; only its digest is stored, and it works once."""

    user = models.OneToOneField(User, models.CASCADE, related_name="invitation")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(null=True)
