"""What decides simulated conversations, as one checksum.

Whoever goes on with conversations of an earlier run, or takes those of another machine, has to
know that they are of the same plan, plugins, models and code.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import dialog
from dialog.component import Domains
from dialog.evaluation.provenance import checksum, versions
from dialog.runtime.bundles import META, Module, bundle_paths, sha256
from dialog.simulation.running import Plan, config_of, goals_of


def work_of(plan: Plan) -> str:
    """Return the SHA-256 of all that decides the conversations of a plan, in hex.

    Of trained models it takes the descriptions, which hold the checksums of the weights. Where
    things are does not matter, so it is the same on machines that have the same.

    Raises:
        ConfigError: for a plan that does not go together.
        DomainError: for a plugin that is missing or broken.
    """
    domains, goals = goals_of(plan)
    config = config_of(plan, domains).to_dict()
    drawn = [plan.user, plan.noise, plan.seed, plan.goals, plan.split]
    rows = {name: list(some) for name, some in goals.rows.items()}
    spoken = sorted(plan.phrases.rglob("*.yml")) if plan.phrases else []
    files = [[file.name, sha256(file)] for file in (*_files(domains, config), *spoken)]
    return checksum([list(domains), drawn, config, rows, versions(), files])


def _files(domains: Domains, config: Mapping[str, Any]) -> Iterator[Path]:
    plugins = [domain.group or domain.path for domain in domains.values()]
    for folder in dict.fromkeys([Path(dialog.__file__).parent, *plugins]):
        found = sorted(file for file in folder.rglob("*") if file.is_file())
        yield from (file for file in found if file.suffix != ".pyc")
    named = [options["bundle"] for options in config.values() if _names_bundle(options)]
    installed = [path for module in get_args(Module) for path in bundle_paths(module)]
    descriptions = (Path(path).expanduser() / META for path in [*named, *installed])
    yield from (file for file in descriptions if file.is_file())


def _names_bundle(options: object) -> bool:
    return isinstance(options, Mapping) and bool(options.get("bundle"))
