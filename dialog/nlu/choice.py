"""Which component, which domains and which bundles an understanding is made of."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from dialog.component import NLU, Domains, component_class, registered
from dialog.config import component_options, load_config
from dialog.corpus import corpus_class, find_corpus
from dialog.corpus.cache import cached
from dialog.corpus.domains import corpus_domains
from dialog.domain import Domain, installed_domains, load_domains
from dialog.errors import ConfigError, CorpusError
from dialog.nlu.bundle import Bundle, bundles_for, covered, load_bundle
from dialog.nlu.context import LONGEST
from dialog.nlu.own import Speaker


def fitting_nlu(domains: Domains, announce: Callable[[str], None]) -> str:
    """Return bert where trained models cover the domains, else retrieval, which is announced."""
    trained = covered(domains)
    missing = [name for name in domains if name not in trained]
    if not missing:
        return "bert"
    options = " ".join(f"--domain {_shown(domain)}" for domain in domains.values())
    announce(
        f"No trained model for {', '.join(missing)}: understanding by nearest phrase "
        f"(retrieval). Train one with: dialog train nlu {options}"
    )
    return "retrieval"


def domains_measured(
    corpora: Sequence[str], component: str, model: Path | None = None
) -> dict[str, Domain]:
    """Return the domains whose understanding corpora measure when no domain is named.

    Where a model was trained for the corpora by themselves, as `dialog train nlu --corpus` does,
    their own domains; else the installed domains that map one of them. Understood by bert are those
    that the model, or an installed one, was trained for.

    Args:
        corpora: names of corpora.
        component: the name of an NLU component.
        model: a bundle's folder.

    Raises:
        CorpusError: when there is none, or no such corpus.
    """
    for name in corpora:
        corpus_class(name)  # a name that no corpus has is told first
    mapping = {
        name: domain
        for name, domain in load_domains(installed_domains()).items()
        if set(corpora) & set(domain.schema.corpora)
    }
    if component != "bert" and mapping:
        return mapping
    own: dict[str, Domain] = {}
    with suppress(CorpusError):
        own = corpora_themselves(corpora)
    for domains in (own, mapping):
        if known := covered(domains, [model] if model else None):
            return {name: domain for name, domain in domains.items() if name in known}
    by = f"The model {model} does not cover" if model else "No trained model covers"
    raise CorpusError(
        f"{by} a domain that maps {' or '.join(corpora)}, or the corpus itself; train one with "
        f"`dialog train nlu --corpus {corpora[0]}`."
    )


def corpora_themselves(corpora: Sequence[str]) -> dict[str, Domain]:
    """Return the domains that corpora have of their own, for a model that needs no plugin.

    Raises:
        CorpusError: for a corpus that is not at hand, or two that have a domain of one name.
    """
    found: dict[str, Domain] = {}
    for name in corpora:
        own = corpus_domains(cached(find_corpus(name)))
        if twice := set(own) & set(found):
            raise CorpusError(
                f"Two of the corpora {', '.join(corpora)} have a domain {min(twice)!r}; "
                "name one of them at a time."
            )
        found |= own
    return found


def nlu_options(
    component: str, model: Path | None = None, precision: str | None = None
) -> dict[str, Any]:
    """Return the options that a component is made with, those of the command line put in.

    Raises:
        ConfigError: for an unknown component, or one that takes no such option.
    """
    chosen = {"bundle": str(model) if model else None, "precision": precision}
    settings = {"name": component, **{k: v for k, v in chosen.items() if v}}
    known = component in registered("nlu")
    if model and known and "bundle" not in component_options("nlu", component):
        raise ConfigError(f"--model: the nlu component {component!r} takes no trained bundle.")
    return load_config(options={"nlu": settings}, kinds=["nlu"]).options("nlu")


def ready(
    component: str, domains: Domains, options: Mapping[str, Any], announce: Callable[[str], None]
) -> NLU:
    """Return a component that is warmed up; that its model is prepared first is announced."""
    kind = component_class("nlu", component)
    known = inspect.signature(kind).parameters
    told = {"announce": announce} if "announce" in known else {}
    made: NLU = kind(domains, **options, **told)
    made.warm_up()
    return made


def bundles_behind(
    component: str, options: Mapping[str, Any], domains: Domains
) -> list[dict[str, Any]]:
    """Return what identifies the bundles that a component understands with, as JSON-able data."""
    return [
        {
            "name": bundle.name,
            "weights_sha256": bundle.training.get("weights_sha256"),
            "encoder": bundle.encoder["name"],
            "encoder_sha256": bundle.encoder["sha256"],
            "seed": bundle.training.get("arguments", {}).get("seed"),
        }
        for bundle in _bundles(component, options, domains)
    ]


def _bundles(component: str, options: Mapping[str, Any], domains: Domains) -> Sequence[Bundle]:
    if component != "bert":
        return []
    named = options.get("bundle")
    return [load_bundle(Path(named))] if named else bundles_for(domains)


def learning_behind(
    component: str, options: Mapping[str, Any], domains: Domains
) -> dict[str, list[Mapping[str, Any]]]:
    """Return what is kept of each epoch in which the bundles of a component were trained."""
    return {b.name: b.training.get("history", []) for b in _bundles(component, options, domains)}


def history_behind(component: str, options: Mapping[str, Any], domains: Domains) -> int | None:
    """Return how many utterances before it a component reads a sentence with.

    None for a model that reads what the system did instead.
    """
    if component != "bert":
        return LONGEST
    read = [given.get("history") for given in _arguments(options, domains)]
    return max((history for history in read if history is not None), default=None)


def speaker_behind(component: str, options: Mapping[str, Any], domains: Domains) -> Speaker:
    """Return whose sentences a component was trained to read."""
    if component != "bert":
        return "user"
    heard: set[Speaker] = {given.get("speaker", "user") for given in _arguments(options, domains)}
    return heard.pop() if len(heard) == 1 else "user"


def _arguments(options: Mapping[str, Any], domains: Domains) -> list[Mapping[str, Any]]:
    """Return what the bundles that bert understands with were trained with."""
    named = options.get("bundle")
    bundles = [load_bundle(Path(named))] if named else bundles_for(domains)
    return [bundle.training.get("arguments", {}) for bundle in bundles]


def _shown(domain: Domain) -> str:
    """Return what names a domain on the command line."""
    return domain.name if domain.name in installed_domains() else str(domain.path)
