"""Where the files of CLINC150 are published."""

from dialog.corpus import Remote

_HOME = "https://raw.githubusercontent.com/clinc/oos-eval/master/data/"

HOME = (
    Remote(
        f"{_HOME}data_full.json",
        "data_full.json.gz",
        "36923c3705a59e08fe9c3883d8bc2dd966ef93e22cb78ac41171782a698d56e0",
        2495390,
    ),
    Remote(
        f"{_HOME}data_oos_plus.json",
        "data_oos_plus.json.gz",
        "bfcca9ae515623541dc1983c94c4ed7cae9d26b42ae47d74b972e51bb6f7a21f",
        2509789,
    ),
    Remote(
        f"{_HOME}domains.json",
        "domains.json.gz",
        "b947b579d3b8e74b06f93b01083d8efaff2888b43a3e362533bd88a6e1211b3a",
        3818,
    ),
)
