"""Running a benchmark: its command in a process of its own, whose report is read."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dialog.errors import ConfigError
from dialog.evaluation.benchmarks.listing import Benchmark
from dialog.evaluation.comparison.reading import Figure, read_report


@dataclass(frozen=True, slots=True)
class Result:
    """What a benchmark gave."""

    benchmark: Benchmark
    command: str
    seconds: float = 0.0
    busy: float = 0.0  # seconds of a core; on a machine that others use as well it tells more
    figures: Mapping[str, Figure] = field(default_factory=dict)  # those claimed
    error: str = ""  # why it could not be run, a sentence


def run(benchmark: Benchmark, places: Mapping[str, str], folder: Path, *, quick: bool) -> Result:
    """Run a benchmark and read its report.

    It runs in a process of its own, so that no model is kept and the report names its command.

    Args:
        benchmark: what to run.
        places: what stands in for {corpora} and {folder} in its command.
        folder: for the report.
        quick: whether the quick form of it is meant.
    """
    command = benchmark.command(places, quick=quick)
    program = [str(benchmark.script)] if benchmark.script else ["-m", "cli"]
    words = [sys.executable, *program, *command[1:], "--report", str(folder)]
    start, before = time.perf_counter(), _cores()
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    seconds, busy = time.perf_counter() - start, _cores() - before
    shown = " ".join(command)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"It ended with {done.returncode}."]
        return Result(benchmark, shown, seconds, busy, error=said[-1].removeprefix("Error: "))
    try:
        found = read_report(folder).figures
    except ConfigError as mistake:
        return Result(benchmark, shown, seconds, busy, error=str(mistake))
    lacking = [name for name in benchmark.figures if name not in found]
    error = f"It does not give {', '.join(lacking)}." if lacking else ""
    figures = {name: found[name] for name in benchmark.figures if name in found}
    return Result(benchmark, shown, seconds, busy, figures, error)


def _cores() -> float:
    """Return the seconds of cores that processes of ours took which have ended."""
    times = os.times()
    return times.children_user + times.children_system
