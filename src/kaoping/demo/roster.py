"""Who is assessed in 云泽市: six counties and zones, ten departments, and what is wrong with each one's site."""

from kaoping.demo.city import UnitSpec

CITY = "云泽市"

UNITS = (
    UnitSpec(
        "linxi", "临汐区", "county", "district", "portal", size=1.3, quality=1.0, quirks=("robots", "sitemap"),
    ),
    UnitSpec(
        "wangnan", "望楠区", "county", "district", "table", charset="gbk", size=1.2, quality=0.7,
        quirks=("redirects",), faults=("dead_everywhere", "dead_navigation", "icp_missing", "interviews_few",
        "fixed_width"),
    ),
    UnitSpec(
        "qingke", "青珂县", "county", "district", "art", size=1.0, quality=0.5,
        faults=("hacked", "police_missing", "labels_some", "personal_some"),
    ),
    UnitSpec(
        "baiping", "白苹县", "county", "district", "modern", charset="gb18030", declared="meta", size=1.0, quality=0.75,
        gate=True, quirks=("no_charset_header",), faults=("dead_second_level", "dead_images", "blank_some"),
    ),
    UnitSpec(
        "gaoxin", "云泽高新技术产业开发区", "county", "zone", "dynamic", size=1.0, quality=0.4,
        quirks=("bare_404",),
        faults=("stale_site", "site_labels_missing", "sponsor_missing", "contact_missing", "no_search",
        "script_footer"),
    ),
    UnitSpec("lanting", "澜汀新区", "county", "zone", "portal", quality=0.2, reachable=False),
    UnitSpec(
        "fagai", "云泽市发展和改革委员会", "department", "tier1", "portal", quality=0.8,
        quirks=("sitemap",),
        faults=("blank_columns", "stale_columns", "columns_missing", "search_broken", "unanswered",
        "floaters", "old_file"),
    ),
    UnitSpec(
        "jiaoyu", "云泽市教育局", "department", "tier1", "table", charset="gbk", declared="header", quality=0.7,
        quirks=("calendar",), faults=("footer_wrong", "no_error_entry", "dead_attachments", "no_media", "search_stale",
        "leaders_thin", "organisation_thin", "back_dated", "fixed_width"),
    ),
    UnitSpec(
        "minzheng", "云泽市民政局", "department", "tier1", "art", quality=0.75,
        quirks=("negatives",),
        faults=(
            *("personal_data", "repeated", "attached_lists", "search_blind", "report_missing"),
            *("wordings", "attached_wordings", "menus", "neighbours"),
        ),
    ),
    UnitSpec(
        "renshe", "云泽市人力资源和社会保障局", "department", "tier1", "dynamic", quality=0.8,
        quirks=("sessions",), faults=("content_labels_missing", "stale_policy", "two_logins", "bare_answers",
        "report_late", "broken_attachments", "wide"),
    ),
    UnitSpec(
        "weijian", "云泽市卫生健康委员会", "department", "tier1", "modern", quality=0.8,
        quirks=("robots",), faults=("script_lists", "future_dates", "titles", "mojibake", "party_mark_missing",
        "report_thin", "expiring", "wordless_pictures", "script_search_blind"),
    ),
    UnitSpec(
        "tongji", "云泽市统计局", "department", "tier2", "art", size=0.8, quality=0.7,
        quirks=("soft_404",), faults=("burst", "dead_soft", "code_wrong", "no_answers", "bare_address", "no_prompt",
        "barriers"),
    ),
    UnitSpec("tiyu", "云泽市体育局", "department", "tier2", quality=0.3),
    UnitSpec(
        "chengguan", "云泽市城市管理局", "department", "tier2", "modern", size=0.5, quality=0.95,
        quirks=("crawl_delay", "slow", "redirects"),
        faults=("wide_enough", "mixed", "stays_on_http", "expiring_certificate", "without_ipv6"),
    ),
    UnitSpec(
        "dangan", "云泽市档案馆", "department", "tier2", "portal", charset="gbk", declared="meta", size=0.5,
        quality=0.9, exempt=True, quirks=("slow_home",), faults=("slow_home", "wrong_name"),
    ),
    UnitSpec(
        "nongye", "云泽市农业农村局", "department", "tier2", "dynamic", charset="gbk", size=0.9, quality=0.75,
        quirks=("base_href",), faults=("dead_offsite", "hidden_links", "titles", "stale_news", "no_accessibility",
        "data_closed", "script_links"),
    ),
)  # fmt: skip

SPARE_SERVERS = ("platform", "spam", "void")  # stand-ins for national services, spam hosts, and a port nobody answers
