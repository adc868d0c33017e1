"""A model on loopback that answers the letters as a table says, in OpenAI's form.

Three models: 'atlas' is wrong about 2 letters, 'delta' about 4, 'delta-flaky' is delta and refuses
one letter with an error. Prints its port and serves until it is killed.
"""

import json
import pathlib
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER = pathlib.Path(__file__).parent
LETTERS = [json.loads(line) for line in (FOLDER / "letters.jsonl").read_text().splitlines()]
WRONG = {
    "atlas": {"letter-07": "water", "letter-20": "taxes"},
    "delta": {
        "letter-03": "water",
        "letter-07": "water",
        "letter-16": "order",
        "letter-19": "taxes",
    },
}


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self.path.endswith("/chat/completions"):
            self.answer(404, {"error": {"message": "there is no " + self.path}})
            return
        model = asked["model"]
        # The last letter counts: those before it are examples.
        said = " ".join(
            m["content"] if isinstance(m["content"], str) else json.dumps(m["content"])
            for m in asked["messages"]
        )
        letter = max(LETTERS, key=lambda each: said.rfind(each["question"]))
        if model == "delta-flaky" and letter["id"] == "letter-11":
            self.answer(400, {"error": {"message": "no room for this letter", "type": "invalid_request_error", "code": "not_served"}})
            return
        text = WRONG[model.split("-")[0]].get(letter["id"], letter["target"])
        self.answer(
            200,
            {
                "id": "chatcmpl-" + letter["id"],
                "object": "chat.completion",
                "created": 1790000000,
                "model": model,
                "choices": [
                    {
                        "index": 0,
                        "message": {"role": "assistant", "content": text},
                        "finish_reason": "stop",
                    }
                ],
                "usage": {"prompt_tokens": 60, "completion_tokens": 2, "total_tokens": 62},
            },
        )

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Model)
    print(server.server_address[1], flush=True)
    server.serve_forever()
