"""Documents of an API: page by page, again when it fails, no faster than agreed, kept here.

Only the address given, its pages and its records are asked for: links to other hosts are not
followed. A page kept from before is asked for again with its ETag or date, so that an unchanged one
costs the host nothing; without a network, what is kept can be read alone (``offline``).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import urllib3

from familycentre.importers.found import Refused
from familycentre.importers.inputs import MAX_BYTES, Doc, parsed
from familycentre.importers.loose import Loose, rows, table, text, whole

KEY = "FAMILYCENTRE_API_KEY"
"""Environment variable whose value is sent as x-api-key (PTV v12)."""
MAX_PAGES = 5_000
DETAILS = 50_000
"""Records asked for one by one, when lists hold only their ids."""
_LISTS = ("itemList", "items", "data", "results", "contents", "services")


@dataclass
class Fetcher:
    """Asks one host; *wait* and *now* are the clock that the rate is kept by."""

    source: str
    cache: Path
    per_second: float = 5.0
    offline: bool = False
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _last: float = field(default=float("-inf"), init=False)
    _http: urllib3.PoolManager = field(init=False)

    def __post_init__(self) -> None:
        self._http = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=10, read=60),
            retries=urllib3.Retry(total=4, backoff_factor=0.5, backoff_max=60, redirect=3,
                                  status_forcelist=(429, 500, 502, 503, 504),
                                  raise_on_status=False, respect_retry_after_header=True),
            headers={"User-Agent": "familycentre-import (+https://github.com)",
                     "Accept": "application/json, text/csv;q=0.5",
                     **({"x-api-key": os.environ[KEY]} if os.environ.get(KEY) else {})})

    def close(self) -> None:
        """Let go of the connections."""
        self._http.clear()

    def documents(self, address: str) -> Iterator[Doc | Refused]:
        """The pages at an address, and the records that the pages only name."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            yield Refused(self.source, address, "It is not a whole http or https address.",
                          broken=True)
            return
        home = (parts.scheme, parts.netloc)
        following: str | None = address
        seen: set[str] = set()
        asked = 0
        while following and following not in seen:
            seen.add(following)
            if len(seen) > MAX_PAGES:
                yield Refused(self.source, following, f"More than {MAX_PAGES:,} pages.",
                              broken=True)
                return
            page = self._get(following)
            named = _named_only(page.data) if isinstance(page, Doc) else []
            if named:
                for identity in named:
                    asked += 1
                    if asked > DETAILS:
                        yield Refused(self.source, address, f"More than {DETAILS:,} records.",
                                      broken=True)
                        return
                    yield self._get(_below(address, identity))
            else:
                yield page
            following = _next(page.data, following) if isinstance(page, Doc) else None
            if following and urlsplit(following)[:2] != home:
                yield Refused(self.source, following, "The next page is on another host: it was "
                              "not asked for.", broken=True)
                return

    def _get(self, address: str) -> Doc | Refused:
        kept = self.cache / hashlib.sha256(address.encode()).hexdigest()
        about = _about(kept)
        if self.offline:
            if kept.with_suffix(".body").exists():
                return self._parsed(address, kept.with_suffix(".body").read_bytes())
            return Refused(self.source, address, "It is not kept from an earlier import.",
                           broken=True)
        headers = {name: about[key] for name, key in (
            ("If-None-Match", "etag"), ("If-Modified-Since", "modified")) if about.get(key)}
        pause = self._last + 1 / self.per_second - self.now()
        if pause > 0:
            self.wait(pause)
        self._last = self.now()
        try:
            answer = self._http.request("GET", address, headers={**self._http.headers, **headers},
                                        preload_content=False)
            try:
                body = answer.read(MAX_BYTES + 1, decode_content=True)
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return Refused(self.source, address, f"It cannot be reached: {_short(error)}",
                           broken=True)
        if answer.status == 304 and kept.with_suffix(".body").exists():
            return self._parsed(address, kept.with_suffix(".body").read_bytes())
        if answer.status != 200:
            return Refused(self.source, address, f"The host answered {answer.status}"
                           + (f": set {KEY}." if answer.status in (401, 403) else "."), broken=True)
        if len(body) > MAX_BYTES:
            return Refused(self.source, address, f"It has more than {MAX_BYTES // 10**6} MB: ask "
                           "for smaller pages.", broken=True)
        self._keep(kept, body, {"url": address, "etag": answer.headers.get("ETag", ""),
                                "modified": answer.headers.get("Last-Modified", "")})
        return self._parsed(address, body)

    def _parsed(self, address: str, body: bytes) -> Doc | Refused:
        path = urlsplit(address).path
        result = parsed(self.source, path if path.casefold().endswith(".csv") else address, body)
        return Doc(address, result.data, result.is_table) if isinstance(result, Doc) else Refused(
            self.source, address, result.why, broken=True)

    def _keep(self, kept: Path, body: bytes, about: dict[str, str]) -> None:
        """Kept for the next time; a full or read-only disk only means that nothing is kept."""
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            for path, data in ((kept.with_suffix(".body"), body),
                               (kept.with_suffix(".json"), json.dumps(about).encode())):
                waiting = path.with_name(f"{path.name}.{os.getpid()}")
                waiting.write_bytes(data)
                os.replace(waiting, path)
        except OSError:
            return


def _about(kept: Path) -> dict[str, str]:
    try:
        found = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in table(found).items() if isinstance(value, str)}


def _short(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return re.sub(r"<[^>]*>|\(?0x[0-9a-f]+\)?", "", str(reason)).strip(": ")[:200]


def _page(data: object) -> Loose:
    return next(rows(data), {}) if isinstance(data, dict) else {}


def _next(data: object, address: str) -> str | None:
    """The next page, by a link or by counting; the ways of the APIs that are read."""
    page = _page(data)
    for link in (table(page.get("meta")).get("next"), page.get("next"),
                 table(page.get("links")).get("next")):
        if text(link):
            return urljoin(address, text(link))
    for name, number, count in (("page", "pageNumber", "pageCount"), ("page", "page", "totalPages"),
                                ("page", "page_number", "total_pages")):
        here, last = whole(page.get(number)), whole(page.get(count))
        if here is not None and last is not None:
            return _with(address, name, here + 1) if here < last else None
    return None


def _with(address: str, name: str, value: int) -> str:
    parts = urlsplit(address)
    query = [one for one in parse_qsl(parts.query, keep_blank_values=True) if one[0] != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, str(value))])))


def _named_only(data: object) -> list[str]:
    """Ids of a page whose items are no more than an id and a name: PTV's first lists."""
    page = _page(data)
    for key in _LISTS:
        items = page.get(key)
        if isinstance(items, list) and items:
            named = list(rows(items))
            if all(set(one) <= {"id", "contentId", "name", "names", "modified"} for one in named):
                return [identity for one in named
                        if (identity := text(one.get("id")) or text(one.get("contentId")))]
    return []


def _below(address: str, identity: str) -> str:
    """The address of one record of a collection."""
    parts = urlsplit(address)
    safe = re.sub(r"[^\w.:-]", "", identity)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{safe}", query=""))
