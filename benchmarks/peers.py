"""Three other searches over the same entries, asked in Chromium as their own pages would ask them.

``python benchmarks/peers.py --corpus FILE --queries FILE --lang fi`` prints how often each finds
what was wanted. Material comes with the site; Pagefind and MiniSearch are installed on demand into
``benchmarks/.peers/``, and a peer that cannot be is left out.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any, Protocol

import material
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, Request, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # for running as a script

from benchmarks.server import serving  # noqa: E402

PACKAGES = HERE / ".peers"
SHOWN = 10
SAMPLED = 12
"""Further queries that are asked on a fresh page each; more would only take longer."""

HOST = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{name}</title><link rel="icon" href="data:,">
<script type="module" src="peer.js"></script></html>
"""
ENTRY = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{name}</title>
<main data-pagefind-body><h1>{name}</h1><p>{summary}</p><p>{municipality}</p>{tags}</main></html>
"""


@dataclass(frozen=True)
class Document:
    """What of an entry may be indexed."""

    id: str
    """Becomes a file's name and part of an address: letters, digits, hyphens, underscores."""
    name: str
    summary: str
    tags: tuple[str, ...]
    municipality: str


@dataclass
class Answers:
    """What a peer answered to a list of queries, and what it cost."""

    ids: list[list[str]]
    """The first ten entries for each query, best first."""
    first_bytes: int
    """Code, index and results until the first query is answered, in gzip."""
    later_bytes: float
    """What a further query fetches on average when only the first was asked before, in gzip."""
    milliseconds: list[float]
    """By the page's clock for each query, once the page says that it is ready: with whatever it
    still fetches from this machine, which for Pagefind's first is most of its code."""


class PeerMissingError(RuntimeError):
    """A peer's packages are neither here nor to be had."""


class Peer(Protocol):
    """Another search to compare with."""

    name: str

    def prepare(self, documents: Sequence[Document], language: str, folder: Path) -> None:
        """Write a page that can be asked, and all it needs, into an empty folder."""

    def rankings(self, page: Page, base_url: str, queries: Sequence[str]) -> Answers:
        """Ask the page that is served at *base_url*; at least one query."""


class InPage:
    """Asks ``window.peer``, which each peer's script puts there."""

    def rankings(self, page: Page, base_url: str, queries: Sequence[str]) -> Answers:
        """One session asks everything; fresh pages then show what a single query fetches."""
        fetched: set[str] = set()
        weights: dict[str, int] = {}

        def weight(urls: set[str]) -> int:
            for url in urls - weights.keys():
                weights[url] = packed_size(page.request.get(url).body())
            return sum(weights[url] for url in urls)

        def note(request: Request) -> None:
            if request.url.startswith("http") and request.url != base_url:
                fetched.add(request.url)

        def open_page() -> None:
            fetched.clear()
            page.goto(base_url)
            page.wait_for_function("window.peer")
            page.evaluate("window.peer.ready")

        page.on("request", note)
        try:
            open_page()
            ready = set(fetched)
            found = [ask(page, queries[0])]
            first = set(fetched)
            found += [ask(page, query) for query in queries[1:]]
            later = [0]
            if fetched != ready:  # else everything came at the start
                later = []
                for query in spread(queries[1:], SAMPLED):
                    open_page()
                    ask(page, queries[0])
                    before = set(fetched)
                    ask(page, query)
                    later.append(weight(fetched - before))
        finally:
            page.remove_listener("request", note)
        return Answers([ids for ids, _ in found], weight(first),
                       statistics.fmean(later or [0]), [spent for _, spent in found])


class Material(InPage):
    """The lunr worker that Material for MkDocs ships, with the settings it ships for a language."""

    name = "material"

    def prepare(self, documents: Sequence[Document], language: str, folder: Path) -> None:
        """The plugin writes the index itself: separator, pipeline and boosts are its own."""
        scripts = Path(material.__file__).parent / "templates" / "assets" / "javascripts"
        target = folder / "assets" / "javascripts"
        (target / "workers").mkdir(parents=True)
        shutil.copy(next((scripts / "workers").glob("search.*.min.js")),
                    target / "workers" / "search.min.js")
        shutil.copytree(scripts / "lunr", target / "lunr")
        (folder / "search").mkdir()
        (folder / "search" / "search_index.json").write_text(
            material_index(documents, language), encoding="utf-8")
        shutil.copy(HERE / "peers" / "material.js", folder / "peer.js")
        write_host(self.name, language, folder)


class Pagefind(InPage):
    """Pagefind over a page for each entry."""

    name = "pagefind"
    requirement = "pagefind[bin]==1.5.2"

    def prepare(self, documents: Sequence[Document], language: str, folder: Path) -> None:
        """Its indexer reads the built pages, as on any static site."""
        packages = installed(self.name, [self.requirement], [
            sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--retries", "1", "--timeout", "20", "--target"])
        (folder / "entries").mkdir()
        for one in documents:
            tags = "".join(f"<li>{escape(tag)}</li>" for tag in one.tags)
            (folder / "entries" / f"{one.id}.html").write_text(ENTRY.format(
                language=language, name=escape(one.name), summary=escape(one.summary),
                municipality=escape(one.municipality), tags=f"<ul>{tags}</ul>"), encoding="utf-8")
        write_host(self.name, language, folder)
        shutil.copy(HERE / "peers" / "pagefind.js", folder / "peer.js")
        run([sys.executable, "-m", "pagefind", "--site", str(folder)],
            PYTHONPATH=str(packages))


class MiniSearch(InPage):
    """MiniSearch with lunr-languages' Snowball stemmer, its index made beforehand."""

    name = "minisearch"
    requirements = ("minisearch@7.2.0", "lunr-languages@1.22.0", "esbuild@0.28.2")

    def prepare(self, documents: Sequence[Document], language: str, folder: Path) -> None:
        """Bundled and minified as a site would, so that its bytes are fairly counted."""
        packages = installed(self.name, self.requirements, [
            "npm", "install", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund",
            "--fetch-retries", "1", "--fetch-timeout", "20000", "--prefix"])

        def bundle(script: str, target: Path, *options: str) -> None:
            run([
                str(packages / "node_modules" / ".bin" / "esbuild"), str(HERE / "peers" / script),
                "--bundle", "--log-level=warning", f"--outfile={target}",
                f'--define:LANGUAGE="{language}"',
                f"--alias:stemmer=lunr-languages/lunr.{language}.js", *options,
            ], cwd=packages, NODE_PATH=str(packages / "node_modules"))

        bundle("minisearch.js", folder / "peer.js", "--minify", "--format=esm")
        with tempfile.TemporaryDirectory() as scratch:
            builder = Path(scratch) / "build.cjs"
            bundle("minisearch-build.js", builder, "--platform=node")
            index = run(["node", str(builder)], text=json.dumps([
                {**asdict(one), "tags": " ".join(one.tags)} for one in documents]))
        (folder / "index.json").write_text(index, encoding="utf-8")
        write_host(self.name, language, folder)


ALL: tuple[Peer, ...] = (Material(), Pagefind(), MiniSearch())


def answers(documents: Sequence[Document], queries: Sequence[str], language: str,
            browser: Browser, peers: Sequence[Peer] = ALL) -> dict[str, Answers]:
    """Prepare, serve and ask each peer; one that cannot be had is named on standard error."""
    found = {}
    for peer in peers:
        with tempfile.TemporaryDirectory() as folder:
            try:
                peer.prepare(documents, language, Path(folder))
            except PeerMissingError as reason:
                print(f"{peer.name} is left out: {reason}", file=sys.stderr)
                continue
            with serving(Path(folder)) as address, browser.new_context() as context:
                found[peer.name] = peer.rankings(context.new_page(), address, queries)
    return found


def ask(page: Page, query: str) -> tuple[list[str], float]:
    """Ranked entries and the time taken, by the page's own clock."""
    ids, spent = page.evaluate("""async (query) => {
        const start = performance.now();
        const ids = await window.peer.ask(query);
        return [ids, performance.now() - start];
    }""", query)
    return [str(one) for one in ids][:SHOWN], float(spent)


def packed_size(data: bytes) -> int:
    """Bytes in gzip; Pagefind's files are packed already and would only grow."""
    return min(len(data), len(gzip.compress(data, 9, mtime=0)))


def spread(queries: Sequence[str], number: int) -> list[str]:
    """At most *number* of them, evenly from the whole list."""
    step = max(1, len(queries) / number)
    return [queries[int(at * step)] for at in range(min(number, len(queries)))]


def material_index(documents: Sequence[Document], language: str) -> str:
    """What Material's search plugin would write for pages that hold a title and two paragraphs."""
    with tempfile.TemporaryDirectory() as docs:
        config = load_config(io.BytesIO(json.dumps({
            "site_name": "peers", "docs_dir": docs, "plugins": ["material/search"],
            "theme": {"name": "material", "language": language},
        }).encode()))
    plugin: Any = config.plugins["material/search"]
    plugin.on_config(config)
    for one in documents:
        text = f"<p>{escape(one.summary, False)}</p> <p>{escape(one.municipality, False)}</p>"
        plugin.search_index.entries.append({
            "location": f"{one.id}/", "title": escape(one.name, False), "text": text,
            "tags": list(one.tags)})
    return str(plugin.search_index.generate_search_index(None))


def write_host(name: str, language: str, folder: Path) -> None:
    """The page that is asked."""
    (folder / "index.html").write_text(HOST.format(language=language, name=name), encoding="utf-8")


def installed(name: str, requirements: Sequence[str], command: Sequence[str]) -> Path:
    """The peer's own folder of packages, filled by *command* when these versions are missing."""
    folder = PACKAGES / name
    stamp, wanted = folder / "installed.txt", "\n".join(requirements)
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (PACKAGES / ".gitignore").write_text("*\n", encoding="utf-8")  # nor do linters look inside
        try:
            run([*command, str(folder), *requirements])
        except PeerMissingError as reason:
            raise PeerMissingError(f"needs {' '.join(requirements)}; is there a network? "
                                  f"{reason}") from reason
        stamp.write_text(wanted, encoding="utf-8")
    return folder


def run(command: Sequence[str], text: str = "", cwd: Path | None = None,
        **environment: str) -> str:
    """A tool's output; its complaint when it fails or is not there."""
    try:
        outcome = subprocess.run(command, input=text, cwd=cwd, env={**os.environ, **environment},
                                 text=True, encoding="utf-8", capture_output=True, check=False)
    except OSError as error:
        raise PeerMissingError(f"{command[0]} cannot be run: {error.strerror}") from error
    if outcome.returncode:
        said = (outcome.stderr or outcome.stdout).strip().splitlines()
        raise PeerMissingError(next((line for line in said if "error" in line.lower()),
                                    f"{command[0]} failed"))
    return outcome.stdout


def read_documents(path: Path) -> list[Document]:
    """Entries of a corpus file; whatever else its lines hold is not to be indexed."""
    return [Document(line["id"], line["name"], line["summary"], tuple(line["tags"]),
                     line["municipality"]) for line in read_lines(path)]


def read_lines(path: Path) -> list[Mapping[str, Any]]:
    """Objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main() -> None:
    """Print one line a peer."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", type=Path, required=True)
    arguments.add_argument("--queries", type=Path, required=True)
    arguments.add_argument("--lang", required=True)
    chosen = arguments.parse_args()
    asked = read_lines(chosen.queries)
    wanted = [set(line["relevant"]) for line in asked]
    system = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                  "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=[
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        found = answers(read_documents(chosen.corpus), [line["query"] for line in asked],
                        chosen.lang, browser)
        browser.close()
    for name, one in found.items():
        rates = [sum(not right.isdisjoint(ids[:top]) for ids, right in
                     zip(one.ids, wanted, strict=True)) / len(asked) for top in (1, 3)]
        none = sum(not ids for ids in one.ids) / len(asked)
        print(f"{name:11} success@1 {rates[0]:.2f}  success@3 {rates[1]:.2f}  none {none:.2f}  "
              f"first {one.first_bytes:,} bytes  later {one.later_bytes:,.0f} bytes  "
              f"median {statistics.median(one.milliseconds):.1f} ms")


if __name__ == "__main__":
    main()
