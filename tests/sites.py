"""Building the whole site as an editor does, and reading what came out."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent
DAY = datetime.date(2026, 11, 22)
EPOCH = str(int(datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC).timestamp()))
SITE_URL = "https://example.org/pk/"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}


RELAXED = """\
import runpy
from familycentre.problems import CODES, WARNING
CODES.update({code: (WARNING, CODES[code][1]) for code in ["hidden-address"]})
runpy.run_module("mkdocs", run_name="__main__")
"""
"""MkDocs with a check that overlooks a hidden address that stands in the data."""


def build(target: Path, data: Path | None = None, config: Path | None = None,
          **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs build`` as a user would; *data* stands in FAMILYCENTRE_DATA."""
    return _mkdocs(["-m", "mkdocs"], target, data, config, environment)


def built(target: Path, data: Path | None = None, config: Path | None = None,
          **environment: str) -> Path:
    """Build, and say what MkDocs said when it fails."""
    outcome = build(target, data, config, **environment)
    assert outcome.returncode == 0, outcome.stderr
    return target


def built_relaxed(target: Path, data: Path) -> subprocess.CompletedProcess[str]:
    """Build though a hidden address stands in the data: nothing may depend on the check alone."""
    outcome = _mkdocs(["-c", RELAXED], target, data, None, {})
    assert outcome.returncode == 0, outcome.stderr
    return outcome


def _mkdocs(program: list[str], target: Path, data: Path | None, config: Path | None,
            environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in os.environ.items() if name != "FAMILYCENTRE_DATA"}
    settings |= {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE_URL}
    if data:
        settings["FAMILYCENTRE_DATA"] = str(data)
    command = [sys.executable, *program, "build", "-d", str(target)]
    if config:
        command += ["-f", str(config)]
    return subprocess.run(command, cwd=ROOT, env={**settings, **environment}, text=True,
                          encoding="utf-8", errors="replace", capture_output=True, check=False)


def write_config(path: Path, *, docs: Path = ROOT / "docs", overrides: Path = ROOT / "overrides",
                 **settings: object) -> Path:
    """A mkdocs.yml anywhere that differs from the repository's in *settings* of ours."""
    path.write_text(yaml.safe_dump({
        "INHERIT": str(ROOT / "mkdocs.yml"), "docs_dir": str(docs),
        "theme": {"custom_dir": str(overrides)}, "hooks": [str(ROOT / "hooks" / "site.py")],
        "watch": [], "extra": {"familycentre": {"data_dir": str(ROOT / "data"), **settings}},
    }), encoding="utf-8")
    return path


def files_of(site: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes()
            for path in sorted(site.rglob("*")) if path.is_file()}


@dataclass
class Element:
    """A start tag with its attributes, and the text directly inside."""

    tag: str
    attributes: dict[str, str]
    language: str
    """The nearest ``lang``."""
    text: str = ""


@dataclass
class Document(HTMLParser):
    """A page of the site, read once."""

    path: str
    """File name from the site's root."""
    html: str = field(repr=False)
    elements: list[Element] = field(default_factory=list, repr=False)
    ids: list[str] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        above = self._open[-1].language if self._open else ""
        element = Element(tag, attributes, attributes.get("lang", above))
        self.elements.append(element)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.elements.append(Element("#text", {}, self._open[-1].language, data))
            self._open[-1].text += data

    def all(self, *tags: str, **wanted: str) -> list[Element]:
        """Elements with one of the tags and all of the attribute values."""
        return [one for one in self.elements if one.tag in tags and all(
            one.attributes.get(name.replace("_", "-")) == value for name, value in wanted.items())]

    def meta(self, name: str) -> str | None:
        """Content of a named meta element."""
        found = self.all("meta", name=name)
        return found[0].attributes["content"] if found else None

    @property
    def address(self) -> str:
        """The page's address from the site's root."""
        return self.path.removesuffix("index.html")

    @property
    def language(self) -> str:
        """The page's language."""
        return self.all("html")[0].attributes.get("lang", "")

    @property
    def title(self) -> str:
        """What the tab says."""
        return self.all("title")[0].text

    @property
    def is_redirect(self) -> bool:
        """Whether it only leads to another page."""
        return bool(self.all("meta", http_equiv="refresh"))

    @property
    def words(self) -> str:
        """All text of the page, head too."""
        return " ".join(one.text for one in self.elements if one.tag == "#text")

    def links(self) -> list[str]:
        """Targets of the page's links, relative ones as files from the site's root."""
        return [link for one in self.all("a") if (link := self.file(one.attributes["href"]))]

    def file(self, link: str) -> str:
        """The file a relative link leads to, with its anchor; empty for other addresses."""
        if urlsplit(link).scheme or link.startswith("//"):
            return ""
        whole = urlsplit(urljoin(f"http://site/sub/{self.address}", link))
        path = unquote(whole.path).removeprefix("/sub/")
        name = f"{path}index.html" if path.endswith("/") or not path else path
        return f"{name}#{whole.fragment}" if whole.fragment else name


def read_page(folder: Path, name: str) -> Document:
    """One page of a built site."""
    return Document(name, (folder / name).read_text(encoding="utf-8"))


def read_site(folder: Path) -> dict[str, Document]:
    """Every page of a built site by its file name."""
    return {name: Document(name, data.decode())
            for name, data in files_of(folder).items() if name.endswith(".html")}
