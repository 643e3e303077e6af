"""The labels of the joint model, and the way from acts to labels and back.

What words spell is a span: `B-`/`I-` tags of a domain's slot on the tokens. All else is a
label of the whole sentence, an act in text notation: `bye()`, `restaurant.request(phone)`,
`hotel.inform(parking=yes)`. An act of another type than inform over a spelled value takes both:
the span, and the label `restaurant.confirm(pricerange)` that says what is done with it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts

TASK = "task"  # the pseudo-slot of what the user is after
THIS = "this"  # the pseudo-slot of whatever was just asked for
OUTSIDE = "O"


def tag(domain: str, slot: str) -> str:
    """Return the span label of a slot."""
    return f"{domain}.{slot}"


def sentence_label(act: DialogueAct) -> str | None:
    """Return an act's sentence label, None for an inform whose value its span spells."""
    if act.span is None:
        return format_acts([act])
    if act.type in (ActType.INFORM, ActType.HELLO):
        return None
    return format_acts([DialogueAct(act.type, act.domain, act.slot)])


def act_of(label: str) -> DialogueAct:
    """Return the act a sentence label stands for."""
    [act] = parse_acts(label)
    return act


@dataclass(frozen=True, slots=True)
class LabelSet:
    """What a model can say: sentence labels and span labels, both in a fixed order."""

    sentence: tuple[str, ...]
    spans: tuple[str, ...]  # without B-/I-; the tag list is O, then B and I of each

    @classmethod
    def of(cls, acts: Iterable[Sequence[DialogueAct]], *, rarest: int = 1) -> "LabelSet":
        """Collect the labels of training examples.

        Args:
            acts: of each example.
            rarest: how often a value that no words spell must be said to get a label.
        """
        sentence: Counter[str] = Counter()
        valued: set[str] = set()
        spans: set[str] = set()
        for group in acts:
            for act in group:
                label = sentence_label(act)
                if label:
                    sentence[label] += 1
                    if act.span is None and act.value is not None and act.slot != TASK:
                        valued.add(label)
                if act.span is not None:
                    spans.add(tag(act.domain, act.slot))
        kept = (la for la, count in sentence.items() if count >= rarest or la not in valued)
        return cls(tuple(sorted(kept)), tuple(sorted(spans)))

    @property
    def tags(self) -> tuple[str, ...]:
        """The token tags: O, B-x, I-x, B-y, ..."""
        return (OUTSIDE, *(f"{p}-{span}" for span in self.spans for p in "BI"))

    def domains(self) -> set[str]:
        """The domains the labels speak of."""
        return {span.partition(".")[0] for span in self.spans} | {
            act_of(label).domain for label in self.sentence
        } - {""}


def opened(acts: Sequence[DialogueAct]) -> tuple[DialogueAct, ...]:
    """Let a greeting carry the sentence's content, as Young et al. 2010 have it.

    hello() beside inform(task=find) becomes hello(task=find).
    """
    informs = [a for a in acts if a.type is ActType.INFORM]
    if not informs or not any(a.type is ActType.HELLO for a in acts):
        return tuple(acts)
    return tuple(
        DialogueAct(ActType.HELLO, a.domain, a.slot, a.value, a.score, a.span)
        if a.type is ActType.INFORM
        else a
        for a in acts
        if not (a.type is ActType.HELLO and not a.slot)
    )
