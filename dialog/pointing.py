"""The words that stand for something said before: "the same area", "that hotel", 那家酒店附近.

English and Chinese; what the words stand for is found by the tracker.
"""

import re
from functools import lru_cache

from dialog.schema import Slot, SlotType

_SAME = re.compile(
    r"(?:(?:on|at|for|in|by)\s+)?(?:(?:the|that|this)\s+)?same\b.*|"
    r"(?:也|还)?(?:在|是|要)?(?:同一|同样|相同|一样).*|同[一]?[天日]|当[天日]|"
    r"(?:跟|和|与|同).+(?:一样|相同|一致).*"
)
_THAT = re.compile(
    r"(?:(?:on|at|for|in|by)\s+)?(?:that|this)\s+(?P<kind>\w.*)|"
    r"(?:在|是)?[那这](?:个|一|种)?(?P<zh>\w+)"
)
_BOOKED = re.compile(
    r"(?:(?:on|at|for|by)\s+)?(?:(?:the|my|our)\s+)?"
    r"(?:book(?:ed|ing)|reserv(?:ed|ation))(?:'?s?\s+(?P<kind>\w+))?|"
    r"(?:(?:on|at|for|by)\s+)?(?:the\s+)?(?P<of>\w+)\s+(?:of|for)\s+(?:the|my|our)\s+"
    r"(?:booking|reservation)|预[订定]的?(?P<zh>\w+)"
)
_COMPARED = re.compile(  # whose value: "the same area as the hotel", "the hotel's area"
    r".*\b(?:as|like|of)\s+(?P<as>(?:the|my|our|that|this)\s.+)|"
    r"(?P<own>(?:the|my|our|that|this)\s[^']+)'s?\s.+|"
    r"(?:也)?(?:跟|和|与|同)(?P<zh>.+?)(?:的\w+)?(?:一样|相同|一致).*|"
    r"(?P<zhown>[那这该此].+?)的\w+"
)
_ALSO = re.compile(
    r"^(?:also|and|again|too)\s+|\s+(?:too|as well|also|again|please|then)$|^也(?:要|在|是)?"
)
_NEAR = re.compile(
    r"^(?:(?:some\w+|right)\s+)?(?:near(?:by)?(?:\s+to)?|close\s+(?:to|by)|next\s+to|around|by|"
    r"not\s+(?:too\s+)?far\s+from)(?:\s+|$)|"
    r"^(?:在|离|去|到|从|由)|的?(?:附近|周边|周围|旁边|边上|一带|近)(?:的.*)?$"
)
_POINTERS = frozenset({
    "", "it", "there", "here", "that", "this", "that one", "this one", "the place", "the one",
    "它", "那里", "那儿", "那边", "这里", "这儿", "这边", "那", "这", "那家", "这家", "那个",
    "这个", "那家店", "这家店", "那个地方", "这个地方", "该地", "此地", "那个地点", "这个地点",
}) | {f"{word} place" for word in ("that", "this", "same", "the same")}  # fmt: skip
_NOUN = re.compile(
    r"(?:(?:the|my|our|your|that|this|said)\s+)?(?:same\s+)?"
    r"(?:(?:我|我们|你|您|刚才|刚刚|之前|前面)*(?:说|推荐|提到|找到|选|订|预订|预定|住)*的?"
    r"(?:那|这|该|此)?(?:一)?(?:家|个|间|座|所|处)?)"
    r"(?P<noun>.+?)(?:\s+itself|\s+(?:that\s+)?(?:i|we|you)\b.*)?"
)
_ARTICLED = re.compile(r"(?:the|my|our|your|that|this|said|same)\s.*|[那这该此].*")
_LIKE = {"date": SlotType.DAY, "hour": SlotType.TIME, "天": SlotType.DAY, "日": SlotType.DAY}


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Return a text's words for comparison with a phrase, without punctuation."""
    words = re.sub(r"[^\w\s'&-]", " ", text.casefold().replace("’", "'"))
    return " ".join(re.sub(r"\s+(?='s\b)", "", words).split())


def points_back(text: str, slot: Slot) -> bool:
    """Whether a text stands for a value said before: "the same area", for a day "that day"."""
    words = _ALSO.sub("", plain_words(text))
    if _SAME.fullmatch(words):
        return True
    if that := _THAT.fullmatch(words):
        return _is_kind(that["kind"] or that["zh"], slot)
    booked = _BOOKED.fullmatch(words)
    if booked is None:
        return False
    kind = booked["kind"] or booked["of"] or booked["zh"]
    return _is_kind(kind, slot) if kind else slot.type in (SlotType.TIME, SlotType.DAY)


def _is_kind(words: str, slot: Slot) -> bool:
    """Whether words are what a slot is called."""
    names = (slot.name, slot.type.value, slot.noun)
    return _squeezed(words) in map(_squeezed, names) or _LIKE.get(words) is slot.type


def _squeezed(words: str) -> str:
    return re.sub(r"[\W_]", "", words.casefold())


def whose(text: str) -> str:
    """Return the noun of the thing whose value a text means, "" if it names none.

    It is "hotel" in "the same area as the hotel" and "the hotel's area".
    """
    found = _COMPARED.fullmatch(_ALSO.sub("", plain_words(text)))
    return noun_of(next(filter(None, found.groups()), "")) if found else ""


def place_words(text: str) -> str:
    """Return a text's words without those that only say near what: "close to the hotel"."""
    words = _ALSO.sub("", plain_words(text))
    shorter = _NEAR.sub("", words).strip()
    return _NEAR.sub("", shorter).strip()  # before and after: 在它附近


def is_pointer(words: str) -> bool:
    """Whether the words of a place point at one, and say nothing else: "there"."""
    return words in _POINTERS


def noun_of(words: str) -> str:
    """Return the noun by which words call a thing: "inn" in "the inn you found"."""
    found = _NOUN.fullmatch(words)
    return found["noun"] if found else ""


def is_definite(words: str) -> bool:
    """Whether words speak of a thing known already: "the hotel", but not "hotel"."""
    return _ARTICLED.fullmatch(words) is not None
