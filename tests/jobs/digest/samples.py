"""Two digests in which everything occurs: what renderers are tried with, and what is looked at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.digest.model import (
    Chart,
    ChartKind,
    Definition,
    Digest,
    Figure,
    Line,
    Listing,
    Owner,
    Section,
    SectionKey,
    Series,
    Unit,
    Window,
)
from sync.message import Message, say
from sync.model import RecordId

TOKYO = ZoneInfo("Asia/Tokyo")
WEEK = Window(datetime(2026, 11, 9, tzinfo=TOKYO), datetime(2026, 11, 16, tzinfo=TOKYO), "2026-W46")
WEEKS = tuple(f"2026-W{week}" for week in range(34, 47))
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) | `a` @channel #1 <img src=x onerror=alert(1)>"
    " https://evil.example/ www.evil.example :boom: _x_ $\\frac"
)
"""A title as somebody may type it into a table."""

_PEOPLE = {
    "en": ("Aiko Tanaka", "Ben Okafor", "Chiara Rossi", "Dev Patel"),
    "ja": ("田中 愛子", "佐藤 健", "鈴木 千尋", "高橋 大輔"),
}
_INCIDENTS = {
    "en": (
        "Checkout times out for customers who pay by card",
        "Search returns yesterday's results",
        "Push notifications arrive twice",
        "Invoices show the wrong VAT",
        "Login by SSO fails for new tenants",
    ),
    "ja": (
        "カード決済の利用者でチェックアウトがタイムアウトする",
        "検索結果に前日のデータが表示される",
        "プッシュ通知が二重に届く",
        "請求書の消費税額が誤っている",
        "新しいテナントでSSOログインに失敗する",
    ),
}
_WORDS = {
    "highlights": ("What matters this week", "今週の要点"),
    "incidents": ("Incidents", "インシデント"),
    "postmortems": ("Post-mortems", "ポストモーテム"),
    "actions": ("Prevention actions", "再発防止策"),
    "risks": ("Risks", "リスク"),
    "stale": ("Stale", "滞留"),
    "duplicates": ("Likely duplicates", "重複候補"),
    "links": ("Suggested links", "リンク候補"),
    "severity": ("Severity", "重大度"),
    "repeats": ("Repeats", "再発"),
    "breakage": ("Kind of breakage", "障害の種類と原因"),
    "slo": ("SLO and error budget", "SLOとエラーバジェット"),
    "backlog": ("Backlog", "バックログ"),
    "near_misses": ("Near misses", "ヒヤリハット"),
    "thanks": ("Thanks", "ありがとう"),
    "health": ("Sync health", "同期の状態"),
    "title": ("Weekly reliability digest", "信頼性ウィークリーダイジェスト"),
    "new": ("New this week", "今週の新規"),
    "open": ("Still open", "対応中"),
    "gaps": ("Gaps in the checklist", "チェックリストの不足"),
    "overdue": ("Overdue", "期限超過"),
    "newly_stale": ("Newly stale", "新たに滞留"),
    "none_open": ("No incident is open.", "対応中のインシデントはありません。"),
    "out": ("payments unavailable for 1 h 12 min, resolved", "決済が1時間12分利用できず、解決済み"),
    "late": ("due on Nov 6, not started", "期限は11月6日、未着手"),
    "gap": ("no root cause, no owner for two actions", "根本原因が未記入、アクション2件に担当者なし"),
    "moved": ("score 12 → 20 after the card outage", "カード決済の障害を受けてスコアが12→20"),
    "quiet": ("nobody has touched it for 41 days", "41日間更新なし"),
    "decide": (
        "Two customers lost orders: decide whether the card provider gets a fallback",
        "顧客2社で注文が失われた。決済代行の予備系を持つかの判断が必要",
    ),
    "burnt": ("Checkout has used 92% of its error budget", "チェックアウトのエラーバジェットを92%消費"),
    "oldest": ("The oldest prevention action is overdue for 63 days", "最も古い再発防止策が63日超過"),
    "count": ("Incidents", "インシデント件数"),
    "ttr": ("Time to resolve, median", "解決までの時間（中央値）"),
    "ttr90": ("Time to resolve, 90th percentile", "解決までの時間（90パーセンタイル）"),
    "tta": ("Time to acknowledge, median", "初動までの時間（中央値）"),
    "done": ("Post-mortems completed in time", "ポストモーテム期限内完了率"),
    "od": ("Overdue actions", "期限超過のアクション"),
    "agedays": ("Age of open actions, median", "未完了アクションの経過日数（中央値）"),
    "exposure": ("Risks whose review is overdue", "見直し期限超過のリスク"),
    "budget": ("Error budget left, checkout", "エラーバジェット残（チェックアウト）"),
    "burn": ("Burn rate", "バーンレート"),
    "net": ("Net flow", "純増減"),
    "by_week": ("Incidents by week and severity", "週別・重大度別インシデント件数"),
    "ttr_week": ("Time to resolve by week", "解決までの時間の推移"),
    "by_function": ("Incidents by function", "機能別インシデント件数"),
    "left": ("Error budget left by week", "エラーバジェット残の推移"),
    "median": ("median", "中央値"),
    "p90": ("90th percentile", "90パーセンタイル"),
    "checkout": ("Checkout", "チェックアウト"),
    "search": ("Search", "検索"),
    "by_week_text": (
        "12 incidents this week, most since W38; two of them SEV1.",
        "今週は12件で、W38以来の最多。うち2件がSEV1。",
    ),
    "ttr_text": (
        "The median fell from 96 to 76 minutes; W40 has too few incidents to say.",
        "中央値は96分から76分に短縮。W40は件数が少なく算出していません。",
    ),
    "function_text": ("Payments had 5 of 12 incidents.", "12件のうち5件が決済。"),
    "left_text": ("Checkout has 8% of its budget left, search 71%.", "残りはチェックアウト8%、検索71%。"),
    "confidential": ("2 confidential records are counted and not named.", "機密レコード2件は件数のみ集計しています。"),
    "unread": ("3 rows could not be read: the date is no date.", "3行は日付を読み取れず、集計から除外しました。"),
    "untold": ("No table of near misses is configured.", "ヒヤリハットの表が設定されていません。"),
    "thank": ("closed the post-mortem of the search outage", "検索障害のポストモーテムを完了"),
    "waiting": ("a conflict waits for a choice for 4 days", "競合が4日間、選択待ち"),
    "d_count": (
        "Incidents declared (else started) in the window; duplicates and cancelled ones do not count.",
        "期間内に宣言（なければ発生）したインシデント。重複と取消は除く。",
    ),
    "d_ttr": (
        "From declared to resolved. Incidents without both stamps are left out and counted. Nothing below n = 5.",
        "宣言から解決まで。時刻が欠けるものは除外して件数を示す。n が5未満のときは算出しない。",
    ),
}


def sample(language: str) -> Digest:
    """Return a busy week."""
    return _Sample(language).digest()


def hostile() -> Digest:
    """Return a digest whose every text from a table tries to break out."""
    line = Line(
        say("why {what}", what=HOSTILE),
        HOSTILE,
        RecordId(HOSTILE),
        HOSTILE,
        "javascript:alert(1)",
        (Owner(HOSTILE),),
        timedelta(days=3),
        (HOSTILE, "|", "*SEV1*"),
    )
    chart = Chart(
        'a"b<c',
        say("{name}", name=HOSTILE),
        ChartKind.BARS,
        (HOSTILE, "_under", "$x^2$", "🚒 火"),
        (Series(say("{name}", name="_" + HOSTILE), (1, 2, None, 4)), Series(say("$y_1$"), (1, 2, 3, 4))),
        Unit.COUNT,
        say("{name}", name=HOSTILE),
    )
    figure = Figure("k.<b>", say("{name}", name=HOSTILE), 3)
    section = Section(
        SectionKey.INCIDENTS,
        say("{name}", name=HOSTILE),
        (figure,),
        (Listing(say("{name}", name=HOSTILE), (line,)),),
        (chart,),
        (say("{name}", name=HOSTILE),),
    )
    definition = Definition("k.<b>", say("{name}", name=HOSTILE), say("{name}", name=HOSTILE))
    top = Section(SectionKey.HIGHLIGHTS, say("Top"), (), (Listing(say("Top"), (line,)),))
    return Digest(
        say("{name}", name=HOSTILE), WEEK, WEEK.end, "Asia/Tokyo", (top, section), (definition,), {HOSTILE: 3}
    )


class _Sample:
    def __init__(self, language: str) -> None:
        self.language = language
        self.people = tuple(Owner(name, f"user-{place}") for place, name in enumerate(_PEOPLE[language]))
        self.incidents = _INCIDENTS[language]

    def digest(self) -> Digest:
        return Digest(
            self.say("title"),
            WEEK,
            datetime(2026, 11, 15, 22, 0, tzinfo=UTC),
            "Asia/Tokyo",
            tuple(self.sections()),
            (
                Definition("incidents.count", self.say("count"), self.say("d_count")),
                Definition("ttr", self.say("ttr"), self.say("d_ttr")),
            ),
            {"incident": 819, "risk": 64, "action_item": 141},
        )

    def text(self, key: str) -> str:
        return _WORDS[key][self.language == "ja"]

    def say(self, key: str) -> Message:
        return say("{text}", text=self.text(key))

    def line(self, place: int, key: str, days: float, *marks: str, table: str = "incidents") -> Line:
        title = self.incidents[place % 5]
        url = f"https://www.notion.so/{place:032x}"
        owners = () if place == 3 else (self.people[place % 4],)
        record = RecordId(f"r-{place}")
        return Line(self.say(key), table, record, title, url, owners, timedelta(days=days), marks)

    def sections(self) -> Iterator[Section]:
        yield self.part(SectionKey.HIGHLIGHTS, listings=(self.highlights(),))
        yield self.part(
            SectionKey.INCIDENTS,
            figures=(
                Figure("incidents.count", self.say("count"), 12, before=9, usual=7, better=-1),
                Figure("ttr.median", self.say("ttr"), 76, Unit.MINUTES, 11, 1, before=96, usual=81.5, better=-1),
                Figure("ttr.p90", self.say("ttr90"), 317, Unit.MINUTES, 11, 1, before=290, usual=317, better=-1),
                Figure("tta.median", self.say("tta"), None, Unit.MINUTES, 3, 9, better=-1),
            ),
            charts=(self.by_week(), self.resolving()),
            listings=(
                Listing(self.say("new"), tuple(self.line(i, "out", i + 0.4, f"SEV{i % 4 + 1}") for i in range(12)), 4),
                Listing(self.say("open"), empty=self.say("none_open")),
            ),
            notes=(self.say("confidential"), self.say("unread")),
        )
        yield self.part(
            SectionKey.POSTMORTEMS,
            figures=(Figure("pm.done", self.say("done"), 62.5, Unit.PERCENT, 8, before=71.4, usual=66.0, better=1),),
            listings=(Listing(self.say("gaps"), (self.line(1, "gap", 12, "SEV2"), self.line(3, "gap", 9, "SEV3"))),),
        )
        yield self.part(
            SectionKey.ACTIONS,
            figures=(
                Figure("actions.overdue", self.say("od"), 9, before=9, usual=11, better=-1),
                Figure("actions.age", self.say("agedays"), 23.5, Unit.DAYS, 41, before=20, usual=22.1, better=-1),
            ),
            listings=(
                Listing(self.say("overdue"), tuple(self.line(i, "late", 63 - 7 * i, "P1") for i in range(5)), 4),
            ),
        )
        yield self.part(
            SectionKey.RISKS,
            figures=(Figure("risks.review", self.say("exposure"), 6, n=64, before=4, usual=5, better=-1),),
            listings=(Listing(self.say("risks"), (self.line(0, "moved", 130, self.high()),)),),
        )
        yield self.part(
            SectionKey.STALE,
            listings=(Listing(self.say("newly_stale"), tuple(self.line(i, "quiet", 41 + i) for i in range(3)), 1),),
        )
        yield self.part(SectionKey.DUPLICATES)
        yield self.part(SectionKey.BREAKAGE, charts=(self.by_function(),))
        yield self.part(
            SectionKey.SLO,
            figures=(
                Figure("slo.left", self.say("budget"), 8.2, Unit.PERCENT, before=64, usual=80.1, better=1),
                Figure("slo.burn", self.say("burn"), 2.71, Unit.RATIO, before=0.9, usual=0.66, better=-1),
            ),
            charts=(self.left(),),
        )
        yield self.part(SectionKey.BACKLOG, figures=(Figure("backlog.net", self.say("net"), -14, before=3),))
        yield self.part(SectionKey.NEAR_MISSES, notes=(self.say("untold"),))
        thanks = replace(self.line(2, "thank", 6), owners=self.people[:2], age=None)
        yield self.part(SectionKey.THANKS, listings=(Listing(self.say("thanks"), (thanks,)),))
        yield self.part(SectionKey.HEALTH, listings=(Listing(self.say("health"), (self.line(4, "waiting", 4),)),))

    def part(
        self,
        key: SectionKey,
        *,
        figures: tuple[Figure, ...] = (),
        listings: tuple[Listing, ...] = (),
        charts: tuple[Chart, ...] = (),
        notes: tuple[Message, ...] = (),
    ) -> Section:
        return Section(key, self.say(key.value), figures, listings, charts, notes)

    def high(self) -> str:
        return ("high", "高")[self.language == "ja"]

    def highlights(self) -> Listing:
        lines = (self.line(0, "decide", 5.2, "SEV1"), self.line(0, "burnt", 5.2), self.line(3, "oldest", 63, "P1"))
        return Listing(self.say("highlights"), lines)

    def by_week(self) -> Chart:
        values = (
            (0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 0, 1, 2),
            (1, 1, 2, 0, 4, 1, 0, 1, 2, 1, 3, 2, 3),
            (3, 2, 2, 4, 5, 3, 2, 2, 4, 3, 2, 4, 5),
            (1, 2, 3, 1, 2, 2, 1, 0, 1, 2, 2, 2, 2),
        )
        series = tuple(Series(say("SEV{level}", level=i), row) for i, row in enumerate(values, 1))
        return Chart(
            "severity.week", self.say("by_week"), ChartKind.STACKED, WEEKS, series, Unit.COUNT, self.say("by_week_text")
        )

    def resolving(self) -> Chart:
        median = (88, 79, 102, 81, 64, 90, None, 75, 83, 80, 77, 96, 76)
        p90 = (340, 310, 402, 290, 260, 330, None, 281, 333, 318, 310, 290, 317)
        series = (Series(self.say("median"), median), Series(self.say("p90"), p90))
        return Chart(
            "ttr.week", self.say("ttr_week"), ChartKind.LINE, WEEKS, series, Unit.MINUTES, self.say("ttr_text")
        )

    def by_function(self) -> Chart:
        labels = {
            "en": ("Payments and invoices", "Search", "Notifications", "Login"),
            "ja": ("決済・請求", "検索とレコメンド", "通知", "ログイン"),
        }[self.language]
        series = (Series(self.say("count"), (5, 3, 2, 2)),)
        return Chart(
            "function", self.say("by_function"), ChartKind.BARS, labels, series, Unit.COUNT, self.say("function_text")
        )

    def left(self) -> Chart:
        checkout = (96, 94.5, 93, 88, 86, 83, 80.1, 78, 71, 70, 66, 64, 8.2)
        search = (100, 99, 99, 97, 95, 92, 90, 88, 84, 80, 78, 75, 71)
        series = (Series(self.say("checkout"), checkout), Series(self.say("search"), search))
        return Chart("slo.left", self.say("left"), ChartKind.LINE, WEEKS, series, Unit.PERCENT, self.say("left_text"))
