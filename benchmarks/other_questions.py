"""Whether the guard refuses a question for another slot than the one that was decided.

    python benchmarks/other_questions.py

Good questions for one slot, from `paraphrases/`, are put to the guard as if each other slot of
their domain were to be asked for, and as what they are.
"""

from collections.abc import Iterator, Mapping

import yaml
from generation import PARAPHRASES

from dialog.acts import ActType, DialogueAct
from dialog.domain import load_domains
from dialog.nlg.guard.briefing import brief_of
from dialog.nlg.guard.check import check
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.template import TemplateGenerator
from dialog.state import DialogueState
from dialog.texts import acts_of_key

DOMAINS = ("restaurant", "hotel", "taxi", "attraction", "train")
PARTS = ("development", "test", "held_out", "idioms")


def questions(domain: str, slots: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (slot, question) of a domain's plain questions for one slot."""
    for path in (PARAPHRASES / part / f"{domain}.yml" for part in PARTS):
        texts = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
        for key, some in texts.items():
            acts = acts_of_key(key)
            if len(acts) == 1 and acts[0].type is ActType.REQUEST and acts[0].slot in slots:
                yield from ((acts[0].slot, text) for text in some if not set(text) & set("{["))


def main() -> None:
    """Measure, and print."""
    others = refused = own = wrongly = 0
    for name in DOMAINS:
        domains = load_domains([name])
        lexicon, template = Lexicon.of(domains), TemplateGenerator(domains)
        asked = list(questions(name, domains[name].schema.slots))
        for wanted in dict.fromkeys(slot for slot, _ in asked):
            acts, state = [DialogueAct(ActType.REQUEST, name, wanted)], DialogueState(active=name)
            brief = brief_of(acts, state, template.say(acts, state), domains, lexicon)
            for slot, text in asked:
                problems = bool(check(text, brief).problems)
                if slot == wanted:
                    own, wrongly = own + 1, wrongly + problems
                else:
                    others, refused = others + 1, refused + problems
    print(f"for another slot: {refused} of {others} refused, {100 * refused / others:.1f} %")
    print(f"for the slot itself: {wrongly} of {own} refused, {100 * wrongly / own:.1f} %")


if __name__ == "__main__":
    main()
