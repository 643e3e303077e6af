"""Which component, which domains and which bundles an understanding is made of."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dialog.component import NLU, Domains, component_class, registered
from dialog.config import component_options, load_config
from dialog.corpus import corpus_class
from dialog.domain import Domain, find_domain, installed_domains
from dialog.errors import ConfigError, CorpusError
from dialog.nlu.bundle import bundles_for, covered, load_bundle


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


def domains_mapping(
    corpora: Sequence[str], component: str, model: Path | None = None
) -> dict[str, Domain]:
    """Return the installed domains that map one of some corpora and that can be understood.

    Understood by bert are those that the model, or an installed one, was trained for.

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
        for name in installed_domains()
        for domain in [find_domain(name)]
        if set(corpora) & set(domain.schema.corpora)
    }
    names = " or ".join(corpora)
    if not mapping:
        raise CorpusError(
            f"No installed domain says under `corpora:` in its domain.yml how to read {names}; "
            "name a domain of your own with --domain."
        )
    if component != "bert":
        return mapping
    known = covered(mapping, [model]) if model else covered(mapping)
    if not known:
        by = f"the model {model}" if model else "a trained model"
        raise CorpusError(
            f"None of the domains that map {names} ({', '.join(mapping)}) is covered by {by}; "
            f"train one with `dialog train nlu --domain {next(iter(mapping))}`, or name "
            "--nlu retrieval."
        )
    return {name: domain for name, domain in mapping.items() if name in known}


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
    return load_config(options={"nlu": settings}).options("nlu")


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
    if component != "bert":
        return []
    named = options.get("bundle")
    bundles = [load_bundle(Path(named))] if named else bundles_for(domains)
    return [
        {
            "name": bundle.name,
            "weights_sha256": bundle.training.get("weights_sha256"),
            "encoder": bundle.encoder["name"],
            "encoder_sha256": bundle.encoder["sha256"],
            "seed": bundle.training.get("arguments", {}).get("seed"),
        }
        for bundle in bundles
    ]


def _shown(domain: Domain) -> str:
    """Return what names a domain on the command line."""
    return domain.name if domain.name in installed_domains() else str(domain.path)
