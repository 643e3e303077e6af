"""How well questions are answered from the documents of the shipped domains.

    python benchmarks/knowledge.py
    python benchmarks/knowledge.py --corpus multiwoz21

`benchmarks/questions.yml` has questions that a passage answers, and questions that none does. Of
every two in a row the first is of the development half, on which `dialog.knowledge.index.LEAST`
was chosen, and the second of the test half. Printed for each half:

- recall: the right passage among the first one and the first five;
- unanswerable: precision and recall of refusing, and AUROC of the certainty;
- answers: of the questions with an answer, how many are answered at all, from the right passage,
  and in sentences that hold the words of the answer;
- conversation: what a bot with that domain alone, and the NLU trained for it, says to the question
  as its first turn.

With a corpus instead: which of the users' utterances in its validation split, each as the first
turn of a conversation about all these domains, are answered from a document.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from dialog.acts import ActType
from dialog.domain import Domain, load_domains
from dialog.evaluation.intervals import Interval, wilson_interval
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Metric, Report
from dialog.evaluation.scope import auroc
from dialog.knowledge.index import LEAST, DocumentIndex, Lookup

QUESTIONS = Path(__file__).with_name("questions.yml")
HALVES = ("development", "test")


@dataclass(frozen=True)
class Question:
    """A question over a domain's documents."""

    domain: str
    text: str
    half: str
    heading: str = ""  # of the passage that answers it, "" for none
    words: str = ""  # that an answer must hold


@dataclass(frozen=True)
class Asked:
    """A question with what was found."""

    question: Question
    lookup: Lookup

    @property
    def answered(self) -> bool:
        """Whether it is answered rather than refused."""
        return self.lookup.certainty >= LEAST

    def among(self, most: int) -> bool:
        """Whether the right passage is among the first few."""
        headings = [found.passage.heading for found in self.lookup.found[:most]]
        return self.question.heading in headings


def read_questions(path: Path = QUESTIONS) -> Iterator[Question]:
    """Yield the questions."""
    for domain, part in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        pairs = [
            (text, heading, words)
            for heading, texts in part["answered"].items()
            for text, words in texts.items()
        ]
        for at, (text, heading, words) in enumerate(pairs):
            yield Question(domain, text, HALVES[at % 2], heading, words)
        for at, text in enumerate(part["unanswerable"]):
            yield Question(domain, text, HALVES[at % 2])


def share(name: str, label: str, flags: Iterable[bool]) -> Iterator[Metric]:
    """Yield how many of some are so, with an interval, where there are any."""
    counted = list(flags)
    if counted:
        low, high = wilson_interval(sum(counted), len(counted))
        value, interval = 100 * sum(counted) / len(counted), Interval(100 * low, 100 * high)
        meaning = f"{sum(counted)} of {len(counted)}."
        yield Metric(name, label, value, interval=interval, meaning=meaning)


def figures(asked: list[Asked]) -> Iterator[Metric]:
    """Yield the figures of one half."""
    known = [each for each in asked if each.question.heading]
    none = [each for each in asked if not each.question.heading]
    refused = [each for each in asked if not each.answered]
    kinds = [np.array([e.lookup.certainty for e in kind]) for kind in (known, none)]
    answers = [each for each in known if each.answered]
    held = (each.question.words in each.lookup.found[0].extract for each in answers)
    yield from share("recall_1", "recall@1", (each.among(1) for each in known))
    yield from share("recall_5", "recall@5", (each.among(5) for each in known))
    yield Metric("oos_auroc", "unanswerable, AUROC", 100 * auroc(*kinds))
    right = (not each.question.heading for each in refused)
    yield from share("oos_precision", "unanswerable, precision", right)
    yield from share("oos_recall", "unanswerable, recall", (not each.answered for each in none))
    yield from share("answered", "answered", (each.answered for each in known))
    yield from share("right_passage", "from the right passage", (e.among(1) for e in answers))
    yield from share("held", "with the words of the answer", held)


def said(domains: dict[str, Domain], questions: Iterable[Question]) -> Counter[tuple[bool, str]]:
    """Count what bots say: whether a passage answers the question, and what the answer is."""
    from dialog.pipeline import Pipeline
    from dialog.session import Session

    bots = {name: Pipeline({name: domain}) for name, domain in domains.items()}
    counts: Counter[tuple[bool, str]] = Counter()
    for question in questions:
        acts = Session(bots[question.domain]).respond_sync(question.text).system_acts
        if any(act.slot == "source" and act.value for act in acts):
            right = bool(question.heading) and any(
                str(act.value).endswith(question.heading) for act in acts if act.slot == "source"
            )
            kind = "right passage" if right else "other passage"
        elif any(act.type in (ActType.OUTOFSCOPE, ActType.REPEAT) for act in acts):
            kind = "refused"
        else:
            kind = "taken for something else"
        counts[bool(question.heading), kind] += 1
    return counts


def strangers(corpus: str, domains: dict[str, Domain]) -> None:
    """Print what documents answer to the users of a corpus."""
    from dialog.corpus.registry import find_corpus
    from dialog.pipeline import Pipeline
    from dialog.session import Session

    bot = Pipeline(domains)
    dialogues = find_corpus(corpus).load("validation")
    texts = [t.utterance for d in dialogues for t in d.turns if t.speaker == "user"]
    outside, answered = 0, 0
    for text in texts:
        turn = Session(bot).respond_sync(text)
        source = next((act.value for act in turn.system_acts if act.slot == "source"), None)
        answered += source is not None
        outside += any(a.type in (ActType.OUTOFSCOPE, ActType.REPEAT) for a in turn.system_acts)
        if source:
            print(f"  {text!r}: {source}")
    print(f"{len(texts)} utterances, {outside} refused, {answered} answered from a document")


def main() -> None:
    """Print the figures of both halves, or of a corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--half", choices=HALVES, help="By default both.")
    parser.add_argument("--report", type=Path, help="Of one half: write a report to a folder.")
    parser.add_argument("--corpus", help="Instead: what documents say to a corpus's users.")
    args = parser.parse_args()
    if args.report and not args.half:
        parser.error("--report is of one --half")
    questions = list(read_questions())
    domains = load_domains(dict.fromkeys(q.domain for q in questions))
    if args.corpus:
        strangers(args.corpus, domains)
        return
    indexes = {name: DocumentIndex(domain) for name, domain in domains.items()}
    for half in [args.half] if args.half else HALVES:
        of_half = [q for q in questions if q.half == half]
        print(f"{half}: {len(of_half)} questions")
        found = list(figures([Asked(q, indexes[q.domain].look_up(q.text)) for q in of_half]))
        for each in found:
            print(f"  {each.label:28} {each} {each.meaning}")
        for (answerable, kind), count in sorted(said(domains, of_half).items(), reverse=True):
            print(f"  conversation   {'a passage' if answerable else 'none'}: {kind} {count}")
        if args.report:
            made = Provenance({"least": LEAST}, {"questions": len(of_half), "half": half}, 0)
            Report(f"Documents, {half} half", found, made).write(args.report)


if __name__ == "__main__":
    main()
