"""Workers on a Ray cluster (Moritz et al. 2018)."""

import logging
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from dialog.errors import ConfigError, ExtraMissingError
from dialog.simulation.crew import Answer, Player
from dialog.simulation.running import Plan

_CONNECT = 5.0  # seconds that a cluster is given to answer


class Cluster:
    """Actors of a Ray cluster, each with a CPU to itself. This machine is one of its nodes.

    Packages, plugins, models and corpora are those of the nodes; every worker makes sure that they
    are the same as here.

    Args:
        plan: what to simulate.
        work: what `work_of` says of the plan here.
        address: of the cluster, HOST:PORT.
        workers: how many; by default as many as the cluster has CPUs.
        most: how many there is work for.
    """

    size = 0

    def __init__(self, plan: Plan, work: str, address: str, workers: int | None, most: int) -> None:
        self._plan = _anywhere(plan)
        self._work = work
        self._address = address
        self._workers = workers
        self._most = most
        self._actors: list[Any] = []
        self._busy: dict[Any, int] = {}

    def __enter__(self) -> Self:
        self._ray = _connected(self._address)
        there = int(self._ray.cluster_resources().get("CPU", 0))
        if there < (self._workers or 1):
            self._ray.shutdown()
            raise ConfigError(
                f"--workers {self._workers or 1} needs as many CPUs; the cluster at "
                f"{self._address} has {there}."
            )
        self.size = min(self._workers or there, self._most)
        actor = self._ray.remote(num_cpus=1, scheduling_strategy="SPREAD")(Player)
        self._actors = [actor.remote(self._plan, self._work) for _ in range(self.size)]
        return self

    def __exit__(self, *_: object) -> None:
        self._ray.shutdown()  # ends the actors, as they are this program's

    def give(self, worker: int, numbers: Sequence[int]) -> None:
        """Let an actor hold the conversations of these numbers, once it has loaded."""
        self._busy[self._actors[worker].play.remote(numbers)] = worker

    def take(self) -> tuple[int, Answer]:
        """Wait for an actor that is done, or gone."""
        [done], _ = self._ray.wait([*self._busy], num_returns=1)
        worker = self._busy.pop(done)
        try:
            answer = self._ray.get(done)
        except self._ray.exceptions.RayError as error:
            return worker, Answer(lost=f"A worker of the cluster ended ({_words(error)})")
        assert isinstance(answer, Answer)
        return worker, answer


def _anywhere(plan: Plan) -> Plan:
    """Return a plan whose paths are good in another working folder."""
    domains = tuple(
        str(path.absolute()) if (path := Path(name).expanduser()).is_dir() else name
        for name in plan.domains
    )
    return replace(plan, domains=domains, file=plan.file and plan.file.absolute())


def _connected(address: str) -> ModuleType:
    """Return Ray, connected to a cluster.

    Raises:
        ConfigError: for an address of another form, or at which no cluster answers.
        ExtraMissingError: when Ray is not installed.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise ConfigError(f"--ray is the HOST:PORT of a cluster, not {address!r}.")
    try:
        import ray
    except ImportError as error:
        raise ExtraMissingError("--ray", "ray") from error
    try:
        socket.create_connection((host, int(port)), _CONNECT).close()
        ray.init(address, logging_level=logging.ERROR, log_to_driver=False)
    except (OSError, OverflowError, RuntimeError) as error:
        raise ConfigError(
            f"There is no Ray cluster at {address} ({_words(error)}); begin one with "
            f"`ray start --head --port {port}`."
        ) from error
    module: ModuleType = ray
    return module


def _words(error: Exception) -> str:
    """Return the first line of what an error says, without the full stop."""
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
