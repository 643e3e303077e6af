"""Score published systems by their answers: `python benchmarks/answers.py [--explain]`.

Reads the answers of seven systems to the test part of MultiWOZ 2.1 and the figures published for
them, from the folder `mwzeval` beside the corpus: `predictions/*.json.gz` as in
Tomiinek/MultiWOZ_Evaluation and `results.json`, copied from the tables of budzianowski/multiwoz.
Prints both, and with `--explain` by what each system fails.
"""

import argparse
import json
from collections import Counter

from dialog.corpus import corpora_folder, find_corpus
from dialog.evaluation.answers import answer_metrics, measure, read_predictions
from dialog.evaluation.answers.measuring import human
from dialog.evaluation.answers.report import failures

HUMAN = "the clerks themselves"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--systems", nargs="+", help="By default all, and the corpus's own.")
    parser.add_argument("--explain", action="store_true", help="Count the causes of failure.")
    args = parser.parse_args()
    folder = corpora_folder() / "mwzeval"
    published = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    corpus = find_corpus("multiwoz21")
    key, dialogues = corpus.answer_key(), corpus.load("test")
    print("| system | states | Inform | published | Success | published | BLEU | published |")
    print("|---|---|---|---|---|---|---|---|")
    for name in args.systems or [*published["systems"], HUMAN]:
        own = name == HUMAN
        path = folder / "predictions" / f"{name}.json.gz"
        answers = human(dialogues, key) if own else read_predictions(path)
        found = measure(dialogues, answers, key)
        metrics = {m.name: m for m in answer_metrics(found.measured, compared=not own)}
        was = published["reference_corpus"] if own else published["systems"][name]
        cells = [name, "own" if found.states == "system" else "annotated"]
        for figure in ("inform", "success", "bleu"):
            ours = metrics.get(figure)
            cells += [f"{ours.value:.1f}" if ours else "", str(was.get(figure, ""))]
        print(f"| {' | '.join(cells)} |", flush=True)
        if args.explain:
            causes = Counter(v.cause for _, v in failures(m.outcome for m in found.measured))
            print("  ", ", ".join(f"{cause}: {count}" for cause, count in causes.most_common()))


if __name__ == "__main__":
    main()
