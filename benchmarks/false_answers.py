"""How many false answers the guard refuses, by what is false in them.

    python benchmarks/false_answers.py
    python benchmarks/false_answers.py --part final

The answers of `falsehoods/` are written by hand: each says what its acts have to say, and something
that is not so. The guard was completed with those of `tuning`; `final` measures it. Those of
`workshop` are about the plugin of that folder.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from dialog.acts import parse_acts
from dialog.component import Domains
from dialog.domain import load_domains
from dialog.nlg.guard.briefing import brief_of
from dialog.nlg.guard.check import check
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.template import TemplateGenerator
from dialog.state import DialogueState

FALSEHOODS = Path(__file__).with_name("falsehoods")
WORKSHOP = Path(__file__).with_name("workshop")
ALL = ("restaurant", "hotel", "taxi", "attraction", "train")
_CONTEXT = {"acts", "entity"}


@dataclass(frozen=True)
class Judged:
    """A false answer, what is false in it, and what the guard has against it.

    What is merely left unsaid does not count: it would be asked for again.
    """

    kind: str
    text: str
    problems: tuple[str, ...]


@cache
def _domain(name: str) -> tuple[Domains, Lexicon]:
    domains = load_domains([str(WORKSHOP) if name == WORKSHOP.name else name])
    return domains, Lexicon.of(domains)


def judged(part: str) -> Iterator[Judged]:
    """Yield every false answer of a part."""
    for case in yaml.safe_load((FALSEHOODS / f"{part}.yml").read_text("utf-8")):
        acts = parse_acts(case["acts"])
        name = acts[0].domain or ALL[0]
        domains, lexicon = _domain(name)
        state = DialogueState()
        if entity := case.get("entity"):
            row = next(row for row in domains[name].rows() if entity in row.values())
            state = state.with_domain(name, entity=row)
        draft = TemplateGenerator(domains).say(acts, state)
        brief = brief_of(acts, state, draft, domains, lexicon)
        for kind, texts in case.items():
            for text in texts if kind not in _CONTEXT else ():
                found = check(text, brief)
                yield Judged(kind, text, (*found.untold, *found.invented, *found.contradicted))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--part", choices=("tuning", "further", "final", "workshop"), default="tuning"
    )
    parser.add_argument("--figures", action="store_true", help="print no answers")
    options = parser.parse_args()
    answers = list(judged(options.part))
    passed = [answer for answer in answers if not answer.problems]
    for answer in passed if not options.figures else ():
        print(f"- {answer.kind}: {answer.text}")
    every, let = (Counter(a.kind for a in some) for some in (answers, passed))
    for kind, number in every.items():
        print(f"{kind:12} {number - let[kind]:3} of {number:3} refused")
    caught = len(answers) - len(passed)
    share = 100 * caught / len(answers)
    print(f"{options.part}: {caught} of {len(answers)} false answers refused, {share:.1f} %")


if __name__ == "__main__":
    main()
