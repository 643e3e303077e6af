"""CrossWOZ's templates for generation, filled: single sentences of both speakers.

`templates/{auto,manual}_{user,system}_template_nlg.json` map acts,
`Inform+餐馆+人均消费*Request+餐馆+名称`, to sentences of the published training split (auto) or
written by hand (manual) in which `[Inform+餐馆+人均消费]` stands for the value. Each different
sentence of a key becomes a dialogue of one turn, its placeholders filled from the databases;
which values, its own text decides, so that they are always the same.

Skipped, and counted by the reason, is a sentence that does not say a value of its acts or has a
placeholder of another act; so is a key about any slot at all (主体, 属性), which is no act.
"""

import random
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import get_args

from corpora.crosswoz.database import DATABASE, FILES, read_rows
from corpora.crosswoz.labels import FACILITY, NO_SLOT, act_of
from corpora.crosswoz.spans import placed
from corpora.crosswoz.values import FACILITIES, Values
from dialog.acts import DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.dialogue import Speaker
from dialog.corpus.files import Place, read_json
from dialog.state import Hypothesis

TEMPLATES = "templates"  # the split, and the folder
_FILES = ("auto_{}_template_nlg.json.gz", "manual_{}_template_nlg.json")
_PLACEHOLDER = re.compile(r"\[([^\[\]+]+\+[^\[\]]+)\](元|分)?")  # with a unit that follows it
_NUMBERED = re.compile(r"(.+?)\d+")
_ANY = "主体"
_Item = tuple[str, str, str, str]  # intent, domain, slot, value; no value: a placeholder's


class TemplateReader:
    """Reads and fills the templates of a corpus's folder; `skipped` counts those left out."""

    def __init__(self, folder: Path) -> None:
        self.skipped: Counter[str] = Counter()
        self._folder = folder
        self._values = Values({d: read_rows(folder / DATABASE, d) for d in FILES})

    def read(self) -> Iterator[Dialogue]:
        """Give the sentences, the user's first, in the order of the files.

        Raises:
            CorpusError: for a file that is missing or of another form.
        """
        for speaker in get_args(Speaker):
            for number, (place, key, sentence) in enumerate(self._sentences(speaker), start=1):
                turn = self._turn(place, key, sentence, speaker)
                if turn:
                    domains = tuple(dict.fromkeys(act.domain for act in turn.acts if act.domain))
                    yield Dialogue(f"{speaker}-{number}", TEMPLATES, domains, {}, (turn,))

    def _sentences(self, speaker: Speaker) -> Iterator[tuple[Place, str, str]]:
        for file in _FILES:
            path = self._folder / TEMPLATES / file.format(speaker)
            place = Place(str(path))
            for key, sentences in read_json(path, dict).items():
                for sentence in place.of(list, sentences, key):
                    place.of(str, sentence, key)
                yield from ((place, key, sentence) for sentence in dict.fromkeys(sentences))

    def _turn(self, place: Place, key: str, sentence: str, speaker: Speaker) -> CorpusTurn | None:
        items = _items(place, key)
        if any(item[1] == _ANY for item in items):
            self.skipped["about any slot"] += 1
            return None
        rng = random.Random(f"{key}|{sentence}")  # noqa: S311  not for secrets
        acts: list[DialogueAct] = []
        words: dict[str, str] = {}  # placeholder -> what is said there
        for at, item in enumerate(items):
            try:
                act, said = self._act(item, speaker, rng, words.values())
            except KeyError as error:
                raise place.error(f"has an unknown act in the key {key!r}: {error}") from None
            acts.append(act)
            if said:
                number = str(items[: at + 1].count(item)) if items.count(item) > 1 else ""
                words["+".join(part for part in item if part) + number] = said
        there = {name for name, _ in _PLACEHOLDER.findall(sentence)}
        # what is always the same, 无, need not be a placeholder
        open_ones = {name for name, said in words.items() if not name.endswith(f"+{said}")}
        if there - words.keys() or open_ones - there:
            self.skipped["without the words of a value"] += 1
            return None

        def filled(match: re.Match[str]) -> str:
            said, unit = words[match[1]], match[2] or ""
            return said.removesuffix(unit) + unit

        text = _PLACEHOLDER.sub(filled, sentence)
        aligned, unaligned = placed(text, acts)
        extra = {"unaligned": unaligned} if unaligned else {}
        hypotheses = (Hypothesis(text),) if speaker == "user" else ()
        return CorpusTurn(speaker, text, hypotheses, aligned, extra=extra)

    def _act(
        self, item: _Item, speaker: Speaker, rng: random.Random, taken: Collection[str]
    ) -> tuple[DialogueAct, str]:
        """Return the act of an item, and what is said in the place of its placeholder."""
        intent, domain, slot, value = item
        if slot == FACILITIES:
            name = self._values.draw(rng, domain, slot, speaker, taken)
            return act_of(intent, domain, FACILITY + name, value), name
        if intent not in ("Request", "General") and slot != NO_SLOT and not value:
            value = self._values.draw(rng, domain, slot, speaker, taken)
        return act_of(intent, domain, slot, value), value


def _items(place: Place, key: str) -> list[_Item]:
    """Return the acts of a key; 推荐菜1+推荐菜2, as manual keys have it, are two."""
    items: list[_Item] = []
    for part in key.split("*") if key else ():
        match part.split("+"):
            case [intent, domain, *slots] if slots and all(map(_NUMBERED.fullmatch, slots)):
                items += [(intent, domain, slot.rstrip("0123456789"), "") for slot in slots]
            case [intent, domain, slot]:
                items.append((intent, domain, slot, ""))
            case [intent, domain, slot, value]:
                items.append((intent, domain, slot, value))
            case _:
                raise place.error(f"has {part!r} in a key, which is no Intent+Domain+Slot")
    return items
