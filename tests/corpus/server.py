"""An HTTP server on the loopback address that serves one file well and badly.

`/good/N`, `/drop/N`, ... each give the same bytes; the first part of the path says how, and N
keeps the tests apart. `/log` tells the paths and ranges that were asked for.
"""

import json
import sys
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = bytes(range(256)) * 1000
asked: list[tuple[str, str | None]] = []
times: Counter[str] = Counter()


class Handler(BaseHTTPRequestHandler):
    """Answers GET."""

    def do_GET(self) -> None:
        """Serve the file in the way that the path says."""
        way = self.path.split("/")[1]
        if way == "log":
            return self.give(json.dumps(asked).encode())
        span = self.headers.get("Range")
        asked.append((self.path, span))
        times[self.path] += 1
        if way == "missing":
            return self.send_error(404)
        content = CONTENT[::-1] if way == "wrong" else CONTENT + b"more" * (way == "long")
        start = int(span.removeprefix("bytes=").removesuffix("-")) if span else 0
        if start >= len(content) or (way == "changed" and start):
            return self.send_error(416)
        # one that knows no ranges sends the whole file whatever is asked
        start = 0 if way == "whole" else start
        # the first times the connection breaks off midway; "never" sends nothing at all
        broken = {"drop": 3, "whole": 1, "changed": 1, "never": 99}.get(way, 0)
        length = len(content) - start
        sent = length if times[self.path] > broken else 0 if way == "never" else length // 2
        return self.give(content[start:], start, sent, len(content))

    def give(self, body: bytes, start: int = 0, sent: int | None = None, of: int = 0) -> None:
        """Send an answer, or the beginning of it."""
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{of - 1}/{of}")
        self.end_headers()
        self.wfile.write(body[:sent])
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
