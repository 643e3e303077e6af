"""The benchmarks that the documentation claims: measured again, and what changed since."""

from dialog.evaluation.benchmarks.listing import Benchmark, read_listing
from dialog.evaluation.benchmarks.marks import Remeasured, marked
from dialog.evaluation.benchmarks.running import Result, run
from dialog.evaluation.benchmarks.stored import Claim, Claims, read_claims, write_claims

__all__ = [
    "Benchmark",
    "Claim",
    "Claims",
    "Remeasured",
    "Result",
    "marked",
    "read_claims",
    "read_listing",
    "run",
    "write_claims",
]
