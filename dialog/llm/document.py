"""What a language model is told of a conversation, as one JSON document of data.

What users and databases say is only ever a string in that document. It cannot end the document,
and marks by which servers tell messages apart are escaped in it.
"""

import json
import re
from typing import Any

_MARKS = re.compile(r"<|\[(?=/?[A-Z])|\|(?=[a-z_]+)")  # of <|im_end|>, [/INST], </s>


def data(content: Any) -> str:
    """Return content as JSON in which nothing looks like the mark of a message's end."""
    plain = json.dumps(content, ensure_ascii=False)
    return _MARKS.sub(lambda mark: f"\\u{ord(mark.group()):04x}", plain)
