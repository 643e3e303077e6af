"""What putting acts into words takes of a language: a few forms of words, and how parts join."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dialog.nlg import chinese, wording
from dialog.nlg.wording import Part
from dialog.schema import Language


@dataclass(frozen=True)
class Grammar:
    """The forms that one language has."""

    plural: Callable[[str], str]  # noun -> "hotels"
    counted: Callable[[str, str], str]  # number, noun -> "2 nights"
    title: Callable[[str], str]  # words -> Words
    bare: Callable[[str], str]  # noun -> without its article
    listed: Callable[[Sequence[str]], str]  # things that all hold: "a, b and c"
    choice: Callable[[Sequence[str]], str]  # things of which one holds: "a, b or c"
    day: Callable[[str], str]  # a day's value -> as it is said
    finish: Callable[[Sequence[Part]], str]  # parts -> a whole sentence
    between: str  # sentences
    any: str  # {} that may be whatever
    without: str  # {} that is not wanted
    the: str  # a thing that has but a {} for a name
    what: str  # asks for {}
    nothing: str  # said where there are no words for any of the acts


ENGLISH = Grammar(
    plural=wording.plural,
    counted=wording.counted,
    title=wording.title,
    bare=wording.bare,
    listed=wording.listed,
    choice=lambda items: wording.listed(items, "or"),
    day=wording.day,
    finish=wording.finish,
    between=" ",
    any="any {}",
    without="no {}",
    the="the {}",
    what="What is {}?",
    nothing="I am sorry, I have no answer to that.",
)
CHINESE = Grammar(
    plural=str,
    counted=chinese.counted,
    title=str,
    bare=str,
    listed=chinese.listed,
    choice=lambda items: chinese.listed(items, "或"),
    day=chinese.day,
    finish=chinese.finish,
    between="",
    any="任何{}",
    without="不要{}",
    the="{}",
    what="请问{}是什么？",
    nothing="抱歉，这个我回答不了。",
)
GRAMMARS: Mapping[Language, Grammar] = {"en": ENGLISH, "zh": CHINESE}
