"""Where the framework keeps what it writes."""

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the user's data folder: `DIALOG_HOME`, or the platform's own place."""
    named = os.environ.get("DIALOG_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("dialog")
