"""What a host may be told of a finished site: headers, redirects, hashes, compressed files.

All of it is an option (``host_files``, ``precompress``): an ordinary host serves the folder without
any.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from familycentre.render import Site
from familycentre.settings import Encoding, Settings
from familycentre.writing import Files, results, write_all

FOREVER = "public, max-age=31536000, immutable"
"""For what is named by its content."""
ASK = "no-cache"
"""May be kept, but the host is asked each time whether it is still right."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=()",
}
"""For every file. The pages' own policy stands in each of them."""
OWN_FRAMES = "frame-ancestors 'self'"
"""For pages that are not made for other sites' frames; a page cannot say that itself."""
TYPES = {"ics": "text/calendar; charset=utf-8", "jsonld": "application/ld+json",
         "geojson": "application/geo+json", "csv": "text/csv; charset=utf-8"}
"""Kinds of files that hosts often do not know."""
MANIFEST = "manifest.sha256"
COMPRESSED = ("html", "css", "js", "json", "jsonld", "geojson", "svg", "xml", "ics", "csv", "txt")
"""Endings of text; pictures and fonts are compressed already."""
SMALLEST = 400
"""Bytes under which compressing saves nothing worth a file."""
SHARE = 500
"""Files that a process takes at once."""


class HostingError(Exception):
    """An option cannot be met; the argument is a sentence for whoever set it."""


def check(settings: Settings) -> None:
    """Raise HostingError when a wanted option needs what is not installed."""
    if "br" in settings.precompress and importlib.util.find_spec("brotli") is None:
        raise HostingError("precompress: br needs the package brotli: pip install brotli")


def for_hosts(site: Site, settings: Settings, folder: Path, processes: int) -> None:
    """Write what the settings ask for into the finished *folder*; the hashes come last."""
    if settings.host_files:
        write_all(folder, host_files(site))
    if settings.precompress:
        compress(folder, settings.precompress, processes)
    if settings.host_files:
        write_all(folder, [(MANIFEST, manifest(folder, processes))])


def host_files(site: Site) -> Files:
    """Headers and redirects as Netlify and Cloudflare Pages, Apache and nginx read them."""
    base = urlsplit(site.root_url).path or "/"
    moved = [(base + page.address, base + page.context["target"])
             for page in site.pages if page.template == "redirect.html"]
    languages = list(site.speakers)
    yield "_headers", _headers(base, languages).encode()
    yield "_redirects", "".join(f"{old} {new} 301\n" for old, new in moved).encode()
    yield ".htaccess", _apache(base, languages, moved).encode()
    yield "nginx.conf", _nginx(base, languages, moved).encode()


def _headers(base: str, languages: Sequence[str]) -> str:
    """``_headers``: rules add up, so none may say again what another said."""
    rules = [(f"{base}*", HEADERS), (f"{base}assets/*", {"Cache-Control": FOREVER}),
             (f"{base}sw.js", {"Cache-Control": ASK}),
             *((f"{base}{path}", {"Content-Security-Policy": OWN_FRAMES}) for path in (
                 "", "404.html", *(f"{language}/*" for language in languages)))]
    return "\n".join(f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in said.items())
                     for path, said in rules)


def _apache(base: str, languages: Sequence[str], moved: Sequence[tuple[str, str]]) -> str:
    """``.htaccess`` for the folder itself."""
    own = "|".join(languages)
    headers = "".join(f'  Header set {name} "{value}"\n' for name, value in HEADERS.items())
    return (f"ErrorDocument 404 {base}404.html\n"
            + "".join(f"AddType '{kind}' .{ending}\n" for ending, kind in TYPES.items())
            + "".join(f"RedirectMatch 301 ^{old}$ {new}\n" for old, new in moved)
            + f"<IfModule mod_headers.c>\n{headers}"
            f'  Header set Cache-Control "{ASK}"\n'
            f'  Header set Cache-Control "{FOREVER}" "expr=%{{REQUEST_URI}} =~ m#^{base}assets/#"\n'
            f'  Header set Content-Security-Policy "{OWN_FRAMES}" '
            f'"expr=%{{REQUEST_URI}} =~ m#^{base}(({own})/.*|index\\.html)?$#"\n'
            "</IfModule>\n")


def _nginx(base: str, languages: Sequence[str], moved: Sequence[tuple[str, str]]) -> str:
    """Lines for a ``server`` block whose ``root`` holds the site under its path."""
    headers = "".join(f'  add_header {name} "{value}" always;\n' for name, value in HEADERS.items())
    frames = f'  add_header Content-Security-Policy "{OWN_FRAMES}" always;\n'
    ask, forever = (f'  add_header Cache-Control "{value}";\n' for value in (ASK, FOREVER))
    pages = f"^{base}(({'|'.join(languages)})/.*|index\\.html)?$"
    kinds = "".join(f"location ~ ^{base}.*\\.{ending}$ {{\n"
                    f'  types {{ }}\n  default_type "{kind}";\n{headers}{ask}}}\n'
                    for ending, kind in TYPES.items())
    return ("# include this file inside server { }; gzip_static on; serves precompressed files\n"
            f"error_page 404 {base}404.html;\n"
            + "".join(f"location = {old} {{ return 301 {new}; }}\n" for old, new in moved)
            + f"location {base} {{\n{headers}{ask}}}\n"
            f"location {base}assets/ {{\n{headers}{forever}}}\n"
            f"location ~ {pages} {{\n{headers}{frames}{ask}}}\n"
            + kinds)


def compress(folder: Path, encodings: Sequence[Encoding], processes: int) -> None:
    """Write ``FILE.gz`` and ``FILE.br`` beside each text of a finished folder."""
    texts = [path for path, size in _files(folder)
             if size >= SMALLEST and path.rpartition(".")[2] in COMPRESSED]
    results([partial(_compressed, texts[at:at + SHARE], encodings)
             for at in range(0, len(texts), SHARE)], processes)


def _compressed(paths: Sequence[str], encodings: Sequence[Encoding]) -> None:
    for path in paths:
        data = Path(path).read_bytes()
        for encoding in encodings:
            packed = PACK[encoding](data)
            if len(packed) < len(data):
                Path(f"{path}.{encoding}").write_bytes(packed)


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)  # no date: the same bytes each time


def _brotli(data: bytes) -> bytes:
    import brotli  # an extra: only who asks for it needs it

    packed: bytes = brotli.compress(data)
    return packed


PACK: dict[Encoding, Callable[[bytes], bytes]] = {"gz": _gzip, "br": _brotli}


def manifest(folder: Path, processes: int) -> bytes:
    """The SHA-256 of every file in a finished folder, as ``sha256sum --check`` reads it.

    What differs from the last manifest is what a deployment has to copy.
    """
    paths = sorted(path for path, _ in _files(folder))
    shares = [paths[at:at + SHARE] for at in range(0, len(paths), SHARE)]
    start = len(str(folder)) + 1
    return "".join(
        f"{digest}  {path[start:]}\n"
        for share, digests in zip(shares, results([partial(_digests, one) for one in shares],
                                                  processes), strict=True)
        for path, digest in zip(share, digests, strict=True)).encode()


def _digests(paths: Sequence[str]) -> list[str]:
    return [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths]


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    """Path and size of every file."""
    for above, _, names in os.walk(folder):
        for name in names:
            path = f"{above}/{name}"
            yield path, os.stat(path).st_size
