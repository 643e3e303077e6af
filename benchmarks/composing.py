"""Measure whether models compose: `python benchmarks/composing.py [--errors 20]`.

The bundle of hotel, restaurant and taxi and that of atis understand the validation sentences of
their own corpora, each alone, then both in one session of four domains. Prints act F1 both ways and
what is lost, how long a sentence takes, and the memory of a process with one bundle and with both.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialog.acts import DialogueAct
    from dialog.nlu.examples import Example

SHARES = {"multiwoz21": ("hotel", "restaurant", "taxi"), "atis": ("atis",)}  # corpus -> domains
EVERY = tuple(name for domains in SHARES.values() for name in domains)
_MEMORY = """
import sys
from dialog.domain import load_domains
from dialog.nlu.bert import BertNlu
nlu = BertNlu(load_domains(sys.argv[1:]))
nlu.warm_up()
for line in open("/proc/self/status"):
    if line.startswith("VmRSS"):
        print(int(line.split()[1]) / 1024)
"""


def memory_mb(domains: "Sequence[str]") -> float:
    """Return the resident memory of a fresh process that is ready to understand, in MB."""
    command = [sys.executable, "-c", _MEMORY, *domains]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def understood(
    domains: "Sequence[str]", examples: "Sequence[Example]"
) -> "list[tuple[Sequence[DialogueAct], float]]":
    """Return the acts of each sentence in a session of some domains, and the seconds it took."""
    from dialog.domain import load_domains
    from dialog.nlu.bert import BertNlu
    from dialog.nlu.evaluation import understood as one_at_a_time

    nlu = BertNlu(load_domains(domains))
    nlu.warm_up()
    return list(one_at_a_time(nlu, examples))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--errors", type=int, default=0, help="print so many sentences that broke")
    parser.add_argument("--report", type=Path, help="write a report to a folder")
    args = parser.parse_args()
    errors = args.errors

    from dialog.acts import format_acts
    from dialog.domain import load_domains
    from dialog.evaluation.provenance import Provenance
    from dialog.evaluation.report import Metric, Report
    from dialog.nlu.evaluation import compared, score_acts
    from dialog.nlu.sources import corpus_sentences
    from dialog.values import readers

    every = readers(load_domains(EVERY))
    metrics = []
    print(f"{'validation':12}{'sentences':>10}{'alone':>8}{'together':>10}{'lost':>7}{'ms':>14}")
    for corpus, domains in SHARES.items():
        loaded = load_domains(domains)
        examples = corpus_sentences(loaded, [corpus], ("validation",), lambda _: None)["validation"]
        said, figures, times = [], [], []
        for session in (domains, EVERY):
            answers = understood(session, examples)
            said.append([acts for acts, _ in answers])
            figures.append(100 * score_acts(examples, said[-1], every).acts.f1)
            times.append(1000 * sum(seconds for _, seconds in answers) / len(answers))
        alone, together = figures
        metrics += [
            Metric(f"act_f1_{corpus}_{how}", f"Act F1 on {corpus}, {how}", value)
            for how, value in (("alone", alone), ("together", together))
        ]
        print(
            f"{corpus:12}{len(examples):10,}{alone:8.2f}{together:10.2f}{alone - together:7.2f}"
            f"{times[0]:8.1f}{times[1]:6.1f}"
        )
        broken = 0
        for example, before, after in zip(examples, *said, strict=True):
            wanted, mine = compared(example, before, every)
            _, ours = compared(example, after, every)
            if set(mine) == set(wanted) != set(ours) and broken < errors:
                broken += 1
                print(f"  {example.text}\n    wanted {format_acts(wanted) or '-'}")
                print(f"    said   {format_acts(ours) or '-'}")
    if args.report:
        made = Provenance({"domains": list(EVERY)}, {"split": "validation"}, 0)
        Report("Models that share a session", metrics, made).write(args.report)
    for domains in (*SHARES.values(), EVERY):
        print(f"memory with {', '.join(domains)}: {memory_mb(domains):.0f} MB")


if __name__ == "__main__":
    main()
