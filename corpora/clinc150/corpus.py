"""The CLINC150 corpus: `data_full.json.gz`, `data_oos_plus.json.gz` and `domains.json.gz`.

An intent is `inform(task=intent)` in the one of the ten domains that `domains.json.gz` gives it,
`banking.inform(task=freeze_account)`; a sentence that is none of the 150 intents, labelled `oos`,
is `outofscope()`. Every split holds its out-of-scope sentences after the others. The two data
files differ in those for training alone, so the second gives one split, `train_oos_plus`.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from corpora.clinc150.home import HOME
from dialog.acts import ActType, DialogueAct
from dialog.corpus import Dialogue
from dialog.corpus.files import Place, read_json
from dialog.corpus.single import intent_act, single_turn
from dialog.corpus.splits import check_split

_OUT_OF_SCOPE = "oos"
_LISTS = {  # split -> the file and, in it, list -> how ids of its sentences begin
    "train": ("data_full.json.gz", {"train": "train", "oos_train": "oos_train"}),
    "validation": ("data_full.json.gz", {"val": "validation", "oos_val": "oos_validation"}),
    "test": ("data_full.json.gz", {"test": "test", "oos_test": "oos_test"}),
    # Sentences that stand in `train` too have the same ids there.
    "train_oos_plus": (
        "data_oos_plus.json.gz",
        {"train": "train", "oos_train": "oos_plus_train"},
    ),
}


class Clinc150:
    """CLINC150 from a folder of gzip files, which are read in place."""

    name = "clinc150"
    description = "CLINC150: requests of 150 intents in ten domains, and out of scope (English)"
    licence = "CC BY 3.0"
    citation = "Larson et al., EMNLP-IJCNLP 2019"
    homepage = "https://github.com/clinc/oos-eval"
    home = HOME
    language = "en"
    splits: tuple[str, ...] = tuple(_LISTS)
    leaks: Mapping[str, frozenset[str]] = MappingProxyType({})

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> list[Dialogue]:
        """Read the sentences of a split, in the order of the file.

        Their ids are the list of the file and the place in it, counted from 1: `oos_test-17`.

        Raises:
            CorpusError: for an unknown split, or a file that is missing or malformed.
        """
        check_split(self.name, split, self.splits)
        file, lists = _LISTS[split]
        domains = read_domains(self.folder / "domains.json.gz")
        path = self.folder / file
        data = read_json(path, dict)
        dialogues = []
        for key, stem in lists.items():
            items = Place(str(path)).of(list, data.get(key), key)
            for number, item in enumerate(items, 1):
                place = Place(f"{path}, {key}, item {number}")
                match item:
                    case [str(text), str(label)] if text.strip():
                        act = _act(place, label, domains)
                    case _:
                        raise place.error(f"is {item!r} where [text, intent] belongs")
                dialogues.append(single_turn(f"{stem}-{number}", split, text, [act], label))
        return dialogues


def read_domains(path: Path) -> dict[str, str]:
    """Return the domain of every intent.

    Raises:
        CorpusError: for a file that is missing or malformed.
    """
    place = Place(str(path))
    domains: dict[str, str] = {}
    for domain, intents in read_json(path, dict).items():
        for at, intent in enumerate(place.of(list, intents, domain)):
            intent = place.of(str, intent, f"{domain}[{at}]")
            if intent in domains:
                raise place.error(f"has {intent!r} in {domains[intent]} and in {domain}")
            domains[intent] = domain
    return domains


def _act(place: Place, label: str, domains: Mapping[str, str]) -> DialogueAct:
    if label == _OUT_OF_SCOPE:
        return DialogueAct(ActType.OUTOFSCOPE)
    if label not in domains:
        raise place.error(f"has the unknown intent {label!r}")
    return intent_act(domains[label], label)
