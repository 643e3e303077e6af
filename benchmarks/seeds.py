"""Figures of an NLU on a corpus by itself as they are published: several seeds, mean and spread.

    python benchmarks/seeds.py snips --output runs/snips
    python benchmarks/seeds.py multiwoz21 --output runs/multiwoz -- --history 1

Each seed is trained by `dialog train nlu` (what stands behind -- goes to it) and scored once on the
test split by `dialog evaluate nlu`, which writes a report beside the model. Called again, it keeps
the models and reports that are there, and a training that was cut short goes on.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOWN = {
    "intent_accuracy": "intent accuracy",
    "slot_f1": "slot F1",
    "sentence_accuracy": "sentence accuracy",
    "act_f1": "act F1",
    "act_f1_as_written": "act F1 as written",
    "in_scope_accuracy": "in-scope accuracy",
    "oos_recall": "OOS recall",
    "oos_auroc": "OOS AUROC",
}


def dialog(*arguments: str) -> None:
    """Run the command line; its output is shown."""
    print("$ dialog", *arguments, flush=True)
    subprocess.run([sys.executable, "-m", "cli", *arguments], check=True, cwd=ROOT)


def measured(corpus: str, seed: int, output: Path, more: list[str], precision: str) -> dict:
    """Train and score one seed; returns its metrics."""
    model = output / f"seed-{seed}"
    report = output / f"report-{seed}-{precision}"
    if not (model / "bundle.json").exists() or (output / f".{model.name}.training").exists():
        options = ["--corpus", corpus, "--seed", str(seed), "--output", str(model), *more]
        dialog("train", "nlu", *options)
    if not (report / "metrics.json").exists():
        options = ["--corpus", corpus, "--split", "test", "--model", str(model)]
        dialog("evaluate", "nlu", *options, "--precision", precision, "--report", str(report))
    return json.loads((report / "metrics.json").read_text())


def main() -> None:
    """Print a table: a row a seed, then mean and standard deviation."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus")
    parser.add_argument(
        "--output", type=Path, required=True, help="a folder for models and reports"
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--precision", choices=["int8", "float32"], default="int8")
    own = sys.argv[1:]
    more = own[own.index("--") + 1 :] if "--" in own else []
    args = parser.parse_args(own[: own.index("--")] if "--" in own else own)
    output = args.output.resolve()
    rows = {seed: measured(args.corpus, seed, output, more, args.precision) for seed in args.seeds}
    names = [name for name in SHOWN if all(name in row for row in rows.values())]
    print("| seed |", " | ".join(SHOWN[name] for name in names), "|")
    print("|---|" + "---|" * len(names))
    for seed, row in rows.items():
        print(f"| {seed} |", " | ".join(f"{row[name]:.2f}" for name in names), "|")
    if len(rows) > 1:
        columns = [[row[name] for row in rows.values()] for name in names]
        cells = (f"{statistics.mean(c):.2f} ± {statistics.stdev(c):.2f}" for c in columns)
        print("| mean ± sd |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
