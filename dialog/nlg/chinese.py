"""Small Chinese: lists, counted things, days, and the finish of a sentence made of parts."""

from collections.abc import Sequence

from dialog.nlg.wording import Part

_DAYS = dict(
    zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        "一二三四五六日",
        strict=True,
    )
)
_RELATIVE = {"today": "今天", "tomorrow": "明天"}
_ENDS = "。！？：…）"


def counted(number: str, unit: str) -> str:
    """Return a number with its unit, as nouns have no plural: 3个, 60元."""
    return f"{number}{unit}"


def listed(items: Sequence[str], word: str = "和") -> str:
    """Join items for reading: 甲、乙和丙."""
    if len(items) < 2:
        return "".join(items)
    return f"{'、'.join(items[:-1])}{word}{items[-1]}"


def day(value: str) -> str:
    """Return a day as it is said: monday as 星期一."""
    return _RELATIVE.get(value) or f"星期{_DAYS[value]}"


def finish(parts: Sequence[Part]) -> str:
    """Put parts together into sentences, the last of which ends."""
    text = "".join(part.text for part in parts).strip()
    return text if not text or text[-1] in _ENDS else f"{text}。"
