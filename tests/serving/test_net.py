"""How the page asks: its own script, run by Node, against a server whose answers stop half-way."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sr_studio import paths

#: What a browser gives the script; waiting is thirty times as short.
_BROWSER = """
const banner = { textContent: "", hidden: true };
globalThis.document = { getElementById: () => banner };
globalThis.addEventListener = () => {};
globalThis.createImageBitmap = async (blob) => ({ size: blob.size, type: blob.type });
const [timeout, web] = [globalThis.setTimeout, globalThis.fetch];
globalThis.setTimeout = (act, ms) => timeout(act, ms / 30);
globalThis.fetch = (path, options) => web(`${process.argv[2]}/${path}`, options);
const said = [];
Object.defineProperty(banner, "textContent", { set: (text) => { if (text) said.push(text); } });
const { Refused, ask, picture, wanted } = await import("./net.js");
"""


class _Halting(BaseHTTPRequestHandler):
    """Answers the first request for a thing by half and is silent then; the next one wholly."""

    asked: Counter[str]
    over: threading.Event

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        first = self.asked[self.path] == 1
        status, body = {
            "/p/gone": (409, b'{"error": "The file is gone."}'),
            "/p/good": (200, bytes(4000)),
            "/api/about": (200, b'{"language": "en"}'),
            "/api/enter": (429 if first else 200, b'{"error": "Too many wrong codes."}'),
        }[self.path]
        self.send_response(status)
        self.send_header("content-type", "image/png")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if first and status == 200:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.over.wait(60)
        else:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def halting() -> Iterator[str]:
    over = threading.Event()
    handler = type("Handler", (_Halting,), {"asked": Counter(), "over": over})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    over.set()
    server.shutdown()
    server.server_close()


def run(script: str, address: str, folder: Path) -> list[str]:
    """Run a script beside the page's own; gives what it printed, as JSON lines."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node is installed here")
    place = Path(shutil.copytree(paths.resources_dir() / "rating_page", folder / "page"))
    (place / "words.js").write_text("export const words = {};\n")
    (place / "package.json").write_text('{"type": "module"}')
    (place / "main.js").write_text(_BROWSER + script)
    ended = subprocess.run(
        [node, "main.js", address], cwd=place, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_what_stops_half_way_is_asked_for_again(halting: str, tmp_path: Path) -> None:
    """A dead connection ended a session: the picture never came, and nobody was told."""
    script = """
    const got = await wanted(picture("good"), () => false);
    console.log(JSON.stringify(got));
    console.log(JSON.stringify(said));
    console.log(JSON.stringify(await ask("api/about")));
    process.exit();
    """
    got, said, about = run(script, halting, tmp_path)
    assert got == {"size": 4000, "type": "image/png"}
    assert said == ["The picture takes long to come. It is asked for until it is here."]
    assert about == {"language": "en"}


def test_a_picture_that_is_refused_is_not_asked_for_again(halting: str, tmp_path: Path) -> None:
    script = """
    const error = await picture("gone").catch((refused) => refused);
    console.log(JSON.stringify([error instanceof Refused, error.status, error.message]));
    process.exit();
    """
    assert run(script, halting, tmp_path) == [[True, 409, "The file is gone."]]


def test_whoever_has_to_wait_is_told_what_for(halting: str, tmp_path: Path) -> None:
    script = """
    await ask("api/enter");
    console.log(JSON.stringify(said));
    process.exit();
    """
    assert run(script, halting, tmp_path)[0][0] == "Too many wrong codes."
