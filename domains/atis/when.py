"""When flights leave and arrive: conditions on days and times."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from domains.atis.conditions import Clause, Condition
from domains.atis.errors import UnmetError
from domains.atis.reading import (
    EVERY_DAY,
    MIDNIGHT,
    NOON,
    Span,
    read_dates,
    read_days,
    relative_day,
    said_date,
    spans_of,
)
from domains.atis.slots import Slots, denied, under
from domains.atis.wording import either, said_days, said_digits

_MOST_GAINED = 180  # minutes on the clock, flying west over three time zones
_DATE = ("day_name", "day_number", "month_name", "year", "today_relative", "date_relative")
_TIME = ("time", "time_relative", "start_time", "end_time", "period_of_day", "period_mod")


class When:
    """Makes the conditions that say when a flight goes.

    Args:
        flight: the table of flights.
        today: tells the day from which "tomorrow" counts.
    """

    def __init__(self, flight: sa.Table, today: Callable[[], date]) -> None:
        self.flight = flight
        self.today = today

    def conditions(self, slots: Slots) -> Iterator[Condition]:
        """Return the conditions that the slots make on days and times."""
        yield from self._departure(slots)
        yield from self._arrival(slots)
        yield from self._frequency(slots)

    def _departure(self, slots: Slots) -> Iterator[Condition]:
        """When flights leave.

        As many days as times go together: "monday evening or tuesday morning".
        """
        dates = [*under(slots, "depart_date.", _DATE), *under(slots, "", _DATE)]
        named, told = self.days(dates), under(slots, "depart_time.", _TIME)
        spans = spans_of([*told, *under(slots, "", _TIME)])
        if any("tonight" in words for slot, words in dates if slot == "today_relative"):
            spans = spans or [Span("18:00", MIDNIGHT, "in the evening")]
        column = self.flight.c.departs
        if len(named) == len(spans) > 1:
            pairs = [
                self._flies(day) & _within(column, span)
                for (day, _), span in zip(named, spans, strict=True)
            ]
            words = either(
                f"on {said} {span.words}" for (_, said), span in zip(named, spans, strict=True)
            )
            yield Condition("time", words, (sa.or_(*pairs),))
            return
        if named:
            clause = sa.or_(*(self._flies(day) for day, _ in named))
            yield Condition("date", f"on {said_days(named)}", (clause,))
        yield from self._spans("leaving", column, spans)
        mods = " ".join(slots.get("flight_mod", ()))
        if "red eye" in mods or "overnight" in mods:
            yield Condition("time", "overnight", (self.overnight,), leading=True)
        elif "day time" in mods or "daytime" in mods:
            day = Span("06:00", "18:00", "in the daytime")
            yield from self._spans("leaving", column, [day])

    def _spans(
        self, verb: str, column: sa.ColumnElement[str], spans: Sequence[Span]
    ) -> Iterator[Condition]:
        """Stretches of time hold together if they overlap, "after 4 and before 6", or else one."""
        if not spans:
            return
        together = max(s.start for s in spans) <= min(s.end for s in spans)
        clauses = [_within(column, span) for span in spans]
        words = [span.words for span in spans]
        clause = sa.and_(*clauses) if together else sa.or_(*clauses)
        said = " and ".join(dict.fromkeys(words)) if together else either(words)
        yield Condition("time", f"{verb} {said}", (clause,))

    def _flies(self, days: str) -> Clause:
        return sa.or_(sa.false(), *(self.flight.c.days.contains(day) for day in days))

    def _arrival(self, slots: Slots) -> Iterator[Condition]:
        """When flights arrive; what flies through the night arrives on the day after it leaves."""
        named = self.days(under(slots, "arrive_date.", _DATE))
        if named:
            days = "".join(days for days, _ in named)
            eve = "".join(str((int(day) - 2) % 7 + 1) for day in days)
            leaving = self.days(under(slots, "depart_date.", _DATE))
            if leaving:
                start = {day for digits, _ in leaving for day in digits}
                days, eve = ("".join(start & set(some)) for some in (days, eve))
            clause = (~self.overnight & self._flies(days)) | (self.overnight & self._flies(eve))
            yield Condition("arrival", f"arriving on {said_days(named)}", (clause,))
        spans = spans_of(under(slots, "arrive_time.", _TIME))
        for condition in self._spans("arriving", self.flight.c.arrives, spans):
            # in the evening before midnight nobody means the morning after
            late = ~self.overnight if max(span.end for span in spans) > NOON else sa.true()
            yield replace(condition, kind="arrival", clauses=(*condition.clauses, late))

    def _frequency(self, slots: Slots) -> Iterator[Condition]:
        said = " ".join([*slots.get("flight_days", ()), *slots.get("flight_mod", ())])
        if "dai" in said or "every day" in said:
            yield Condition("date", "every day", (self.flight.c.days == "1234567",))
        elif "week" in said:
            yield Condition("date", "on weekdays", (self.flight.c.days.contains("12345"),))

    @property
    def overnight(self) -> Clause:
        """The clause that a flight arrives on the day after it leaves.

        Over time zones a flight of the same day may arrive a little before it left, but not hours.
        """
        leaves, lands = _minutes(self.flight.c.departs), _minutes(self.flight.c.arrives)
        return leaves - lands > _MOST_GAINED

    def days(self, told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the days that the slots of a date name: the digits of weekdays, and the words.

        Raises:
            UnmetError: for words that name no day.
        """
        today = self.today()
        dates = [(str(d.isoweekday()), said_date(d, today)) for d in read_dates(told, today)]
        for slot, words in told:
            if slot == "today_relative":
                day = relative_day(words, today)
                if day is None:
                    raise UnmetError(f"I do not know which day {words} is.", words)
                dates.append((str(day.isoweekday()), said_date(day, today)))
        if dates:
            return dates
        named = [words for slot, words in told if slot == "day_name"]
        for words in named:
            if not read_days(denied(words) or words):
                raise UnmetError(f"I do not know which day {words} is.", words)
        if unwanted := "".join(read_days(other) for w in named if (other := denied(w))):
            rest = "".join(digit for digit in EVERY_DAY if digit not in unwanted)
            return [(rest, f"any day but {said_digits(unwanted)}")]
        if told and not named and all(slot == "date_relative" for slot, _ in told):
            sentence = "Which day do you mean? Tell me a weekday or a date."
            raise UnmetError(sentence, *(words for _, words in told))
        return [(digits, said_digits(digits)) for digits in map(read_days, named)]


def _minutes(time: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    hour, minute = sa.func.substr(time, 1, 2), sa.func.substr(time, 4, 2)
    return sa.cast(hour, sa.Integer) * 60 + sa.cast(minute, sa.Integer)


def _within(column: sa.ColumnElement[str], span: Span) -> Clause:
    if span.end == MIDNIGHT:
        return column >= span.start
    return column.between(span.start, span.end)
