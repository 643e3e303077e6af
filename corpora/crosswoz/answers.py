"""How answers to the users of CrossWOZ are judged: as those of MultiWOZ are, by its own goals.

No evaluation of whole systems was published with CrossWOZ that takes answers from a file; this is
Inform and Success of Nekvinda and Dušek 2021 over its goals and databases:

- what the clerk could not find, and the user gave up, is not wanted (`goals`);
- where a place is to be near one found before, any place may stand in for that one;
- of what a goal asks for, facilities are left out, as yes or no has no placeholder, and so is
  what the clerk says that there is none of (无);
- a span of time fits one that it meets, "1小时 - 2小时" a wish for two hours;
- a row that has no value does not fit a wish for one;
- nothing is booked, and the taxi and the metro put no row forward.

BLEU is over characters, as words are not set apart in Chinese.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from corpora.crosswoz.database import NEARBY, read_rows
from corpora.crosswoz.goals import user_goal
from corpora.crosswoz.labels import FACILITY, NAME, SLOTS, SOURCE
from dialog.acts import DialogueAct
from dialog.corpus import CorpusTurn, Dialogue, State
from dialog.corpus.answers import Wanted
from dialog.ranges import read_range
from dialog.schema import JOINT

_PLACES = ("景点", "餐馆", "酒店")
_FACILITIES = FACILITY.removesuffix("-")
_SPANS = frozenset({"门票", "人均消费", "价格", "评分"})
_LISTS = frozenset({"推荐菜", *(NEARBY + domain for domain in _PLACES)})
_YES, _NONE = "是", "无"
_BOOLEAN = {"yes": _YES, "no": "否"}  # as the framework writes them
_DURATION = "游玩时间"
_HOURS = {"分钟": 1 / 60, "小时": 1.0, "天": 24.0}
_TIME = re.compile(rf"(\d+(?:\.\d+)?)\s*({'|'.join(_HOURS)})?")
_KINDS = frozenset(slot for slots in SLOTS.values() for slot in slots)
_PLACEHOLDER = re.compile(r"\[([\w\s]+)\]")
_LETTER = re.compile(r"([^\x00-\x7f])")  # a character that is a token of its own


class CrossWozKey:
    """The answer key of CrossWOZ.

    Args:
        folder: of its database files, which are read when they are needed.
    """

    offering = frozenset({NAME})
    after_booking: frozenset[str] = frozenset()

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = lru_cache(maxsize=None)(self._read)
        self._fitting = lru_cache(maxsize=None)(self._with_value)

    def goal(self, dialogue: Dialogue) -> dict[str, Wanted]:
        """Return what the user wants, by domain; a second wish of one has a name of its own."""
        absent = {
            (act.domain, act.slot)
            for turn in dialogue.turns
            for act in turn.acts
            if turn.speaker == "system" and act.value == _NONE
        }
        goal: dict[str, Wanted] = {}
        for name, part in user_goal(dialogue).items():
            domain = name.partition(" ")[0]
            told = frozenset(
                slot
                for slot in part.asked
                if not slot.startswith(_FACILITIES) and (domain, slot) not in absent
            )
            # who was given a name has nothing to find
            offer = NAME if domain in _PLACES and NAME not in part.wanted else ""
            goal[name] = Wanted(part.wanted, told, offer, domain=domain)
        return goal

    def annotated(self, user: CorpusTurn, answer: CorpusTurn) -> State:
        """Return the last query that the clerk made before answering."""
        state: State = answer.extra.get("sys_state", user.state)
        return state

    def spelled(self, state: State) -> State:
        """Return a system's state with 是 and 否 of facilities; all else is as in the database."""
        return {
            domain: {
                slot: _BOOLEAN.get(value, value) if slot.startswith(FACILITY) else value
                for slot, value in slots.items()
            }
            for domain, slots in state.items()
        }

    def find(self, domain: str, constraints: Mapping[str, str]) -> frozenset[str]:
        """Return the names of the places that fit."""
        if domain not in _PLACES:
            return frozenset()
        left = frozenset(self._rows(domain))
        for slot, value in constraints.items():
            left &= self._fitting(domain, slot, value)
        return left

    def placeholder(self, name: str) -> tuple[str, str]:
        """Return the domain and the kind of a placeholder, "" for what it does not tell."""
        domain, _, slot = name.strip().rpartition("_")
        return domain if domain in SLOTS else "", slot if slot in _KINDS else ""

    def delexicalised(self, turn: CorpusTurn) -> str:
        """Return what a turn says with `[domain_slot]` for each value that stands in it."""
        said, at = "", 0
        spans = ((act.span or _place(act, turn.utterance), act) for act in turn.acts)
        found = [
            (*span, act)
            for span, act in spans
            if span and act.slot != SOURCE and act.value != _NONE
        ]
        for start, end, act in sorted(found, key=lambda each: each[:2]):
            if start >= at:
                slot = _FACILITIES if act.slot.startswith(FACILITY) else act.slot
                said += f"{turn.utterance[at:start]}[{act.domain}_{slot}]"
                at = end
        return said + turn.utterance[at:]

    def booked(self, turn: CorpusTurn) -> frozenset[str]:
        """Return no domain, as nothing is booked."""
        return frozenset()

    def plain(self, response: str) -> str:
        """Return a response with its characters apart, and the kinds of its placeholders whole."""
        # every second part is the name of a placeholder
        parts = enumerate(_PLACEHOLDER.split(response.lower()))
        return " ".join(
            word
            for at, part in parts
            for word in ([self.placeholder(part)[1]] if at % 2 else _letters(part).split())
        )

    def _read(self, domain: str) -> dict[str, Mapping[str, str]]:
        rows = read_rows(self._folder, domain)
        return {row[NAME]: row for row in rows if NAME in row}

    def _with_value(self, domain: str, slot: str, value: str) -> frozenset[str]:
        rows = self._rows(domain).items()
        return frozenset(name for name, row in rows if _fits(row, slot, value))


def _place(act: DialogueAct, text: str) -> tuple[int, int] | None:
    """Return where a value stands, whatever parts its parts, in brackets of any width."""
    plain = unicodedata.normalize("NFKC", text)
    if not act.value or len(plain) != len(text):
        return None
    parts = map(re.escape, unicodedata.normalize("NFKC", act.value).split())
    found = re.search(r"[\s,、;和]*".join(parts), plain)
    return found.span() if found else None


def _letters(text: str) -> str:
    return _LETTER.sub(r" \1 ", text)


def _fits(row: Mapping[str, str], slot: str, value: str) -> bool:
    """Whether a row is as a goal or a state has a slot; several values stand with ; or a space."""
    if slot == _FACILITIES:
        return all(row.get(FACILITY + name) == _YES for name in _items(value))
    has = row.get(slot, "")
    if slot in _SPANS:
        span, amount = read_range(value), read_range(has)
        return span is not None and amount is not None and amount.low in span
    if slot == _DURATION:
        wanted, there = _hours(value), _hours(has)
        return bool(wanted and there) and wanted[0] <= there[-1] and there[0] <= wanted[-1]
    if slot in _LISTS:
        names = _bare(has).split(JOINT)
        return _bare(value) in names or all(_bare(name) in names for name in _items(value))
    if slot == NAME:
        return _bare(value) == _bare(has)
    return bool(has) and _bare(has).removesuffix("型") == _bare(value).removesuffix("型")


def _hours(text: str) -> list[float]:
    """Return the hours that a text names, the fewest first; without a unit they are hours."""
    return sorted(float(number) * _HOURS[unit or "小时"] for number, unit in _TIME.findall(text))


def _items(value: str) -> list[str]:
    return value.replace(JOINT, " ").split()


def _bare(text: str) -> str:
    return "".join(text.split()).lower()
