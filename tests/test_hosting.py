"""What hosts may be told: headers, redirects, hashes of what changed, compressed files."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from tests.directories import TODAY, write_second_county
from tests.sites import ROOT, build, built, files_of, write_config

from familycentre.build import Places, start
from familycentre.hosting import HEADERS, MANIFEST, HostingError, check, for_hosts, host_files
from familycentre.render import Site
from familycentre.settings import Settings

BASE = "/pk/"
BESIDE = {"_headers", "_redirects", ".htaccess", "nginx.conf", MANIFEST}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    data = write_second_county(tmp_path_factory.mktemp("hosting") / "data")
    return start(Places(data, ROOT / "docs", ROOT / "overrides" / "assets",
                        f"https://example.org{BASE}"), Settings(), TODAY)[0]


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, str]:
    return {path: data.decode() for path, data in host_files(site)}


def headers_for(text: str, path: str) -> dict[str, list[str]]:
    """What a host that adds up the rules of ``_headers`` sends for a path."""
    sent: dict[str, list[str]] = {}
    for block in text.split("\n\n"):
        rule, *lines = block.strip().splitlines()
        if re.fullmatch(re.escape(rule).replace(r"\*", ".*"), path):
            for line in lines:
                name, _, value = line.strip().partition(": ")
                sent.setdefault(name, []).append(value)
    return sent


@pytest.mark.parametrize(("path", "framed", "kept"), [
    ("", False, None), ("fi/apua/", False, None), ("sv/", False, None), ("404.html", False, None),
    ("embed/fi/kunnat/kokkola/", True, None), ("assets/front.1a2b3c.css", True, "immutable"),
    ("sw.js", True, "no-cache"), ("api/v1/index.json", True, None),
])
def test_each_file_gets_each_header_once(told: dict[str, str], path: str, framed: bool,
                                         kept: str | None) -> None:
    sent = headers_for(told["_headers"], BASE + path)
    assert all(len(values) == 1 for values in sent.values())
    assert {name: sent[name][0] for name in HEADERS} == HEADERS
    assert ("Content-Security-Policy" not in sent) == framed
    assert (kept or "") in sent.get("Cache-Control", [""])[0]
    assert ("Cache-Control" in sent) == bool(kept)


def test_an_old_address_leads_to_the_new_one(told: dict[str, str]) -> None:
    lines = told["_redirects"].splitlines()
    assert ("/pk/fi/kohtaamispaikat/vanha-kahvila/ /pk/fi/kohtaamispaikat/perhekahvila-kokko/ 301"
            in lines)
    assert ("/pk/sv/motesplatser/vanha-kahvila/ /pk/sv/motesplatser/perhekahvila-kokko/ 301"
            in lines)
    for line in lines:
        old, new, code = line.split()
        assert code == "301"
        assert f"RedirectMatch 301 ^{old}$ {new}\n" in told[".htaccess"]
        assert f"location = {old} {{ return 301 {new}; }}\n" in told["nginx.conf"]


def test_rules_of_nginx_close_what_they_open(told: dict[str, str]) -> None:
    text = told["nginx.conf"]
    assert text.count("{") == text.count("}")
    for location in re.findall(r"^location (?!=)[^{]+\{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE):
        for name, value in HEADERS.items():  # an inner add_header forgets the outer ones
            assert f'add_header {name} "{value}" always;' in location


def write(folder: Path) -> dict[str, bytes]:
    files = {"fi/index.html": b"<p>Moi</p>" * 200, "small.html": b"x", "a.png": b"\x89PNG" * 500}
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return files


@pytest.mark.parametrize("processes", [1, 2])
def test_texts_are_compressed_and_everything_is_counted(
        site: Site, tmp_path: Path, processes: int) -> None:
    files = write(tmp_path)
    for_hosts(site, Settings(host_files=True, precompress=["gz", "br"]), tmp_path, processes)
    found = files_of(tmp_path)
    assert gzip.decompress(found["fi/index.html.gz"]) == files["fi/index.html"]
    assert brotli.decompress(found["fi/index.html.br"]) == files["fi/index.html"]
    assert {path for path in found if path.endswith((".gz", ".br"))} >= {
        "fi/index.html.gz", "fi/index.html.br"}
    assert not {"small.html.gz", "a.png.gz", "a.png.br"} & found.keys()
    lines = [line.split("  ") for line in found.pop(MANIFEST).decode().splitlines()]
    hashes = {path: digest for digest, path in lines}
    assert hashes == {path: hashlib.sha256(data).hexdigest() for path, data in found.items()}


def test_brotli_is_asked_for_only_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    check(Settings(precompress=["gz", "br"]))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    check(Settings(precompress=["gz"]))
    with pytest.raises(HostingError, match="pip install brotli"):
        check(Settings(precompress=["br"]))


def test_a_site_with_everything_differs_by_those_files_alone(tmp_path: Path) -> None:
    data = write_second_county(tmp_path / "data")
    plain = files_of(built(tmp_path / "plain", data))
    config = write_config(tmp_path / "mkdocs.yml", host_files=True, precompress=["gz"])
    full = files_of(built(tmp_path / "full", data, config))
    assert {path: one for path, one in full.items()
            if path not in BESIDE and not path.endswith(".gz")} == plain
    assert full.keys() >= BESIDE | {"fi/index.html.gz", "sv/index.html.gz"}
    assert files_of(built(tmp_path / "full", data, config)) == full


def test_a_wrong_encoding_is_named(tmp_path: Path) -> None:
    config = write_config(tmp_path / "mkdocs.yml", precompress=["zip"])
    outcome = build(tmp_path / "site", write_second_county(tmp_path / "data"), config)
    assert outcome.returncode == 1
    assert "precompress" in outcome.stderr
    assert "Traceback" not in outcome.stderr
