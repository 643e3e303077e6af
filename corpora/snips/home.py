"""Where the files of SNIPS are published."""

from dialog.corpus import Remote

_HOME = "https://raw.githubusercontent.com/MiuLab/SlotGated-SLU/master/data/snips/"

HOME = (
    Remote(
        f"{_HOME}test/label",
        "test/label",
        "37a26da3ad079bb41c42c85a3a8f827eb47efec4c5917ce5d08f4b2736e4f830",
        10120,
    ),
    Remote(
        f"{_HOME}test/seq.in",
        "test/seq.in",
        "c1e341173fcea2951a8ca371956a6f81c76de87b9583c62eb87edd6158fa3a7c",
        33121,
    ),
    Remote(
        f"{_HOME}test/seq.out",
        "test/seq.out",
        "58c07c9097d5e1f78889765c2a535a160f6455b90b3142055c8051847afcca47",
        50918,
    ),
    Remote(
        f"{_HOME}train/label",
        "train/label",
        "bfd7df6cf9dd76c5da5d8b61bc85f90386197bdd3d7510c1d324c051537b962f",
        184532,
    ),
    Remote(
        f"{_HOME}train/seq.in",
        "train/seq.in",
        "04ad1e3f2121d83c6478f9a4b17d2dbdc21d06d6127f73cb7af835ed733f9855",
        617079,
    ),
    Remote(
        f"{_HOME}train/seq.out",
        "train/seq.out",
        "fd5f2121d8055827e5d6b3d3bac30f3d7e94e82a5d437751960cbdd9e1b4f6d3",
        950926,
    ),
    Remote(
        f"{_HOME}valid/label",
        "valid/label",
        "9c1dd041216f647bcfca838aaf1a48eb5781e4404256d31ff07cd38a5436c52f",
        9900,
    ),
    Remote(
        f"{_HOME}valid/seq.in",
        "valid/seq.in",
        "64e0f6d8ad8aab3a3828164d7d53731a0993d3ca1aed437ceaca6d3d568d410e",
        33629,
    ),
    Remote(
        f"{_HOME}valid/seq.out",
        "valid/seq.out",
        "712e6d34feb8d52d208b820a5f8bae6e6ff990f08374507dfde22de389088319",
        50626,
    ),
)
