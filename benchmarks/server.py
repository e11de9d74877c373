"""A web server for one built site, under a sub-path, as static hosts do it.

Folders end in a slash, unknown addresses get 404.html, and text is compressed with brotli when the
browser takes it. ``python benchmarks/server.py FOLDER [--port 8123] [--prefix /repo/]`` serves
until interrupted.
"""

from __future__ import annotations

import argparse
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
    ".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
}
PACKED = {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"}


class Server(ThreadingHTTPServer):
    """Serves *folder* below *prefix*; nothing else of the machine can be reached."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, prefix: str = "/repo/", port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.prefix = prefix
        self.files = {path.relative_to(folder).as_posix(): path
                      for path in folder.rglob("*") if path.is_file()}

    @property
    def url(self) -> str:
        """Address of the site, with a trailing slash."""
        return f"http://127.0.0.1:{self.server_port}{self.prefix}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for the browser's receipt
    server: Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _answer(self, *, with_body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        files = self.server.files
        if path.startswith(self.server.prefix):
            name = path.removeprefix(self.server.prefix)
            if not name or name.endswith("/"):
                name += "index.html"
            elif name not in files and f"{name}/index.html" in files:
                self.send_response(301)
                self.send_header("Location", f"{path}/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
        else:
            name = ""
        status = 200 if name in files else 404
        file = files.get(name) or files.get("404.html")
        data = file.read_bytes() if file else b"404"
        self.send_response(status)
        ending = file.suffix if file else ".txt"
        self.send_header("Content-Type", TYPES.get(ending, "application/octet-stream"))
        self.send_header("Cache-Control", "no-cache")
        if ending in PACKED and "br" in self.headers.get("Accept-Encoding", ""):
            data = packed(data)
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self.wfile.write(data)


@lru_cache(maxsize=512)
def packed(data: bytes) -> bytes:
    """Brotli at its best, as hosts that compress once do."""
    return bytes(brotli.compress(data, quality=11))


@contextmanager
def serving(folder: Path, prefix: str = "/repo/", port: int = 0) -> Iterator[str]:
    """Serve a folder as long as the block runs; the site's address."""
    with Server(folder, prefix, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    """Serve until interrupted."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--port", type=int, default=8123)
    arguments.add_argument("--prefix", default="/repo/")
    chosen = arguments.parse_args()
    with serving(chosen.folder, chosen.prefix, chosen.port) as url:
        print(f"Serving {url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
