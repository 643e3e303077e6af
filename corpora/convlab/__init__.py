"""ConvLab-3's unified format: a folder with a `data.zip` of dialogues and an ontology.

Any corpus in this format (Taskmaster, KVRET, MetaLWOZ, ...) opens from its folder:

    from pathlib import Path
    from corpora.convlab import ConvLabCorpus

    dialogues = ConvLabCorpus(Path("unified_datasets/kvret")).load("test")

To have one by name, subclass it in a module of yours and register the class in the entry-point
group `dialog.corpora`; its folder is then `<corpora folder>/kvret`:

    class Kvret(ConvLabCorpus):
        name = "kvret"
        description = "KVRET: in-car dialogues over three domains (English)."

    [project.entry-points."dialog.corpora"]
    kvret = "my_package:Kvret"

A corpus with other splits sets `splits`, one with intents that `labels.INTENTS` does not know adds
them in `intents`. The `database.py` beside a `data.zip` is never run.
"""

from corpora.convlab.corpus import ConvLabCorpus

__all__ = ["ConvLabCorpus"]
