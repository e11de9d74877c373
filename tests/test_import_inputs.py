"""What an import reads: files, folders, archives, an API; and anything at all instead of them."""

from __future__ import annotations

import datetime
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importing import SAMPLES, TODAY, bring, directory, report, service, store, texts, written

from familycentre.importers import command, inputs
from familycentre.importers.fetching import Fetcher
from familycentre.importers.found import Found, Refused
from familycentre.importers.mapping import read_mapping
from familycentre.importers.settling import Here, settled

EVERYWHERE = Here(lambda _: True)
CONTEXT = inputs.Context(read_mapping(), datetime.date.fromisoformat(TODAY))


# --- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "content", "why"), [
    ("cut.json", json.dumps(service()).encode()[:700], "Was it cut off?"),
    ("latin.json", '{"id": "ä"}'.encode("latin-1"), "not UTF-8"),
    ("empty.json", b"", "not JSON"),
    ("number.json", b'{"id": ' + b"9" * 5000 + b"}", "not JSON"),
    ("deep.json", b"[" * 200_000, "nested too deeply"),
    ("deep2.json", b'{"a":' * 200_000, "nested too deeply"),
    ("bad.zip", b"PK\x03\x04nothing", "not a zip archive"),
    ("cell.csv", b"id,name\n1," + b"x" * 300_000, "not a table"),
    ("nul.csv", b"id,name\n1,\x00", "none of HSDS"),
])
def test_files_that_cannot_be_read_are_told(tmp_path: Path, name: str, content: bytes, why: str,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    data = directory(tmp_path, ["05"])
    path = tmp_path / name
    path.write_bytes(content)
    code = bring(data, "hsds", path)
    assert code in (0, 1)
    said = capsys.readouterr()
    assert why in said.out
    assert "Traceback" not in said.out + said.err


def test_missing_files_and_empty_folders_are_told(tmp_path: Path,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    data = directory(tmp_path, ["05"])
    (tmp_path / "none").mkdir()
    assert bring(data, "ptv", tmp_path / "none", tmp_path / "x.json") == 1
    said = capsys.readouterr().out
    assert "The folder has no .json" in said
    assert "There is no such file" in said


def test_200_megabytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    found = list(inputs.documents("ptv", [path]))
    assert isinstance(found[0], Refused)
    assert "It has 200 MB; at most 60 MB" in found[0].why


def test_a_zip_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 2_000_000)
    monkeypatch.setattr(inputs, "MAX_ARCHIVE", 5_000_000)
    one, many = tmp_path / "one.zip", tmp_path / "many.zip"
    with zipfile.ZipFile(one, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b" " * 20_000_000)
    with zipfile.ZipFile(many, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.json", b"[]" + b" " * 1_000_000)
    for path in (one, many):
        last = list(inputs.documents("hsds", [path]))[-1]
        assert isinstance(last, Refused)
        assert "unpacks to more than" in last.why


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    data = directory(tmp_path, ["05"])
    path = tmp_path / "ptv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../s.json", json.dumps(service()))
    assert bring(data, "ptv", path) == 0
    assert "public_services/perheneuvola-naantali" in written(data)


def test_formulas_and_markup_stay_words(tmp_path: Path) -> None:
    data = directory(tmp_path, ["05"])
    store(tmp_path / "s.json", service(serviceNames=texts(
        {"fi": '=HYPERLINK("http://x")<script>alert(1)</script> Perheneuvola'}, "Name")))
    assert bring(data, "ptv", tmp_path / "s.json") == 0
    text = "".join(path.read_text("utf-8") for path in (data / "public_services").iterdir())
    assert "<script" not in text
    assert "alert(1)" not in text
    assert "'=HYPERLINK(" in text


# --- anything ----------------------------------------------------------------------------------

_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=4),
                            st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12)


def pieces(source: str) -> list[Any]:
    """Real records of a source."""
    folders = {"ptv": ["ptv/services", "ptv/servicechannels"], "linkedevents": ["linkedevents"],
               "servicemap": ["servicemap", "hauki"], "hsds": ["oruk", "hsds"]}[source]
    return [json.loads(path.read_text("utf-8-sig")) for folder in folders
            for path in sorted((SAMPLES / folder).glob("*.json"))[:6]]


def places(value: Any, base: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Paths into a document, a few levels deep."""
    if base:
        yield base
    if len(base) > 6:
        return
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*base, key))
    elif isinstance(value, list):
        for index, one in enumerate(value[:3]):
            yield from places(one, (*base, index))


def nothing_raises(source: str, documents: list[Any]) -> None:
    docs = [inputs.Doc(f"{number}.json", one) for number, one in enumerate(documents)]
    for one in command.READERS[source](docs, CONTEXT):
        assert one.source_id
        if isinstance(one, Found):
            assert isinstance(settled(one, EVERYWHERE), (Found, Refused))


@pytest.mark.parametrize("source", sorted({"ptv", "linkedevents", "servicemap", "hsds"}))
def test_any_json_is_read_or_refused(source: str) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(_JSON)
    def check(value: Any) -> None:
        nothing_raises(source, [value, [value]])

    check()


@pytest.mark.parametrize("source", sorted({"ptv", "linkedevents", "servicemap", "hsds"}))
def test_real_records_with_a_part_replaced_are_read_or_refused(source: str) -> None:
    real = pieces(source)
    paths = [list(places(one)) for one in real]

    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(real) - 1))
        path = data.draw(st.sampled_from(paths[index]))
        copied = json.loads(json.dumps(real[index]))
        inside = copied
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = data.draw(_JSON)
        nothing_raises(source, [copied])

    check()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=6))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    head = "id,name,organization_id,status,service_id,location_id,import_id,import_id_reference"
    text = head + "\n" + "\n".join(",".join(row) for row in rows)
    for name in ("services.csv", "locations.csv", "outpost.csv"):
        doc = inputs.parsed("hsds", name, text.encode("utf-8", "surrogatepass"))
        for one in command.READERS["hsds"]([doc], CONTEXT):
            assert one.source_id


# --- an API ------------------------------------------------------------------------------------


class Host:
    """An API on this machine: pages, failures, ETags, and what it was asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.failing = 0
        self.asked: list[str] = []
        self.answers: list[int] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        parts = urlsplit(handler.path)
        page = self.pages.get(f"{parts.path}?{parse_qs(parts.query).get('page', [''])[0]}",
                              self.pages.get(parts.path))
        code, body = (404, b"") if page is None else (200, json.dumps(page).encode())
        if self.failing:
            self.failing -= 1
            code = 503
        elif code == 200 and handler.headers.get("If-None-Match") == '"one"':
            code, body = 304, b""
        self.answers.append(code)
        handler.send_response(code)
        handler.send_header("ETag", '"one"')
        if code == 503:
            handler.send_header("Retry-After", "0")
            body = b""
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    yield made
    made.server.shutdown()
    made.server.server_close()


def fetched(host: Host, tmp_path: Path, path: str, **options: Any) -> list[Any]:
    fetcher = Fetcher("ptv", tmp_path / "cache", per_second=1000, **options)
    try:
        return list(fetcher.documents(host.address + path))
    finally:
        fetcher.close()


def test_pages_are_followed_in_every_known_way(host: Host, tmp_path: Path) -> None:
    host.pages = {
        "/le": {"meta": {"next": f"{host.address}/le2"}, "data": [1]}, "/le2": {"data": [2]},
        "/drf": {"next": "/drf2", "results": [1]}, "/drf2": {"next": None, "results": [2]},
        "/ptv?": {"pageNumber": 1, "pageCount": 2, "itemList": [{"a": 1}]},
        "/ptv?2": {"pageNumber": 2, "pageCount": 2, "itemList": [{"a": 2}]},
        "/v12?": {"page": 1, "totalPages": 2, "items": [{"a": 1}]},
        "/v12?2": {"page": 2, "totalPages": 2, "items": []},
        "/hsds?": {"page_number": 1, "total_pages": 2, "contents": [{"a": 1}]},
        "/hsds?2": {"page_number": 2, "total_pages": 2, "contents": [{"a": 2}]}}
    for name in ("le", "drf", "ptv", "v12", "hsds"):
        found = fetched(host, tmp_path, f"/{name}")
        assert [type(one) for one in found] == [inputs.Doc, inputs.Doc], name


def test_lists_of_ids_are_looked_up_one_by_one(host: Host, tmp_path: Path) -> None:
    host.pages = {"/Service?": {"pageNumber": 1, "pageCount": 1, "itemList": [
        {"id": "s-1", "name": "x"}, {"id": "s-2", "name": "y"}]},
        "/Service/s-1": service(), "/Service/s-2": service("s-2")}
    data = directory(tmp_path, ["05"])
    assert bring(data, "ptv", f"{host.address}/Service", rate=100, cache=tmp_path / "c") == 0
    assert len([one for one in written(data) if one.startswith("public_services")]) == 2


def test_a_busy_host_is_asked_again_and_a_missing_page_is_told(host: Host, tmp_path: Path) -> None:
    host.pages = {"/a": service()}
    host.failing = 2
    assert isinstance(fetched(host, tmp_path, "/a")[0], inputs.Doc)
    assert host.answers == [503, 503, 200]
    gone = fetched(host, tmp_path, "/b")[0]
    assert isinstance(gone, Refused)
    assert "answered 404" in gone.why


def test_what_is_kept_costs_the_host_nothing_and_serves_without_a_network(
        host: Host, tmp_path: Path) -> None:
    host.pages = {"/a": service()}
    first = fetched(host, tmp_path, "/a")
    assert fetched(host, tmp_path, "/a") == first
    assert host.answers == [200, 304]
    assert fetched(host, tmp_path, "/a", offline=True) == first
    assert isinstance(fetched(host, tmp_path, "/other", offline=True)[0], Refused)
    assert len(host.asked) == 2


def test_requests_keep_their_distance(host: Host, tmp_path: Path) -> None:
    host.pages = {"/a": {"next": "/b", "results": []}, "/b": {"results": []}}
    clock, waits = [100.0], list[float]()

    def wait(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    fetcher = Fetcher("ptv", tmp_path / "c", per_second=2, wait=wait, now=lambda: clock[0])
    assert len(list(fetcher.documents(f"{host.address}/a"))) == 2
    fetcher.close()
    assert waits == [pytest.approx(0.5)]


def test_another_host_is_not_asked(host: Host, tmp_path: Path) -> None:
    host.pages = {"/a": {"next": "http://169.254.1.1/secret", "results": []}}
    found = fetched(host, tmp_path, "/a")
    assert isinstance(found[-1], Refused)
    assert "another host" in found[-1].why


def test_a_host_that_is_not_there_is_told(tmp_path: Path) -> None:
    import socket

    import urllib3

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/a"
        fetcher = Fetcher("ptv", tmp_path)
        fetcher._http.connection_pool_kw["retries"] = urllib3.Retry(0)
        found = list(fetcher.documents(address))
        fetcher.close()
    assert isinstance(found[0], Refused)
    assert "cannot be reached" in found[0].why
    assert isinstance(next(iter(Fetcher("ptv", tmp_path).documents("ftp://x/"))), Refused)


def test_many_records_take_time_and_memory_in_proportion(tmp_path: Path) -> None:
    """A smaller form of benchmarks/importing.py: 400 records, twice, in a few seconds."""
    data = directory(tmp_path, ["05"])
    store(tmp_path / "s.json", {"itemList": [
        service(f"s-{number}", serviceNames=texts({"fi": f"Perheneuvola {number}"}, "Name"))
        for number in range(400)]})
    for _ in range(2):
        assert bring(data, "ptv", tmp_path / "s.json") == 0
    assert "401 unchanged" in report(data, "ptv")
    assert len([one for one in written(data) if one.startswith("public_services")]) == 400


def test_a_table_keeps_its_commas_and_lines() -> None:
    doc = inputs.parsed("hsds", "services.csv", b'id,name\n1,"a, b\nc"\n')
    assert isinstance(doc, inputs.Doc)
    assert doc.data == [{"id": "1", "name": "a, b\nc"}]
