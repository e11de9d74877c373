"""The built files of the sample site and of a second county, read without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest
from tests.conftest import ROOT
from tests.directories import CAFE, FILES, TODAY, group, write, write_second_county
from tests.sites import DAY, SITE_URL, Document, built, files_of, read_site

from familycentre.addresses import SEGMENTS, address
from familycentre.catalogue import Catalogue, load
from familycentre.language import labels, words
from familycentre.language.markdown import render_markdown

LANGUAGES = ("fi", "sv")
SITES = ("sample", "second")
SHARES = 4
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@dataclass(frozen=True)
class Made:
    """A built site with the data it was made from."""

    folder: Path
    catalogue: Catalogue
    pages: dict[str, Document]
    files: dict[str, bytes]

    @property
    def proper(self) -> list[Document]:
        """Pages that people read: not the redirects, the error page and what stands in frames
        (tests/test_embeds.py).
        """
        return [page for page in self.pages.values()
                if not page.is_redirect and page.path != "404.html"
                and not page.path.startswith("embed/")]


def made(folder: Path, data: Path) -> Made:
    catalogue, problems = load(data, DAY)
    assert catalogue is not None, list(problems)
    return Made(folder, catalogue, read_site(folder), files_of(folder))


@pytest.fixture(scope="session")
def sample(sample_site: Path) -> Made:
    return made(sample_site, ROOT / "data")


@pytest.fixture(scope="session")
def second(second_site: Path, second_data: Path) -> Made:
    return made(second_site, second_data)


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Made:
    chosen: Made = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def county(tmp_path: Path) -> Callable[..., Made]:
    """Builds the second county with some files written anew: ``county({"path.yml": text})``."""

    def make(changes: dict[str, str] | None = None) -> Made:
        data = write_second_county(tmp_path / "data")
        for path, text in (changes or {}).items():
            write(data / path, text)
        return made(built(tmp_path / "site", data), data)

    return make


def where(page: Document, what: object) -> str:
    return f"{page.path}: {what}"


def none(faults: list[str]) -> None:
    """Fails with every fault found, so that one run tells all."""
    assert not faults, "\n".join([f"{len(faults)} faults:", *faults[:40]])


# --- what is there -------------------------------------------------------------------------------


def records(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every record with the folders of its page, as segment names."""
    for entry in catalogue.entries.values():
        yield entry.id, (entry.kind,)
    for organisation in catalogue.organisations:
        yield organisation, ("organisations",)
    for network in catalogue.networks:
        yield network, ("professionals", "networks")


def test_every_record_has_a_page_in_both_languages(site: Made) -> None:
    wanted = {
        address(language, *(SEGMENTS[folder][language] for folder in folders), identity)
        for identity, folders in records(site.catalogue) for language in LANGUAGES}
    assert wanted
    assert sorted(wanted - {page.address for page in site.pages.values()}) == []


def test_every_listed_entry_stands_in_its_list(site: Made) -> None:
    missing = []
    for language in LANGUAGES:
        for kind in {entry.kind for entry in site.catalogue.listed()}:
            folder = address(language, SEGMENTS[kind][language])
            numbered = f"{folder}{SEGMENTS['page'][language]}-"
            lists = [page for page in site.proper
                     if page.address == folder or page.address.startswith(numbered)]
            linked = {link for page in lists for link in page.links()}
            missing += [f"{language} {entry.id}" for entry in site.catalogue.listed(kind)
                        if f"{folder}{entry.id}/index.html" not in linked]
    none(missing)


def test_every_page_has_a_sister_page_in_the_other_language(site: Made) -> None:
    counted = Counter(page.language for page in site.proper if page.address)
    assert counted["fi"] == counted["sv"] > 0
    assert set(counted) == set(LANGUAGES)


def test_old_addresses_lead_to_the_new_ones(second: Made) -> None:
    old = {
        "fi/kohtaamispaikat/vanha-kahvila/index.html":
            "fi/kohtaamispaikat/perhekahvila-kokko/index.html",
        "sv/motesplatser/vanha-kahvila/index.html":
            "sv/motesplatser/perhekahvila-kokko/index.html",
        "fi/jarjestot/vanha-seurakunta/index.html":
            "fi/jarjestot/esimerkin-seurakunta/index.html",
        "sv/organisationer/vanha-seurakunta/index.html":
            "sv/organisationer/esimerkin-seurakunta/index.html",
    }
    for name, target in old.items():
        page = second.pages[name]
        refresh = page.all("meta", http_equiv="refresh")[0].attributes["content"]
        assert page.file(refresh.removeprefix("0;url=")) == target
        assert page.links() == [target]
        assert page.meta("robots") == "noindex"
        assert target in second.pages
    assert {page.path for page in second.pages.values() if page.is_redirect} == set(old)


# --- every page ----------------------------------------------------------------------------------


def test_every_page_says_what_it_is(site: Made) -> None:
    faults = []
    for page in site.pages.values():
        if len(page.all("h1")) != 1:
            faults.append(where(page, f"{len(page.all('h1'))} h1"))
        if len(page.all("main")) != 1:
            faults.append(where(page, "not one main"))
        if len(page.all("title")) != 1 or not page.title.strip():
            faults.append(where(page, "title"))
        if page.language != (
                page.path.removeprefix("embed/").split("/")[0] if "/" in page.path else "fi"):
            faults.append(where(page, f"lang {page.language}"))
        if page.meta("viewport") != "width=device-width":
            faults.append(where(page, "viewport"))
        if page.meta("referrer") != "no-referrer":
            faults.append(where(page, "referrer"))
    none(faults)


def test_every_page_describes_itself_and_has_its_own_title(site: Made) -> None:
    faults = []
    titles: dict[tuple[str, str], list[str]] = {}
    for page in site.proper:
        description = page.meta("description") or ""
        if not 5 <= len(description) <= 200:
            faults.append(where(page, f"description: {description!r}"))
        if page.title != words(page.language)["neutral"]["title"]:
            titles.setdefault((page.language, page.title), []).append(page.path)
    none(faults)
    doubled = {title: paths for title, paths in titles.items() if len(paths) > 1}
    named_alike = Counter(entry.name.get("fi") for entry in site.catalogue.entries.values())
    assert [title for title in doubled if named_alike[title[1].split(" – ")[0]] < 2
            and title[0] == "fi"] == []


def test_headings_never_skip_a_level(site: Made) -> None:
    faults = []
    for page in site.pages.values():
        before = 0
        for one in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
            level = int(one.tag[1])
            if level > before + 1:
                faults.append(where(page, f"h{before} then {one.tag} {one.text!r}"))
            before = level
    none(faults)


def test_canonical_and_hreflang_are_whole_and_agree(site: Made) -> None:
    alternates: dict[str, dict[str, str]] = {}
    for page in site.pages.values():
        if page.path == "404.html":
            assert page.all("link") == []
            continue
        canonical = [one.attributes["href"] for one in page.all("link", rel="canonical")]
        if page.is_redirect or page.path.startswith("embed/"):
            assert len(canonical) == 1, page.path
            continue
        assert canonical == [SITE_URL + page.address], page.path
        found = {one.attributes["hreflang"]: one.attributes["href"]
                 for one in page.all("link", rel="alternate") if "type" not in one.attributes}
        alternates[SITE_URL + page.address] = found
        assert set(LANGUAGES) <= set(found), page.path
        if page.address:
            assert found[page.language] == canonical[0], page.path
    for page_url, found in alternates.items():
        for language, other in found.items():
            assert other in alternates, f"{page_url} → {other}"
            if page_url != SITE_URL and language in LANGUAGES:
                assert alternates[other] == found, f"{page_url} and {other} differ"


def test_the_switch_leads_to_the_same_page_in_the_other_language(site: Made) -> None:
    for page in site.proper:
        if not page.address:
            continue
        links = page.all("a")
        switch = [one for one in links if one.attributes.get("class") == "tongue"]
        assert len(switch) == 1, page.path
        other = "sv" if page.language == "fi" else "fi"
        assert switch[0].attributes["lang"] == switch[0].attributes["hreflang"] == other
        alternate = page.all("link", rel="alternate", hreflang=other)[0].attributes["href"]
        target = page.file(switch[0].attributes["href"])
        assert SITE_URL + target.removesuffix("index.html") == alternate, page.path


# --- safety --------------------------------------------------------------------------------------


def policy_of(page: Document) -> dict[str, list[str]]:
    """The page's content policy by directive."""
    content = page.all("meta", http_equiv="Content-Security-Policy")[0].attributes["content"]
    return {name: values for name, *values in (part.split() for part in content.split(";"))}


def test_the_policy_comes_first_and_is_strict(site: Made) -> None:
    for page in site.pages.values():
        head = [one for one in page.elements if one.tag not in {"html", "head", "#text"}]
        assert head[0].attributes == {"charset": "utf-8"}, page.path
        assert head[1].attributes.get("http-equiv") == "Content-Security-Policy", page.path
        assert page.html.index("charset") < 200, page.path
        policy = policy_of(page)
        assert policy["default-src"] == ["'none'"], page.path
        assert policy["base-uri"] == ["'none'"], page.path
        for name, values in policy.items():
            assert all(value in {"'none'", "'self'"} or value.startswith("'sha256-")
                       for value in values), f"{page.path}: {name}"
        assert policy["script-src"] in (["'self'"], ["'none'"]), page.path


def test_inline_styles_are_exactly_those_of_the_policy(site: Made) -> None:
    styled = 0
    for page in site.pages.values():
        digests = [hashlib.sha256(one.text.encode()).digest() for one in page.all("style")]
        hashes = {f"'sha256-{base64.b64encode(one).decode()}'" for one in digests}
        allowed = {value for value in policy_of(page)["style-src"] if value != "'self'"}
        assert hashes == allowed, page.path
        styled += len(hashes)
    assert styled > 0


def test_nothing_runs_inline(site: Made) -> None:
    faults = []
    for page in site.pages.values():
        for one in page.elements:
            if one.tag == "script" and one.attributes.get("type") == "application/ld+json":
                assert isinstance(json.loads(one.text), dict), page.path  # data, never run
                assert set(one.attributes) == {"type"}
            elif one.tag == "script" and (one.text.strip() or not one.attributes.get("src")):
                faults.append(where(page, f"inline script {one.text[:40]}"))
            for name, value in one.attributes.items():
                if name.startswith("on") or name in {"style", "srcdoc"}:
                    faults.append(where(page, f"<{one.tag} {name}>"))
                if re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE):
                    faults.append(where(page, f"{one.tag} {name}={value[:40]}"))
    none(faults)


LOADED = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping"}


def test_nothing_comes_from_elsewhere(site: Made) -> None:
    faults = []
    for page in site.pages.values():
        for one in page.elements:
            for name, value in one.attributes.items():
                loaded = name in LOADED or (name in {"href", "xlink:href"} and one.tag in {
                    "link", "use", "image", "base"} and one.attributes.get("rel") not in {
                    "canonical", "alternate"})
                if loaded and re.match(r"\s*([a-z]+:)?//|[a-z]+:", value):
                    faults.append(where(page, f"{one.tag} {name}={value}"))
            if one.attributes.get("rel") in {"preconnect", "dns-prefetch", "prefetch", "preload"}:
                faults.append(where(page, one.attributes))
            if one.tag in {"iframe", "object", "embed", "base"}:
                faults.append(where(page, one.tag))
    outside = re.compile(rb"https?://|@import|url\(")
    for name, data in site.files.items():
        if name.endswith((".css", ".js")) and outside.search(data):
            faults.append(name)
        if name.endswith(".svg") and b"href" in data:
            faults.append(name)
    none(faults)


SCHEMES = {"", "http", "https", "mailto", "tel", "webcal"}
"""What a link may begin with; webcal leads to the site's own calendars (test_agreement.py)."""


def test_links_to_other_sites_tell_them_nothing(site: Made) -> None:
    faults = []
    for page in site.proper:
        for one in page.all("a"):
            scheme = urlsplit(one.attributes["href"]).scheme
            if scheme not in SCHEMES:
                faults.append(where(page, one.attributes["href"]))
            if "target" in one.attributes:
                faults.append(where(page, f"target {one.attributes['href']}"))
    none(faults)


def sensitive_addresses(catalogue: Catalogue) -> Iterator[str]:
    """Addresses of pages that must not tell by their title what is read."""
    for language in LANGUAGES:
        segment = {name: names[language] for name, names in SEGMENTS.items()}
        yield address(language, segment["help"])
        yield address(language, segment["tasks"], f"{segment['task']}-6")
        for municipality in catalogue.municipalities:
            yield address(language, segment["municipalities"], municipality.slug(language),
                          f"{segment['task']}-6")
        for situation in catalogue.situations:
            if situation.sensitive:
                paths: Mapping[Any, str] = situation.path
                path = paths.get(language, situation.id)
                yield address(language, segment["situations"], path)
                for municipality in catalogue.municipalities:
                    yield address(language, segment["situations"], path,
                                  municipality.slug(language))
        for entry in catalogue.entries.values():
            if entry.sensitive or 6 in entry.tasks or (entry.address and entry.address.hidden):
                yield address(language, segment[entry.kind], entry.id)
        for organisation in catalogue.organisations.values():
            runs = [entry for entry in catalogue.listed() if entry.organiser == organisation.id]
            if organisation.sensitive or (runs and all(one.is_sensitive for one in runs)):
                yield address(language, segment["organisations"], organisation.id)


def sensitive_prose() -> Iterator[str]:
    """Addresses of hand-written pages that say they are sensitive."""
    for path in (ROOT / "docs").rglob("*.md"):
        if "\nsensitive: true\n" in path.read_text(encoding="utf-8").partition("\n---\n")[0] + "\n":
            folder = path.parent if path.name == "index.md" else path.with_suffix("")
            yield f"{folder.relative_to(ROOT / 'docs').as_posix()}/"


def test_sensitive_pages_are_discreet_and_can_be_left_at_once(site: Made) -> None:
    sensitive = {*sensitive_addresses(site.catalogue), *sensitive_prose()}
    for page in site.proper:
        exits = [one for one in page.all("a") if "data-exit" in one.attributes]
        if page.address == address(page.language, SEGMENTS["find"][page.language]):
            continue  # shows its exit when a result is sensitive
        if page.address not in sensitive:
            assert exits == [], f"{page.path} has an exit but is not sensitive"
            continue
        neutral = words(page.language)["neutral"]
        assert page.title == neutral["title"], page.path
        assert page.meta("description") == neutral["description"], page.path
        assert len(exits) == 1, page.path
        assert exits[0].attributes["href"] == site.catalogue.directory.quick_exit
        assert {"noreferrer", "nofollow"} <= set(exits[0].attributes["rel"].split())
        assert "nosnippet" in (page.meta("robots") or ""), page.path
        scripts = [page.file(one.attributes["src"]) for one in page.all("script")]
        assert any(b"[data-exit]" in site.files[name] for name in scripts), page.path
        order = [one.attributes.get("href") for one in page.all("a")]
        assert order[:2] == ["#main", exits[0].attributes["href"]], page.path
    assert sensitive <= {page.address for page in site.proper}


def test_no_page_has_a_preview_for_other_services(site: Made) -> None:
    for page in site.pages.values():
        assert not [one for one in page.all("meta")
                    if one.attributes.get("property", "").startswith("og:")
                    or one.attributes.get("name", "").startswith("twitter:")], page.path


WITHHELD = """\
type: mothers
name: {fi: Kielletty Ryhmänen, sv: Förbjudna Gruppen}
aliases: [kielletty-vanha]
summary: {fi: Älä julkaise minua., sv: Publicera mig inte.}
tasks: [7]
organiser: perheyhdistys
municipality: Kokkola
contacts: [{role: {fi: Salainen rooli, sv: Hemlig roll}, phone: "06 999 8877",
  email: kielletty@example.fi}]
keywords: {fi: [kielletynsana], sv: [förbjudsord]}
status: do_not_list
"""
WITHHELD_WORDS = ("Kielletty", "kielletty", "Förbjudna", "Älä julkaise", "Publicera mig",
                  "9998877", "999 8877", "999\u00a08877", "Salainen rooli", "Hemlig roll",
                  "kielletynsana", "förbjudsord", "ei-saa-nakya")


def test_withheld_records_appear_nowhere(county: Callable[..., Made]) -> None:
    """Hidden addresses have a test of their own, in tests/test_safety.py."""
    site = county({"peer_groups/ei-saa-nakya.yml": WITHHELD})
    found = []
    for name, data in site.files.items():
        text = data.decode("utf-8", errors="replace")
        found += [f"{name}: {word}" for word in WITHHELD_WORDS
                  if word in text or word in unquote(name)]
    none(found)
    shelter = site.pages["fi/jarjestojen-palvelut/pesa/index.html"]
    assert words("fi")["entry"]["secret"] in shelter.words


NASTY = "a < b & \"c\" 'd' > {{ 7*7 }} {% raw %} &lt;script&gt; ${x} `y` \\"
NASTY_MARKDOWN = """\
&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} a < b `koodi` ***x*** # risu

# otsikko

- [ok](https://ok.example/?a=1&b=2)
- [titteli](https://ok.example/ "onmouseover=x")
"""
TRICKS = """\
[a](javascript:alert(1)) [b](data:text/html,x) [c]( JaVaScRiPt:alert(1) ) [d](//evil.example/x)
[e](vbscript:x) ![f](https://ok.example/x.png) [g](https://ok.example/"onmouseover="x)
[h](java&#115;cript:alert(1)) [i](\\javascript:alert(1)) [j](<javascript:alert(1)>)
<b onclick=x>k</b> <https://evil.example> [l](https://ok.example/ '" onclick="x')
[m][n]

[n]: javascript:alert(1)
"""


def test_markdown_tricks_stay_text() -> None:
    page = Document("x.html", render_markdown(TRICKS))
    assert {one.tag for one in page.elements} <= {"p", "a", "strong", "em", "br", "#text"}
    for link in page.all("a"):
        assert set(link.attributes) <= {"href", "title", "rel"}
        assert link.attributes["href"].startswith("https://ok.example/")


def quoted(text: str) -> str:
    """A text as a YAML scalar."""
    return json.dumps(text, ensure_ascii=False)


def nasty_cafe() -> str:
    nasty = f"{{fi: {quoted(NASTY)}, sv: {quoted(NASTY)}}}"
    prose = f"{{fi: {quoted(NASTY_MARKDOWN)}, sv: {quoted(NASTY_MARKDOWN)}}}"
    text = re.sub(r"(?m)^(name|summary|arrival|accessibility_note): \{.*\}$",
                  lambda match: f"{match[1]}: {nasty}", CAFE)
    text = re.sub(r"(?ms)^description:\n.*?^tasks", lambda _: f"description: {prose}\ntasks", text)
    text = re.sub(r"\bnote: \{[^}]*\}", lambda _: f"note: {nasty}", text)
    return re.sub(r"(?m)^first_visit: .*$", lambda _: f"first_visit: {prose}", text)


def test_untrusted_text_stays_text(county: Callable[..., Made]) -> None:
    site = county({
        "meeting_places/perhekahvila-kokko.yml": nasty_cafe(),
        "organisations/muut.yaml": FILES["organisations/muut.yaml"].replace(
            "{fi: Perheyhdistys, sv: Familjeföreningen}",
            f"{{fi: {quoted(NASTY)}, sv: {quoted(NASTY)}}}"),
    })
    sound = " ".join(NASTY.split())
    for page in site.proper:
        if page.address.endswith("/perhekahvila-kokko/"):
            shown = [" ".join(one.text.split()) for one in page.all("h1")]
            assert shown == [sound], page.path
            assert page.title.startswith(sound[:20]), page.path
            assert "<script>alert(1)</script>" in page.words
            assert page.words.count("{{ 7*7 }}") > 2
        for one in page.elements:
            assert not any(name.startswith("on") for name in one.attributes), page.path
            if one.tag == "a":
                link = one.attributes["href"]
                assert urlsplit(link).scheme in SCHEMES, link
                assert "evil.example" not in link, link
            if one.attributes.get("type") == "application/ld+json":
                assert "<" not in one.text, page.path
                continue
            assert one.tag not in {"img", "iframe", "script"} or re.search(
                r"(\.\./)+(assets|qr|kuvat|bilder)/", one.attributes["src"])
    hrefs = {one.attributes["href"] for page in site.proper for one in page.all("a")}
    assert "https://ok.example/?a=1&b=2" in hrefs


# --- links ---------------------------------------------------------------------------------------


def search_of(page: Document) -> str:
    """The search page, from a page."""
    return "../" * page.address.count("/") + address(page.language,
                                                     SEGMENTS["find"][page.language])


def test_every_link_leads_somewhere(site: Made) -> None:
    anchors = {name: set(page.ids) for name, page in site.pages.items()}
    for name, data in site.files.items():
        if name.endswith(".svg"):
            anchors[name] = set(re.findall(r'id="([^"]+)"', data.decode()))
    searches = {("place", one.code) for one in site.catalogue.municipalities} | {
        ("language", language) for entry in site.catalogue.listed()
        for language in entry.languages}
    faults = []
    for page in site.pages.values():
        if page.path == "404.html":
            continue
        for one in page.elements:
            for name in ("href", "src"):
                link = one.attributes.get(name)
                if link is None or (
                        one.attributes.get("rel") in {"canonical", "alternate"}):
                    continue
                if link.startswith("/") or link == "":
                    faults.append(where(page, f"not relative: {link!r}"))
                    continue
                file, _, anchor = page.file(link).partition("#")
                if urlsplit(link).scheme:
                    continue
                if file not in site.files:
                    faults.append(where(page, link))
                elif anchor and anchor not in anchors.get(file, set()):
                    values = dict(parse_qsl(anchor))  # a state of the search page
                    if file != page.file(search_of(page)) or not values.items() <= searches:
                        faults.append(where(page, f"no such place: {link}"))
        for form in page.all("form"):
            action = form.attributes.get("action")
            if action and page.file(action) != page.file(search_of(page)):
                faults.append(where(page, "form action"))
    none(faults)


def test_the_error_page_needs_nothing_beside_it(site: Made) -> None:
    page = site.pages["404.html"]
    base = urlsplit(SITE_URL).path
    links = [one.attributes["href"] for one in page.all("a")]
    inside = [link for link in links if not link.startswith("tel:")]
    assert all(link.startswith(base) and link.removeprefix(base) + "index.html" in site.files
               for link in inside)
    for language in LANGUAGES:
        assert f"{base}{language}/" in inside
        assert f"{base}{address(language, SEGMENTS['help'][language])}" in inside
    assert [one.tag for one in page.elements if "src" in one.attributes or one.tag == "use"] == []
    assert any(link == "tel:112" for link in links)
    assert {"fi", "sv"} <= {one.language for one in page.all("p", "span")}


OFFLINE = ("fi/ei-verkkoa/", "sv/utan-nat/")


def test_no_page_is_an_orphan(site: Made) -> None:
    seen: set[str] = set()
    waiting = ["fi/index.html", "sv/index.html"]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in site.pages:
            continue
        seen.add(name)
        waiting += [link.partition("#")[0] for link in site.pages[name].links()]
    proper = {page.path for page in site.proper if page.address}
    closed = {entry.id for entry in site.catalogue.entries.values() if entry.status == "closed"}
    orphans = {path for path in proper - seen if path.split("/")[-2] not in closed}
    orphans -= {f"{path}index.html" for path in OFFLINE}  # the worker leads there
    none(sorted(orphans))


def test_help_is_one_link_away_on_every_page(site: Made) -> None:
    for page in site.proper:
        if not page.address:
            assert any(one.attributes["href"] == "tel:112" for one in page.all("a"))
            continue
        segment = SEGMENTS["help"][page.language]
        assert f"{page.language}/{segment}/index.html" in page.links(), page.path


# --- beside the pages ----------------------------------------------------------------------------


def test_the_sitemap_lists_every_page_with_its_sisters(site: Made) -> None:
    root = ET.fromstring(site.files["sitemap.xml"])
    listed: dict[str, dict[str, str]] = {}
    for url in root.findall("s:url", SITEMAP):
        loc = url.findtext("s:loc", namespaces=SITEMAP)
        assert loc is not None
        assert loc not in listed
        listed[loc] = {link.attrib["hreflang"]: link.attrib["href"]
                       for link in url.findall(XHTML_LINK)}
        lastmod = url.findtext("s:lastmod", namespaces=SITEMAP)
        assert lastmod is None or re.fullmatch(r"\d{4}-\d\d-\d\d", lastmod)
    wanted = {SITE_URL + page.address for page in site.proper
              if "noindex" not in (page.meta("robots") or "")}
    assert set(listed) == wanted
    for loc, sisters in listed.items():
        if loc != SITE_URL:
            assert set(sisters) == set(LANGUAGES), loc
        for sister in sisters.values():
            assert listed[sister] == sisters, loc


def test_robots_may_read_and_find_the_sitemap(site: Made) -> None:
    robots = site.files["robots.txt"].decode()
    assert f"Sitemap: {SITE_URL}sitemap.xml" in robots
    assert "Disallow: /" not in robots
    assert ".nojekyll" in site.files


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_has_names_and_icons_that_exist(site: Made, language: str) -> None:
    page = site.pages[f"{language}/index.html"]
    name = page.file(page.all("link", rel="manifest")[0].attributes["href"])
    manifest: dict[str, Any] = json.loads(site.files[name])
    here = Document(name, "")
    assert manifest["lang"] == language
    assert manifest["name"] == site.catalogue.directory.name[language]  # type: ignore[index]
    assert len(manifest["short_name"]) <= 15
    assert here.file(f"{manifest['start_url']}").replace("assets/../", "") == page.path
    sizes = set()
    for icon in manifest["icons"]:
        assert f"assets/{icon['src']}" in site.files
        sizes.add(icon["sizes"])
    assert {"192x192", "512x512"} <= sizes
    touch = site.files["apple-touch-icon.png"]
    assert touch.startswith(b"\x89PNG")


def test_assets_are_named_by_their_content(site: Made) -> None:
    for name, data in site.files.items():
        if name.startswith("assets/"):
            digest = name.split(".")[-2]
            assert hashlib.sha256(data).hexdigest().startswith(digest), name


def test_nothing_of_the_frameworks_own_pages_is_left(site: Made) -> None:
    kinds = Counter(Path(name).suffix for name in site.files)
    assert set(kinds) <= {".html", ".css", ".js", ".svg", ".png", ".json", ".xml", ".ics", ".csv",
                          ".txt", ".geojson", ".jsonld", ""}
    assert not [name for name in site.files if name.startswith(("search/", "stylesheets/"))]


# --- two languages -------------------------------------------------------------------------------


def leaves(table: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a nested table with its dotted path."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(table, list):
        for number, value in enumerate(table):
            yield from leaves(value, f"{path}.{number}")
    else:
        yield path, str(table)


@pytest.mark.parametrize("table", [words, labels])
def test_both_languages_have_the_same_strings(
        table: Callable[[str], dict[str, Any]]) -> None:
    first, second = (dict(leaves(table(language))) for language in LANGUAGES)
    assert sorted(first) == sorted(second)
    fields = re.compile(r"\{\w*\}")
    for path in first:
        if not path.startswith(("ages.", "choose")):
            assert Counter(fields.findall(first[path])) == Counter(
                fields.findall(second[path])), path
        assert bool(first[path]) == bool(second[path]), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_one_language(site: Made, language: str) -> None:
    other = "sv" if language == "fi" else "fi"

    def said(tongue: str) -> set[str]:
        return {text for table in (words, labels) for _, text in leaves(table(tongue))
                if "{" not in text and len(text) > 2}

    foreign = said(other) - said(language)
    faults = []
    for page in site.proper:
        if page.language != language or not page.address:
            continue
        for one in page.elements:
            if one.language != language:
                continue
            texts = [one.text] if one.tag == "#text" else [
                one.attributes.get(name, "") for name in ("aria-label", "alt", "title")]
            texts += [one.attributes.get("content", "")] if one.tag == "meta" else []
            faults += [where(page, text) for text in texts if text.strip(" .:\n") in foreign]
    none(faults)


ONLY = "zz"
"""Marks a text that stands in one language only."""


def one_language(text: str, language: str) -> str:
    """Every text of a data file in one language, marked."""
    place = {"fi": 1, "sv": 2}[language]

    def keep(match: re.Match[str]) -> str:
        value = match[place].strip()
        if "http" in value or value.startswith("["):
            return match[0]
        return f"{{{language}: {ONLY}{value}}}"

    return re.sub(r"\{fi: ([^,{}]+), sv: ([^{}]+)\}", keep, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_in_one_language_is_marked_on_the_others_pages(
        county: Callable[..., Made], language: str) -> None:
    other = "sv" if language == "fi" else "fi"
    site = county({path: one_language(text, language) for path, text in FILES.items()
                   if path != "directory.yml"})
    faults = set()
    for page in site.proper:
        if page.language != other or not page.address:
            continue
        for one in page.elements:
            marked = one.tag == "#text" and ONLY in one.text and one.language == other and (
                not one.text.startswith('{"@context"'))  # a name for machines
            if marked and one.text != page.title:
                faults.add(where(page, one.text.strip()))
            if ONLY in one.attributes.get("aria-label", ""):
                faults.add(where(page, one.attributes["aria-label"]))
    none(sorted(faults))
    for entry in site.catalogue.entries.values():
        page = site.pages[f"{address(other, SEGMENTS[entry.kind][other], entry.id)}index.html"]
        notices = [form.format(languages=words(other)["in_language"][language])
                   for form in words(other)["missing_language"].values()]
        assert any(notice in page.words for notice in notices), page.path


SOURCES = [*sorted((ROOT / "overrides").rglob("*.html")),
           *sorted((ROOT / "overrides" / "assets").rglob("*.js")),
           *sorted((ROOT / "hooks" / "familycentre").rglob("*.py"))]
CHOSEN_BY_VALUE = (
    "kind.", "ages.", "entry.status.", "entry.unknown_things.", "in_language.", "footer.",
    "time.odd", "time.even", "week.morning", "week.afternoon", "week.evening",
    "search.morning", "search.afternoon", "search.evening",
)
"""Words picked by a value of the data, so that no source names them one by one."""


def test_every_interface_word_is_used() -> None:
    sources = [path.read_text(encoding="utf-8") for path in SOURCES]
    unused = []
    for path, _ in leaves(words("fi")):
        section, *keys = [part for part in path.split(".")
                          if part not in {"one", "other"} and not part.isdigit()]
        if path.startswith(CHOSEN_BY_VALUE):
            continue
        used = [section, *keys[:1]]
        dotted = rf"\.{used[-1]}\b" if len(used) == 1 else rf"\b{used[0]}\.{used[1]}\b"
        named = rf"[\"']{used[-1]}[\"']"
        holder = rf"\.{section}\b|[\"']{section}[\"']"
        scripted = rf"\bW\.{used[-1]}\b" if section in {"search", "filter"} else r"(?!)"
        if not any(re.search(dotted, source) or re.search(scripted, source) or (
                re.search(holder, source) and re.search(named, source)) for source in sources):
            unused.append(path)
    none(unused)


# --- validity ------------------------------------------------------------------------------------

INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "summary", "details",
               "iframe", "audio", "video"}
MAY_HOLD = {("label", "input"), ("details", "summary"), ("details", "a"), ("details", "button"),
            ("details", "label"), ("details", "input"), ("details", "select"),
            ("label", "select")}


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("name", SITES)
def test_pages_are_valid_html(request: pytest.FixtureRequest, name: str, share: int) -> None:
    site: Made = request.getfixturevalue(name)
    faults = []
    for page in list(site.pages.values())[share::SHARES]:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(page.html)
        faults += [where(page, error) for error in parser.errors]
        doubled = [one for one, number in Counter(page.ids).items() if number > 1]
        faults += [where(page, f"id {one} twice") for one in doubled]
        faults += [where(page, pair) for pair in nested(tree, [])]
    none(faults)


def nested(element: Any, above: list[str]) -> Iterator[tuple[str, str]]:
    """Interactive elements inside others that may not hold them."""
    inside = isinstance(element.tag, str) and element.tag in INTERACTIVE
    if inside:
        yield from ((one, element.tag) for one in above if (one, element.tag) not in MAY_HOLD)
    for child in element:
        yield from nested(child, [*above, element.tag] if inside else above)


def named(tree: Any, *tags: str) -> list[Any]:
    """Every element with one of the tags."""
    return [one for one in tree.iter() if one.tag in tags]


@pytest.mark.parametrize("share", range(SHARES))
def test_lists_hold_only_their_items(sample: Made, share: int) -> None:
    faults = []
    for page in list(sample.pages.values())[share::SHARES]:
        tree = html5lib.parse(page.html, namespaceHTMLElements=False)
        for one in named(tree, "ul", "ol", "dl"):
            allowed = {"li"} if one.tag != "dl" else {"div", "dt", "dd"}
            faults += [where(page, f"{one.tag} > {child.tag}") for child in one
                       if child.tag not in allowed]
            if len(one) == 0:
                faults.append(where(page, f"empty {one.tag}"))
        faults += [where(page, f"empty {one.tag}")
                   for one in named(tree, "p", "h1", "h2", "h3", "h4", "li", "dd", "a")
                   if not "".join(one.itertext()).strip() and one.get("role") != "status"
                   and not any(inside.get("alt") for inside in one.iter("img"))]
    none(faults)


def test_the_day_of_these_tests_is_near_the_second_countys() -> None:
    assert 0 <= (DAY - TODAY).days < 30


def test_a_peer_group_with_the_least_facts_has_whole_pages(county: Callable[..., Made]) -> None:
    site = county({"peer_groups/vahin.yml": group()})
    for path in ("fi/vertaisryhmat/vahin/index.html", "sv/kamratstodsgrupper/vahin/index.html"):
        assert "None" not in site.pages[path].words
        assert site.pages[path].all("dl")
