"""From what a user asks to train to the domains, sentences and arguments of the training.

A plugin's domains are learnt for conversations, from corpora and phrases; a corpus by itself from
nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dialog.component import Domains
from dialog.corpus import registered_corpora
from dialog.domain import load_domains
from dialog.errors import ConfigError
from dialog.nlu.arguments import ONWARD_EPOCHS, TrainingArguments
from dialog.nlu.bundle import base_bundle, load_bundle
from dialog.nlu.choice import corpora_themselves
from dialog.nlu.examples import Example
from dialog.nlu.foreign import FOREIGN, foreign_sentences
from dialog.nlu.own import single_sentences
from dialog.nlu.sources import TRAIN, chosen_corpora, corpus_sentences

UTTERANCE = 48  # tokens that an utterance of the history has room for
Options = Mapping[str, Any]
OWN_EPOCHS = 8  # of a corpus by itself
# what a corpus of single sentences is trained with, where not said otherwise
SINGLE: Options = MappingProxyType({"pooling": "mean", "history": 0})


@dataclass(frozen=True)
class Recipe:
    """What a training is made of."""

    name: str  # of the bundle, if none is given
    domains: Domains
    sentences: dict[str, list[Example]]
    args: TrainingArguments


def recipe(
    domains: Sequence[str],
    corpora: Sequence[str],
    chosen: Options,
    announce: Callable[[str], None],
) -> Recipe:
    """Load domains and sentences, and fill in what was not chosen.

    Args:
        domains: names or folders; none for corpora by themselves.
        corpora: names; none for all that the domains map.
        chosen: fields of `TrainingArguments`; None stands for the default.
        announce: gets a sentence about each source.

    Raises:
        ConfigError: for options that do not go together.
        CorpusError: for a corpus that is not at hand, or that no domain maps.
    """
    chosen = {name: value for name, value in chosen.items() if value is not None}
    _check(domains, corpora, chosen)
    loaded = load_domains(domains) if domains else corpora_themselves(corpora)
    defaults: dict[str, Any] = {}
    if not domains:
        read = chosen_corpora(loaded, corpora, announce)
        defaults = {"epochs": OWN_EPOCHS, **(SINGLE if single_sentences(read, TRAIN) else {})}
    settings = defaults | chosen
    sentences = corpus_sentences(
        loaded, corpora, (TRAIN, "validation"), announce,
        history=settings.get("history"), speaker=settings.get("speaker", "user"),
        also=settings.get("also", ()),
    )  # fmt: skip
    if beside := settings.get("beside"):
        others = load_domains(beside)
        sentences[FOREIGN] = foreign_sentences(loaded, others, settings["seed"], announce)
    start = settings.get("start")
    people = not corpora or set(corpora) & set(registered_corpora())
    little = not sentences[TRAIN] or (domains and not people)  # what people said in other domains
    if start is None and little and (base := base_bundle(settings.get("encoder"))):
        announce(f"Goes on from the bundle {base.name} (--start none: from the encoder alone).")
        start = str(base.path)
    if start == "none":
        settings.pop("start")
    elif start is not None:
        onward = {"epochs": ONWARD_EPOCHS, "adapter": load_bundle(Path(start)).adapter["kind"]}
        settings = onward | settings | {"start": start}
    if history := settings.get("history"):  # room for what was said before
        settings["max_length"] = TrainingArguments.max_length + UTTERANCE * history
    return Recipe(
        "-".join(loaded if domains else (Path(name).name for name in corpora)),
        loaded,
        sentences,
        TrainingArguments(**settings),
    )


def _check(domains: Sequence[str], corpora: Sequence[str], chosen: Options) -> None:
    history, speaker = chosen.get("history"), chosen.get("speaker", "user")
    beside = chosen.get("beside", ())
    if not domains and not corpora:
        raise ConfigError("Name what to train for: a --domain, a --corpus or both.")
    if domains and (history is not None or speaker != "user"):
        raise ConfigError("--history and --speaker are of a corpus by itself; leave --domain out.")
    if speaker != "user" and history is None:
        raise ConfigError(
            "Who speaks is told by the utterances before; give --history, 0 to 3, with --speaker."
        )
    if twice := set(beside) & set(domains):
        raise ConfigError(f"{min(twice)} is given as --domain and as --beside; name it once.")
    if beside and not domains:
        raise ConfigError("--beside is of domains; name some with --domain.")
