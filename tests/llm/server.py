"""A server that speaks the OpenAI chat completions format and misbehaves on request.

Run as a script: `python server.py PORT`. The model's name chooses what it does:

`facts`     says the draft that the prompt holds, as a model that keeps to the facts would
`says:TEXT` says TEXT
`cut:TEXT`, `dies:TEXT`    say TEXT and no more, for the limit of tokens or for no told reason
`breaks:TEXT`, `fails:TEXT`  say TEXT in pieces, and drop the line, or tell of an error
`404`       refuses as vLLM does a model that it does not have
`phone`, `omit`, `empty`   says the draft with an invented phone number, a canned sentence, nothing
`500`, `401`, `429once`    fails with a status, the last one once only
`stalls:MODEL` sends the first word of a stream, and sleeps
`slow`, `malformed`, `shape`, `closes`   sleeps, sends broken JSON, other JSON, hangs up
`script:NAME`              gives the answers that were posted to /v1/script/NAME, one by one

A script is {"answers": [...], "structured": false if a schema is refused, "likely": false if log
probabilities are}. An answer is a text, or {"status": 429, "headers": {...}},
{"seconds": 5, "says": text}, {"says": text, "logs": [-0.1, -0.3]}, {"body": any text} or
{"closes": true}.
"""

import json
import re
import sys
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_refused_once: set[str] = set()
_requests: list[dict[str, Any]] = []
_scripts: dict[str, dict[str, Any]] = {}


def draft_of(request: dict[str, Any]) -> str:
    prompt = "\n".join(m["content"] for m in request["messages"])
    found = re.findall(r"^Draft: (.*)$", prompt, re.M)
    return found[-1] if found else "Hello."


def words(model: str, request: dict[str, Any]) -> str:
    way, colon, text = model.partition(":")
    if colon and way in ("says", "cut", "dies", "breaks", "fails"):
        return text
    draft = draft_of(request)
    return {
        "phone": f"{draft} Call 01632 960123.",
        "omit": "Sure, I can help with that.",
        "empty": "",
    }.get(model, draft)


def _reason(model: str) -> str:
    return "length" if model.startswith("cut:") else "stop"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        self.answer(200, json.dumps(_requests))

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "/script/" in self.path:
            _scripts[self.path.rpartition("/")[2]] = request
            return self.answer(200, "{}")
        _requests.append(request | {"authorization": self.headers.get("Authorization")})
        model = request["model"]
        if model.startswith("script:"):
            return self.play(_scripts[model.removeprefix("script:")], request)
        if model.startswith("429once") and model not in _refused_once:
            _refused_once.add(model)
            return self.answer(429, '{"error": {"message": "slow down"}}', {"Retry-After": "0"})
        if model == "404":
            return self.answer(404, '{"error": {"message": "The model `404` does not exist."}}')
        if model in ("500", "401"):
            return self.answer(int(model), '{"error": {"message": "no"}}')
        if model == "closes":
            self.close_connection = True
            return None
        if model == "slow":
            time.sleep(5)
        if model == "malformed":
            return self.answer(200, '{"choices": [')
        if model == "shape":
            return self.answer(200, '{"hello": "world"}')
        if request.get("stream"):
            said = words(model.removeprefix("stalls:"), request)
            return self.stream(model, said, stalls=model.startswith("stalls:"))
        return self.complete(model, words(model, request))

    def play(self, script: dict[str, Any], request: dict[str, Any]) -> None:
        if "response_format" in request and not script.get("structured", True):
            return self.answer(400, '{"error": {"message": "response_format is not supported"}}')
        if "logprobs" in request and not script.get("likely", True):
            return self.answer(422, '{"error": {"message": "logprobs is not supported"}}')
        given = script["answers"].pop(0)
        act = {"says": given} if isinstance(given, str) else given
        time.sleep(act.get("seconds", 0))
        if act.get("closes"):
            self.close_connection = True
            return None
        if "status" in act:
            refusal = '{"error": {"message": "no"}}'
            return self.answer(act["status"], refusal, act.get("headers"))
        if "body" in act:
            return self.answer(200, act["body"])
        logs = act.get("logs") if request.get("logprobs") else None
        return self.complete(request["model"], act["says"], logs)

    def stream(self, model: str, content: str, *, stalls: bool = False) -> None:
        """Send an answer word by word, then the number of tokens."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if model.startswith("breaks:"):  # more is announced than comes
            self.send_header("Content-Length", "100000")
        self.end_headers()
        self.close_connection = True
        body = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": model}
        words = re.findall(r"\S+\s*", content)
        deltas = [{"choices": [{"index": 0, "delta": {"content": w}}]} for w in words]
        usage = {"prompt_tokens": 5, "completion_tokens": len(words), "total_tokens": 0}
        end: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": {}, "finish_reason": _reason(model)}]}
        ]
        if model.startswith(("dies:", "breaks:")):
            end = []
        if model.startswith("fails:"):
            end = [{"error": {"message": "out of memory"}}]
        with suppress(ConnectionError):  # who asked hung up
            for number, delta in enumerate([*deltas, *end, {"choices": [], "usage": usage}]):
                if stalls and number == 1:
                    time.sleep(5)
                self.wfile.write(f"data: {json.dumps(body | delta)}\n\n".encode())
                self.wfile.flush()
            if not model.startswith("breaks:"):
                self.wfile.write(b"data: [DONE]\n\n")

    def complete(self, model: str, content: str, logs: list[float] | None = None) -> None:
        message = {"role": "assistant", "content": content}
        choice: dict[str, Any] = {"index": 0, "finish_reason": _reason(model), "message": message}
        if logs is not None:
            tokens = [{"token": "x", "logprob": log, "top_logprobs": []} for log in logs]
            choice["logprobs"] = {"content": tokens}
        body: dict[str, Any] = {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": model,
        }
        said = len(content.split())
        body |= {"usage": {"prompt_tokens": 5, "completion_tokens": said, "total_tokens": 5 + said}}
        self.answer(200, json.dumps(body | {"choices": [choice]}))

    def answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):  # who asked a slow model is gone
            self.wfile.write(data)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
