"""Many conversations, spread over workers; the seed decides them, not who holds them."""

from collections import deque
from collections.abc import Callable, Container, Generator, Iterator, Sequence

from dialog.domain import load_domains
from dialog.errors import ConfigError, WorkerLostError
from dialog.simulation.crew import Alone, Crew, Processes
from dialog.simulation.judged import Judged
from dialog.simulation.running import Plan, config_of

Announce = Callable[[str], None]
MOST = 50  # conversations given to a worker at a time
_SHARES = 64  # that few conversations are divided in, so that many workers get some


def simulate(
    plan: Plan,
    dialogues: int,
    workers: int | None = None,
    announce: Announce = lambda _: None,
    *,
    ray: str = "",
    finished: Container[int] = (),
) -> Generator[Judged, None, None]:
    """Yield judged conversations as they are finished; one worker finishes them in their order.

    Args:
        plan: what to simulate.
        dialogues: how many.
        workers: processes that they are divided among; by default one, or on a cluster as many
            as it has CPUs.
        announce: gets a sentence about anything worth knowing while loading.
        ray: the address of a Ray cluster to have the workers on, HOST:PORT.
        finished: numbers of conversations that are there already.

    Raises:
        ConfigError: for a plan that does not go together, or a cluster that cannot be reached.
        ExtraMissingError: for `ray` without its packages.
        WorkerLostError: when a worker ended; what the others were at is yielded first.
    """
    numbers = [number for number in range(dialogues) if number not in finished]
    if not numbers:
        return
    most = max(1, min(MOST, dialogues // _SHARES))
    chunks = [numbers[at : at + most] for at in range(0, len(numbers), most)]
    with _crew(plan, workers, len(chunks), announce, ray) as crew:
        yield from _spread(crew, chunks, announce)


def _crew(plan: Plan, workers: int | None, most: int, announce: Announce, ray: str) -> Crew:
    if not ray and workers in (None, 1):
        return Alone(plan, announce)
    if not ray:
        config_of(plan, load_domains(plan.domains))  # a mistake is told here, not by every worker
        return Processes(plan, min(workers or 1, most))
    from dialog.simulation.cluster import Cluster

    return Cluster(plan, ray, workers, most)


def _spread(crew: Crew, chunks: Sequence[Sequence[int]], announce: Announce) -> Iterator[Judged]:
    waiting = deque(chunks)
    busy: dict[int, Sequence[int]] = {}
    told: set[str] = set()
    lost = ""

    def give(worker: int) -> None:
        if waiting and not lost:
            busy[worker] = waiting.popleft()
            crew.give(worker, busy[worker])

    for worker in range(crew.size):
        give(worker)
    while busy:
        worker, answer = crew.take()
        given = busy.pop(worker)
        if answer.mistake:
            raise ConfigError(answer.mistake)
        if answer.lost:
            lost = f"{answer.lost} while it held conversations {given[0]} to {given[-1]}"
            continue
        for sentence in answer.announced:
            if sentence not in told:
                announce(sentence)
                told.add(sentence)
        yield from answer.judged
        if rest := given[len(answer.judged) :]:
            waiting.appendleft(rest)
        give(worker)
    if lost:
        raise WorkerLostError(lost)
