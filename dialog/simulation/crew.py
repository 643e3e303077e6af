"""Who holds the conversations of a simulation: this process, or several of this machine."""

import contextlib
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Protocol, Self

from dialog.errors import ConfigError, DialogError
from dialog.simulation.judged import Judged
from dialog.simulation.running import Plan, Simulation
from dialog.simulation.work import work_of

Announce = Callable[[str], None]
SECONDS = 2.0  # after which a worker hands in what it has; so little is lost with it
_LAST = 5.0  # seconds that a process is given to end


class Crew(Protocol):
    """Workers, numbered from 0. Each holds the conversations that it is given, then waits."""

    size: int

    def __enter__(self) -> Self:
        """Get the workers."""
        ...

    def __exit__(self, *_: object) -> None:
        """Dismiss them, whatever they are at."""
        ...

    def give(self, worker: int, numbers: Sequence[int]) -> None:
        """Let a worker that waits hold the conversations of these numbers."""
        ...

    def take(self) -> tuple[int, "Answer"]:
        """Wait for any worker that was given some, and return it with what it hands in."""
        ...


@dataclass(frozen=True)
class Answer:
    """What a worker hands in."""

    judged: Sequence[Judged] = ()  # the first of the conversations that it was given
    announced: Sequence[str] = ()  # while it loaded
    mistake: str = ""  # why it can hold none, a sentence
    lost: str = ""  # how the worker ended, if it did


class Player:
    """A worker's side: loads with the first conversations and holds some at a time.

    Args:
        plan: what to simulate.
        work: what `work_of` says of the plan where it was made; "" for the same machine.
    """

    def __init__(self, plan: Plan, work: str = "") -> None:
        self._plan = plan
        self._work = work
        self._simulation: Simulation | None = None

    def play(self, numbers: Sequence[int]) -> Answer:
        """Return the conversations of some numbers, or the first of them if they take long."""
        announced: list[str] = []
        try:
            if self._simulation is None:
                self._check()
                self._simulation = Simulation(self._plan, announced.append)
            return Answer(held(self._simulation, numbers), announced)
        except DialogError as error:
            return Answer(mistake=str(error))

    def _check(self) -> None:
        if self._work and work_of(self._plan) != self._work:
            raise ConfigError(
                "Packages, plugins, models or corpora are not the same there as here; its "
                "conversations would be others."
            )


def held(simulation: Simulation, numbers: Sequence[int]) -> list[Judged]:
    """Return the conversations of some numbers, or the first of them if they take long."""
    judged: list[Judged] = []
    end = time.monotonic() + SECONDS
    for number in numbers:
        judged.append(simulation.run(number))
        if time.monotonic() >= end:
            break
    return judged


class Alone:
    """The process that asks, by itself.

    Args:
        plan: what to simulate.
        announce: gets a sentence about anything worth knowing while loading.
    """

    size = 1

    def __init__(self, plan: Plan, announce: Announce) -> None:
        self._plan = plan
        self._announce = announce
        self._given: Sequence[int] = ()

    def __enter__(self) -> Self:
        self._simulation = Simulation(self._plan, self._announce)
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def give(self, worker: int, numbers: Sequence[int]) -> None:
        """Note what is to be held."""
        self._given = numbers

    def take(self) -> tuple[int, Answer]:
        """Hold it."""
        return 0, Answer(held(self._simulation, self._given))


class Processes:
    """Processes of this machine.

    Args:
        plan: what to simulate.
        size: how many.
    """

    def __init__(self, plan: Plan, size: int) -> None:
        self.size = size
        self._plan = plan
        self._pipes: list[Connection] = []
        self._processes: list[SpawnProcess] = []
        self._busy: dict[Connection, int] = {}

    def __enter__(self) -> Self:
        context = get_context("spawn")
        for _ in range(self.size):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self._plan), daemon=True)
            process.start()
            theirs.close()  # so that the end of the process ends the pipe
            self._pipes.append(ours)
            self._processes.append(process)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
        for process, pipe in zip(self._processes, self._pipes, strict=True):
            process.join(_LAST)
            pipe.close()

    def give(self, worker: int, numbers: Sequence[int]) -> None:
        """Send the numbers; that nobody is there to read them shows when it is asked for more."""
        self._busy[self._pipes[worker]] = worker
        with contextlib.suppress(OSError):
            self._pipes[worker].send(numbers)

    def take(self) -> tuple[int, Answer]:
        """Wait for a pipe that has something to say, or ends."""
        [pipe, *_] = connection.wait(self._busy)
        assert isinstance(pipe, Connection)
        worker = self._busy.pop(pipe)
        try:
            answer = pipe.recv()
        except (EOFError, OSError):
            return worker, Answer(lost=_end(self._processes[worker]))
        assert isinstance(answer, Answer)
        return worker, answer


def _serve(pipe: Connection, plan: Plan) -> None:
    """Hold conversations until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that can tell
    player = Player(plan)
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(player.play(pipe.recv()))


def _end(process: SpawnProcess) -> str:
    process.join(_LAST)
    code = process.exitcode
    if code is not None and code < 0:
        return f"A process was ended by {signal.Signals(-code).name}"
    return f"A process ended with the exit code {code}"
