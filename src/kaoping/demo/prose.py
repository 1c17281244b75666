"""Puts sentences of our own making together into news, notices, policies, messages and surveys about no real person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from kaoping.demo import words

T = TypeVar("T")


@dataclass(slots=True)
class Writer:
    """Writes for one place. `rng` makes it repeatable; no title is given out twice."""

    place: str
    rng: Random
    _given: set[str] = field(default_factory=set)

    def news(self, when: datetime) -> tuple[str, list[str]]:
        """Return title and paragraphs of a news item published at `when`."""
        slots = self._slots(when)
        middles = self.rng.sample(words.MIDDLES, self.rng.randint(3, 7))
        body = [self._pick(words.LEADS), *middles, self._pick(words.ENDINGS)]
        return self._title(words.NEWS_TITLES, slots), self._fill(body, slots)

    def notice(self, when: datetime) -> tuple[str, list[str]]:
        """Return title and paragraphs of a notice with numbered points and a signature."""
        slots = self._slots(when)
        points = self.rng.sample(words.MIDDLES, 4)
        body = ["各有关单位：", self._pick(words.CLAUSES[:3])]
        body += [f"{numeral}、{point}" for numeral, point in zip("一二三四", points, strict=True)]
        return self._title(words.NOTICE_TITLES, slots), [*self._fill(body, slots), self.place, chinese_date(when)]

    def policy(self, when: datetime) -> tuple[str, list[str]]:
        """Return title and paragraphs of a normative document."""
        slots = self._slots(when)
        body = ["各有关部门和单位：", "现将有关事项通知如下，请认真组织实施。"]
        body += [f"{numeral}、{clause}" for numeral, clause in zip("一二三四五六七", words.CLAUSES, strict=True)]
        signature = [self.place, chinese_date(when), "（此件公开发布）"]
        return self._title(words.POLICY_TITLES, slots), self._fill(body, slots) + signature

    def interpretation(self, when: datetime, policy: str) -> tuple[str, list[str]]:
        """Return title and paragraphs of the explanation of the document called `policy`."""
        slots = self._slots(when)
        opening = f"{chinese_date(when)}，《{policy}》正式公布。为便于社会各界理解，现将有关内容解读如下。"
        return self.unique(f"《{policy}》政策解读"), [opening, *self._fill(words.EXPLAINS, slots)]

    def other(self, when: datetime) -> tuple[str, list[str]]:
        """Return title and paragraphs of an item of a lesser column (plans, finance, staff, data)."""
        slots = self._slots(when)
        body = [self._pick(words.CLAUSES), *self.rng.sample(words.MIDDLES, 3), self._pick(words.ENDINGS)]
        return self._title(words.OTHER_TITLES, slots), self._fill(body, slots)

    def survey(self, when: datetime) -> tuple[str, list[str]]:
        """Return title and introduction of a consultation of the public."""
        slots = self._slots(when)
        intro = "为广泛听取社会各界对{topic}工作的意见建议，进一步改进{task}工作，现面向公众公开征集，欢迎积极参与。"
        return self._title(words.SURVEYS, slots), self._fill([intro, *self.rng.sample(words.MIDDLES, 2)], slots)

    def message(self, when: datetime) -> tuple[str, str, str, str]:
        """Return kind, title, text and reply of a citizen's message (网民留言)."""
        slots = self._slots(when)
        kind, title, text = self._pick(words.QUESTIONS)
        given = self.unique(self._fill([title], slots)[0])
        return kind, given, self._fill([text], slots)[0], self._fill([self._pick(words.REPLIES)], slots)[0]

    def sentences(self, count: int, when: datetime) -> list[str]:
        """Return `count` paragraphs on no topic in particular, for pages that are not items."""
        slots = self._slots(when)
        return self._fill([self._pick(words.MIDDLES) for _ in range(count)], slots)

    def person(self) -> str:
        """Return the name of a person that does not exist."""
        return self._pick(words.SURNAMES) + self._pick(words.GIVEN)

    def _slots(self, when: datetime) -> dict[str, object]:
        topic = self.rng.choice(list(words.TOPICS))
        tasks, people, unit = words.TOPICS[topic]
        return {
            "place": self.place, "topic": topic, "task": self._pick(tasks), "people": self._pick(people), "unit": unit,
            "verb": self._pick(words.VERBS), "meeting": self._pick(words.MEETINGS), "street": self._pick(words.STREETS),
            "season": self._pick(words.SEASONS), "year": when.year, "month": when.month, "next_year": when.year + 1,
            "date": f"{when.month}月{when.day}日", "number": self.rng.randint(1, 24),
        }  # fmt: skip

    def _pick(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def _fill(self, texts: Sequence[str], slots: dict[str, object]) -> list[str]:
        return [text.format(**slots, **self._numbers()) for text in texts]

    def _numbers(self) -> dict[str, object]:
        """Figures differ from sentence to sentence."""
        draw = self.rng.randint
        return {"count": draw(60, 9600), "small": draw(3, 48), "percent": draw(71, 99), "gain": draw(2, 17)}

    def _title(self, patterns: Sequence[str], slots: dict[str, object]) -> str:
        return self.unique(self._pick(patterns).format(**slots))

    def unique(self, title: str) -> str:
        """A site's titles differ, so that no two pages look like copies of one another."""
        given, number = title, 1
        while given in self._given:
            number += 1
            given = f"{title}({number})"
        self._given.add(given)
        return given


def chinese_date(when: datetime) -> str:
    """Return the date as documents write it: 2022年3月4日."""
    return f"{when.year}年{when.month}月{when.day}日"


def spread(rng: Random, latest: datetime, count: int, span_days: int) -> list[datetime]:
    """Return `count` moments in office hours, newest first: the first at `latest`, the others over `span_days`."""
    steps = sorted(rng.uniform(0.1, 1.0) * span_days for _ in range(max(count - 1, 0)))
    moments = [latest - timedelta(days=round(step)) for step in steps]
    hours = [moment.replace(hour=rng.randint(8, 17), minute=rng.randint(0, 59)) for moment in moments]
    return [latest, *sorted(hours, reverse=True)]
