"""Values for the placeholders of CrossWOZ's templates, from its databases.

A clerk names what a row holds, 137元 or 4.7分; a traveller wants a band of it, 100-150元 or
4.5分以上. The bounds of the bands are those of the dialogues' goals.
"""

import random
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from corpora.crosswoz.database import SEPARATOR
from corpora.crosswoz.labels import FACILITY, NAME
from dialog.corpus.dialogue import Speaker
from dialog.errors import CorpusError

Row = Mapping[str, str]
_BOUNDS: dict[str, tuple[int, ...]] = {
    "门票": (20, 50, 100, 150, 200),
    "人均消费": (50, 100, 150, 500, 1000),
    "价格": tuple(range(100, 1001, 100)),
}
FACILITIES = FACILITY.removesuffix("-")  # what templates call any facility
_YUAN, _POINTS = "元", "分"
_TOP, _GOOD, _FAIR = 5.0, 4.5, 4.0  # ratings that travellers ask for
_LISTS = frozenset({"推荐菜", "周边景点", "周边餐馆", "周边酒店"})
_STATION = {"出发地附近地铁站": "地铁", "目的地附近地铁站": "地铁"}  # act slot -> column
_PLACE = {"出发地": NAME, "目的地": NAME}
_METRO = "地铁"  # its rows know every place


class Values:
    """Draws values of slots as one of the speakers says them.

    Args:
        rows: the rows of each domain, as `database.read_rows` gives them.
    """

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self._rows = rows
        self._pool = cache(self._made)

    def draw(
        self,
        rng: random.Random,
        domain: str,
        slot: str,
        speaker: Speaker,
        taken: Iterable[str] = (),
    ) -> str:
        """Return a value that is not yet taken, of 酒店设施 the name of a facility.

        Raises:
            CorpusError: when the databases hold none.
        """
        pool, used = self._pool(domain, slot, speaker), set(taken)
        for _ in range(100):
            if pool and (value := rng.choice(pool)) not in used:
                return value
        raise CorpusError(f"The databases of crosswoz hold too few values of {domain} {slot}.")

    def _made(self, domain: str, slot: str, speaker: Speaker) -> tuple[str, ...]:
        if slot == FACILITIES:
            first = self._rows[domain][0] if self._rows[domain] else {}
            return tuple(name.removeprefix(FACILITY) for name in first if name.startswith(FACILITY))
        home = _METRO if slot in _PLACE else domain
        column = _PLACE.get(slot) or _STATION.get(slot) or slot
        cells = [row[column] for row in self._rows[home] if column in row]
        if slot in _LISTS:
            cells = [name for cell in cells for name in cell.split(SEPARATOR)]
        said = (_said(slot, " ".join(cell.replace(",", " ").split()), speaker) for cell in cells)
        return tuple(dict.fromkeys(value for value in said if value))


def _said(slot: str, cell: str, speaker: Speaker) -> str:
    """Return a cell as it is said, "" for one that is not."""
    if slot in _BOUNDS:
        amount = float(cell)
        if not amount:
            return ""  # free, which has a template of its own
        return f"{amount:g}{_YUAN}" if speaker == "system" else _band(amount, _BOUNDS[slot])
    if slot != "评分":
        return cell
    points = float(cell)
    if speaker == "system":
        return f"{points:g}{_POINTS}"
    if points == _TOP:
        return f"{_TOP:g}{_POINTS}"
    wanted = _GOOD if points >= _GOOD else _FAIR if points >= _FAIR else 0
    return f"{wanted:g}{_POINTS}以上" if wanted else ""


def _band(amount: float, bounds: Sequence[int]) -> str:
    at = bisect_right(bounds, amount)
    if not at:
        return f"{bounds[0]}{_YUAN}以下"
    if at == len(bounds):
        return f"{bounds[-1]}{_YUAN}以上"
    return f"{bounds[at - 1]}-{bounds[at]}{_YUAN}"
