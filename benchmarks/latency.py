"""Time a chat stage by stage: `python benchmarks/latency.py [--turns 500]`.

Replays conversations of the scripts folder, one thread, template NLG, and prints the median and
95th percentile of each stage, the memory of the process, and the time from starting
`echo hi | dialog chat` to its answer. `--domain atis --script atis` times other ones.
"""

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCRIPTS = Path(__file__).with_name("scripts")
DOMAINS = ("hotel", "restaurant", "taxi")
DEFAULT_SCRIPTS = ("city", "restaurant")


def first_answer(runs: int) -> list[float]:
    """Return the seconds from the command's start to the end of `echo hi | dialog chat`."""
    command = [sys.executable, "-m", "cli", "chat", "--domain", "restaurant"]
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run(command, input="hi\n", text=True, capture_output=True, check=True)
        seconds.append(time.perf_counter() - start)
        assert done.stdout.strip(), done.stderr
    return seconds


def memory_mb() -> float:
    """Return this process's resident memory in MB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--starts", type=int, default=3, help="times the whole command is started")
    parser.add_argument("--domain", action="append", help="by default those of the city")
    parser.add_argument("--script", action="append", help="a file of the scripts folder")
    parser.add_argument("--report", type=Path, help="write a report to a folder")
    options = parser.parse_args()

    from dialog.domain import load_domains
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric, Report
    from dialog.pipeline import Pipeline
    from dialog.session import Session
    from dialog.store import ConversationStore

    files = [SCRIPTS / f"{name}.txt" for name in options.script or DEFAULT_SCRIPTS]
    scripts = [file.read_text(encoding="utf-8").splitlines() for file in files]
    stages: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}"
        pipeline = Pipeline(load_domains(options.domain or DOMAINS), database=f"{url}/db.sqlite")
        pipeline.warm_up()
        store = ConversationStore(f"{url}/conversations.sqlite")
        turns = 0
        while turns < options.turns:
            session = Session(pipeline, store)
            for line in scripts[turns % len(scripts)]:
                if not line or line.startswith("/"):
                    continue
                start = time.perf_counter()
                result = session.respond_sync(line)
                whole = (time.perf_counter() - start) * 1000
                for name, ms in result.trace.stages.items():
                    stages.setdefault(name, []).append(ms)
                stages.setdefault("with the store", []).append(whole)
                turns += 1
    print(f"{turns} turns, {len(scripts)} conversations, {platform.machine()}, one thread")
    print(f"{'stage':16}{'median ms':>10}{'p95 ms':>10}")
    timed = [values for name, values in stages.items() if "store" not in name]
    total = [sum(row) for row in zip(*timed, strict=True)]
    unheard = [sum(row) for row in zip(*timed[1:], strict=True)]
    sums = ("four stages", total), ("without the NLU", unheard)
    metrics = []
    for name, values in [*stages.items(), *sums]:
        middle, late = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{name:16}{middle:10.2f}{late:10.2f}")
        key = "_".join(name.lower().split())
        metrics += [
            Metric(f"{key}_median_ms", name, middle, "ms", meaning="Median of a turn."),
            Metric(f"{key}_p95_ms", name, late, "ms", meaning="95th percentile."),
        ]
    metrics.append(Metric("memory_mb", "memory", memory_mb(), "MB"))
    print(f"memory: {metrics[-1].value:.0f} MB")
    if options.report:
        made = Provenance({"domains": list(options.domain or DOMAINS)}, {"turns": turns}, 0)
        Report("A chat stage by stage", metrics, made).write(options.report)
    if options.starts:
        seconds = first_answer(options.starts)
        print(f"first answer: {min(seconds):.2f} to {max(seconds):.2f} s in {len(seconds)} starts")


if __name__ == "__main__":
    main()
