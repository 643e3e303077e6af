"""Where the files of CamRest676 are published."""

from dialog.corpus import Remote

_HOME = "https://raw.githubusercontent.com/ConvLab/ConvLab-3/master/data/unified_datasets/camrest/"

HOME = (
    Remote(
        f"{_HOME}data.zip",
        "data.zip",
        "0d565a75691510d2c853ac41e6c8e5fb7cae53757446c47fae313d13ca5a3c0c",
        253545,
    ),
)
