"""The sentences of an evaluation behind noise, and what an NLU makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialog.acts import DialogueAct
from dialog.component import NLU
from dialog.evaluation.provenance import checksum
from dialog.nlu.evaluation import Readers, Scores, score_acts, understood
from dialog.nlu.examples import Example
from dialog.nlu.spoken import spans_of
from dialog.noise.channels import Named, channels_for, noisy
from dialog.schema import SlotType


@dataclass(frozen=True)
class Behind:
    """Sentences behind one channel, in the order of the clean ones, and what was understood."""

    channel: Named
    examples: Sequence[Example]
    answers: Sequence[tuple[Sequence[DialogueAct], float]]  # acts, and the seconds they took


@dataclass(frozen=True)
class Noise:
    """What an NLU makes of the same sentences behind several channels."""

    behind: Sequence[Behind]
    left_out: Sequence[Named]  # channels that make no sense in the sentences' languages
    readers: Readers

    def scores(self) -> Mapping[str, Scores]:
        """Return the scores behind each channel, by its name."""
        return {
            each.channel.name: score_acts(
                each.examples, [acts for acts, _ in each.answers], self.readers
            )
            for each in self.behind
        }

    def to_dict(self) -> dict[str, Any]:
        """Return what each channel does and the checksum of its sentences, as JSON-able data."""
        return {
            each.channel.name: {
                "does": each.channel.meaning,
                "sha256": checksum(example.to_dict() for example in each.examples),
            }
            for each in self.behind
        }


def behind_noise(
    nlu: NLU, examples: Sequence[Example], languages: Sequence[str], readers: Readers, seed: int
) -> Noise:
    """Have a component understand the sentences behind each channel that makes sense for them.

    Args:
        nlu: the component, warmed up.
        examples: the sentences.
        languages: which they are in, ISO 639-1 codes.
        readers: of the values of their domains.
        seed: of the noise.
    """
    fit, left_out = channels_for(languages)
    behind = []
    for channel in fit:
        changed = noised(examples, channel, readers, seed)
        behind.append(Behind(channel, changed, list(understood(nlu, changed))))
    return Noise(behind, left_out, readers)


def noised(examples: Sequence[Example], named: Named, readers: Readers, seed: int) -> list[Example]:
    """Return the sentences as a channel leaves them, each act over what its words became.

    A value that its domain knows is still the one meant, whatever became of its words; one that is
    kept as said is wanted as it is said now.
    """
    channel, drawn = named.make(), f"{seed} {named.name}"
    changed = []
    for example in examples:
        text, spans = noisy(channel, example.text, spans_of(example.acts), seed=drawn)
        moved = iter(spans)
        acts = (_over(act, text, next(moved), readers) if act.span else act for act in example.acts)
        changed.append(replace(example, text=text, acts=tuple(acts)))
    return changed


def _over(act: DialogueAct, text: str, span: tuple[int, int], readers: Readers) -> DialogueAct:
    reader = readers[act.domain]
    kept_as_said = reader.domain.schema.slots[act.slot].type is SlotType.OPEN
    if kept_as_said and not reader.knows(act.slot, act.value or ""):
        return replace(act, value=text[slice(*span)], span=span)
    return replace(act, span=span)
