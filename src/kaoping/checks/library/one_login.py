"""One login for all functions of the site (统一登录, 一号登录).

Why: who registers for the message board should not have to register again for services or surveys.
How to fix: let every column that needs a login send to one and the same authentication (统一身份认证).
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_measured, examined, manual, passed, suspected
from kaoping.facts.site.logins import Logins
from kaoping.facts.site.offered import Offered
from kaoping.facts.site.pages import Pages
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault

SHOWN = 10


@check(
    title="登录未统一",
    matters="留言要注册一次、办事又要注册一次，群众嫌麻烦就不用了；考评要求一次登录、全站通用。",
    advice="各栏目的注册登录统一接入同一身份认证。",
    since="0.2",
    basis="宿政办发〔2022〕1号 附件2 统一登录；随州市2023年政府网站及政务新媒体绩效评估方案 附件1 功能应用 一号登录",
    stage="trial",
    outcomes=("suspected", "manual", "pass"),
    values=("systems", "examples"),
)
def one_login(logins: Logins, offered: Offered, pages: Pages) -> Iterator[Said]:
    """Yield one finding: logins that lead to more than one system are suspected; seeing none is for a person.

    A login on the home page that opens by a script, without an address, is the site's own.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    yield examined(len(logins.all))
    systems = list(dict.fromkeys(login.system for login in logins.all))
    examples = [{"words": login.words, "target": login.url} for login in logins.all][:SHOWN]
    values: dict[str, Plain] = {"systems": systems, "examples": examples}
    by_script = [entry for entry in offered.of("login") if entry.how == "script"]
    if not systems and by_script:
        values["examples"] = [{"words": entry.words, "target": None} for entry in by_script]
        yield passed("login", offered.home or "", values, reason="by-script")
    elif not systems:
        yield manual("login", "", values, reason="no-login-seen")
    elif len(systems) == 1:
        yield passed("login", logins.all[0].shown_on, values)
    else:
        said = "；".join(f"{each['words']} {each['target']}" for each in examples)
        yield suspected("login", logins.all[0].shown_on, values, reason="several-logins", snippet=said)
