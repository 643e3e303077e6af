"""The CamRest676 corpus in ConvLab-3's edition: a `data.zip`.

`extra["finished"]` of a dialogue says whether the user got what the task asked for. An act without
a span is one of a categorical slot (area, price range), whose words the edition does not mark, or
"dontcare". `entities` gives the corpus's database under the slot names of its acts.
"""

from collections.abc import Mapping

from corpora.camrest.home import HOME
from corpora.convlab import ConvLabCorpus
from dialog.corpus.files import Place, read_json
from dialog.errors import CorpusError

_DOMAIN, _DATABASE = "restaurant", "data/CamRestDB.json"
_SLOTS = {"pricerange": "price range"}  # column -> slot, where they differ


class CamRest(ConvLabCorpus):
    """CamRest676, read from its `data.zip`."""

    name = "camrest"
    description = (
        "CamRest676: human-human dialogues of a restaurant search in Cambridge, with goals, acts "
        "of both sides and states (English, ConvLab-3's edition)."
    )
    licence = "CC BY 4.0"
    citation = "Wen et al., EMNLP 2016"
    home = HOME

    def entities(self, domain: str) -> list[Mapping[str, str]]:
        """Return the rows of the corpus's own database.

        Raises:
            CorpusError: for another domain than restaurant, or a database that is malformed.
        """
        if domain != _DOMAIN:
            raise CorpusError(f"camrest has no database of {domain!r}; there is: {_DOMAIN}.")
        rows: list[Mapping[str, str]] = []
        for number, raw in enumerate(read_json(self._path, list, _DATABASE)):
            place = Place(f"{self._path}, {_DATABASE}, row {number}")
            row = place.of(dict, raw, "the row")
            texts = {key: place.of(str, value, key) for key, value in row.items()}
            rows.append({_SLOTS.get(key, key): text for key, text in texts.items() if text})
        return rows
