"""Where the files of ATIS are published."""

from dialog.corpus import Remote

_HOME = "https://raw.githubusercontent.com/MiuLab/SlotGated-SLU/master/data/atis/"

HOME = (
    Remote(
        f"{_HOME}test/label",
        "test/label",
        "ce4bfe6590d9498e1078f30b4137d3e8b3e94277b444b26360c0bf2e9e282761",
        11634,
    ),
    Remote(
        f"{_HOME}test/seq.in",
        "test/seq.in",
        "4b2119fc59c37f9398c6605db435d4f467505009e6ee3e5af04fed09f39dc397",
        52122,
    ),
    Remote(
        f"{_HOME}test/seq.out",
        "test/seq.out",
        "a4690d6bceadc06876d1ff99bc401744aa981cb321e598ae12a3859d7be53254",
        81238,
    ),
    Remote(
        f"{_HOME}train/label",
        "train/label",
        "d0a771547665eecbdf9f96ea015ef07d1f6ee9f063e861020dafabb3c2a04377",
        57831,
    ),
    Remote(
        f"{_HOME}train/seq.in",
        "train/seq.in",
        "3a670980841b21ab39088b2595efc17d487cdc45769c075a3e5f9458bba28c7f",
        289848,
    ),
    Remote(
        f"{_HOME}train/seq.out",
        "train/seq.out",
        "14c7131bd66562f797dbd7189bc7358f0cf354c6afb0785a9ab973c35b58f34c",
        415557,
    ),
    Remote(
        f"{_HOME}valid/label",
        "valid/label",
        "06957cfe6fdffac84f8280bc3a1f8ca85c85631b363817aa4543aac611f8addf",
        6518,
    ),
    Remote(
        f"{_HOME}valid/seq.in",
        "valid/seq.in",
        "c7435b96e7948393608c34819628e863c5338f11ca68e8f896d2cc041d8e17f8",
        32761,
    ),
    Remote(
        f"{_HOME}valid/seq.out",
        "valid/seq.out",
        "83ccff3e36f83a993f8e5b5b82adf3256076f234abda4d784051381d7ac76922",
        47763,
    ),
)
