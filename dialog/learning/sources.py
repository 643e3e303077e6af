"""Where policies learn from: the dialogues of a corpus, or ones that `dialog simulate` saved."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dialog.acts import DialogueAct
from dialog.component import Domains
from dialog.corpus import Corpus, Dialogue, find_corpus
from dialog.corpus.domains import TRAIN
from dialog.domain import Domain, installed_domains, load_domains
from dialog.errors import ConfigError, CorpusError
from dialog.learning.demonstrations import Exchange
from dialog.policy.deliberation import COUNT, TASK
from dialog.schema import DONTCARE, Slot, SlotType
from dialog.simulation.conversation import Exchange as Spoken
from dialog.simulation.replaying import over_its_rows, read_value

VALIDATION = "validation"
_HELD = 10  # every so many of the saved dialogues is held back for validation
_NO = ("no", "false")


class CorpusReader:
    """Reads a corpus's dialogues in the terms of the domains that map it.

    Args:
        corpus: the corpus.
        domains: each of which maps it under `corpora:` in its domain.yml.
    """

    def __init__(self, corpus: Corpus, domains: Domains) -> None:
        schemas = [domain.schema for domain in domains.values()]
        self._homes = {schema.corpora[corpus.name].domain: schema for schema in schemas}
        self._mapped = {
            theirs: schema.corpora[corpus.name].slots for theirs, schema in self._homes.items()
        }
        self._count = getattr(corpus, "count_slot", "")

    def exchanges(self, dialogue: Dialogue) -> list[Exchange]:
        """Return the turns of a dialogue that are about nothing else than these domains.

        One that the system opens begins with no user acts.
        """
        made: list[Exchange] = []
        user: Sequence[DialogueAct] = ()
        for turn in dialogue.turns:
            if turn.speaker == "user":
                user = turn.acts
                continue
            named = {act.domain for act in (*user, *turn.acts) if act.domain}
            if named <= self._homes.keys():
                made.append(Exchange(list(self._acts(user)), list(self._acts(turn.acts))))
            user = ()
        return made

    def about(self, dialogue: Dialogue) -> bool:
        """Whether a dialogue is about one of these domains, maybe among others."""
        named = {act.domain for turn in dialogue.turns for act in turn.acts}
        return not named.isdisjoint(self._homes)

    def _acts(self, acts: Sequence[DialogueAct]) -> Iterator[DialogueAct]:
        for act in acts:
            schema = self._homes.get(act.domain)
            if schema is None:
                if not act.domain:
                    yield act
                continue
            name = act.slot
            if name in ("", TASK):
                yield replace(act, domain=schema.name)
            elif name == self._count:
                yield replace(act, domain=schema.name, slot=COUNT)
            elif (ours := self._mapped[act.domain].get(name)) is not None:
                value = _value(schema.slots[ours], act.value)
                yield replace(act, domain=schema.name, slot=ours, value=value, span=None)


def _value(slot: Slot, value: str | None) -> str | None:
    if not value or value == DONTCARE:
        return value
    if slot.type is SlotType.BOOLEAN:
        return "no" if value.casefold() in _NO else "yes"
    return read_value(slot, value)


def mapping(corpus: str) -> tuple[str, ...]:
    """Return the installed domains that map a corpus and have moves to learn.

    Raises:
        ConfigError: when there are none.
    """
    loaded = load_domains(sorted(installed_domains()))
    names = [
        name
        for name, domain in loaded.items()
        if corpus in domain.schema.corpora and not domain.schema.tasks
    ]
    if not names:
        raise ConfigError(
            f"No installed domain says under `corpora:` in its domain.yml how to read {corpus!r}."
        )
    return tuple(names)


def corpus_dialogues(
    name: str, domains: Domains, announce: Callable[[str], None]
) -> tuple[Domains, dict[str, list[list[Exchange]]]]:
    """Return the domains over a corpus's rows, and its dialogues that are about some of them.

    Args:
        name: the corpus.
        domains: what is talked about.
        announce: gets a line a split.

    Raises:
        CorpusError: for a corpus that there is not, or without dialogues about these domains.
        ConfigError: for a domain that does not map it.
    """
    corpus = find_corpus(name)
    for domain, plugin in domains.items():
        if name not in plugin.schema.corpora:
            raise ConfigError(
                f"The domain {domain!r} does not say under `corpora:` in its domain.yml how to "
                f"read {name!r}; leave it out."
            )
    reader = CorpusReader(corpus, domains)
    found: dict[str, list[list[Exchange]]] = {}
    for split in (TRAIN, VALIDATION):
        every = corpus.load(split)
        found[split] = [reader.exchanges(each) for each in every if reader.about(each)]
        announce(
            f"{name} {split}: {len(found[split])} of {len(every)} dialogues are about "
            f"{' or '.join(domains)}."
        )
        if not found[split]:
            raise CorpusError(f"No dialogue of {name}, {split}, is about {' or '.join(domains)}.")
    over: dict[str, Domain] = {n: over_its_rows(corpus, d) for n, d in domains.items()}
    return over, found


def saved_dialogues(file: Path, announce: Callable[[str], None]) -> dict[str, list[list[Exchange]]]:
    """Return the conversations that succeeded of a file of `dialog simulate --save`.

    Args:
        file: one JSON object a line.
        announce: gets a line about it.

    Raises:
        ConfigError: when it cannot be read, or holds too few.
    """
    found: list[list[Exchange]] = []
    lines = 0
    try:
        with file.open(encoding="utf-8") as stream:
            for lines, line in enumerate(stream, start=1):  # noqa: B007 - told when one is wrong
                data = json.loads(line)
                if data["success"]:
                    spoken = [Spoken.from_dict(turn) for turn in data["turns"]]
                    found.append([Exchange(each.heard, each.answered) for each in spoken])
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{file}, line {lines}: this is no conversation of `dialog simulate --save`: {error}."
        ) from error
    if len(found) < _HELD:
        raise ConfigError(
            f"{file} holds {len(found)} conversations that succeeded; a tenth is held back, so it "
            f"takes at least {_HELD}."
        )
    announce(f"{file}: {len(found)} of {lines} conversations succeeded and are learned from.")
    held = found[::_HELD]
    return {TRAIN: [each for at, each in enumerate(found) if at % _HELD], VALIDATION: held}
