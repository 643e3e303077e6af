"""Workers on a Ray cluster (Moritz et al. 2018)."""

import logging
import os
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from dialog.errors import ConfigError, ExtraMissingError
from dialog.simulation.crew import Answer, Player
from dialog.simulation.running import Plan
from dialog.simulation.work import work_of

_CONNECT = 5.0  # seconds that a cluster is given to answer
_LAST_PORT = 65535
_LOOPBACK = ("127.0.0.1", "localhost")
# What is no cluster is asked once, not twenty times, and the attempts are not logged.
_QUIET = {"RAY_gcs_server_port_wait_time_s": "1", "RAY_BACKEND_LOG_LEVEL": "fatal"}


class Cluster:
    """Actors of a Ray cluster, each with a CPU to itself. This machine is one of its nodes.

    Packages, plugins, models and corpora are those of the nodes; every worker makes sure that they
    are the same as here.

    Args:
        plan: what to simulate.
        address: of the cluster, HOST:PORT.
        workers: how many; by default as many as the cluster has CPUs.
        most: how many there is work for.

    Raises:
        ConfigError: for an address of another form; on entering, where no cluster answers, it has
            too few CPUs, or the plan does not go together.
        ExtraMissingError: on entering, when Ray is not installed.
    """

    size = 0

    def __init__(self, plan: Plan, address: str, workers: int | None, most: int) -> None:
        host, _, port = address.rpartition(":")
        if not host or not port.isdecimal() or int(port) > _LAST_PORT:
            raise ConfigError(f"--ray is the HOST:PORT of a cluster, not {address!r}.")
        self._host, self._port = host, int(port)
        self._plan = _anywhere(plan)
        self._workers = workers
        self._most = most
        self._actors: list[Any] = []
        self._busy: dict[Any, int] = {}

    def __enter__(self) -> Self:
        work = work_of(self._plan)
        self._ray = _connected(self._host, self._port)
        there = int(self._ray.cluster_resources().get("CPU", 0))
        if there < (self._workers or 1):
            self._ray.shutdown()
            raise ConfigError(
                f"--workers {self._workers or 1} needs as many CPUs; the cluster at "
                f"{self._host}:{self._port} has {there}."
            )
        self.size = min(self._workers or there, self._most)
        actor = self._ray.remote(num_cpus=1, scheduling_strategy="SPREAD")(Player)
        self._actors = [actor.remote(self._plan, work) for _ in range(self.size)]
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


def _connected(host: str, port: int) -> ModuleType:
    """Return Ray, connected to a cluster."""
    os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
    try:
        import ray
    except ImportError as error:
        raise ExtraMissingError("--ray", "ray") from error
    if host in _LOOPBACK:
        host = ray.util.get_node_ip_address()  # Ray's own, at which a cluster listens by default
    try:
        socket.create_connection((host, port), _CONNECT).close()
        ray.init(f"{host}:{port}", logging_level=logging.ERROR, log_to_driver=False)
    except Exception as error:  # Ray raises plain ones too
        raise ConfigError(
            f"There is no Ray cluster at {host}:{port} that this machine is a node of "
            f"({_words(error)}); begin one with `ray start --head`, or join one with "
            f"`ray start --address HOST:PORT`."
        ) from error
    module: ModuleType = ray
    return module


def _words(error: Exception) -> str:
    """Return the first line of what an error says, without the full stop."""
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
