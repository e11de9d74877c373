"""The browser editor: its configuration follows the model, and what it saves is whole and valid."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks.server import serving
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import BaseModel
from tests.conftest import ROOT, until
from tests.directories import EDITOR, TODAY, write, write_second_county
from tests.exported import site_of
from tests.sites import built, files_of

from familycentre import cli
from familycentre.browser_editor.fields import LEFT_OUT, label, paths
from familycentre.browser_editor.files import KINDS, configuration
from familycentre.browser_editor.reshaping import LINKS, plain_links, reshaped
from familycentre.catalogue import load
from familycentre.model import Record
from familycentre.render import Site
from familycentre.validation import model_in
from familycentre.values import FOR_ALL, Link

SCHEMA = ROOT / "tests" / "vendor" / "sveltia" / "sveltia-cms.json"
TOKEN = EDITOR.replace("  sign_in: https://kirjautuminen.example.fi\n", "")
MARTAT = """\
# Kysy vuosittain keväällä.
type: ngo
name: {fi: Martat, sv: Marthorna}
url: https://martat.example.fi/a,b   # kaikille sama
contacts:
  - url: "https://martat.example.fi/c"
    role: {en: Desk}
"""


def with_editor(data: Path, text: str = TOKEN) -> Path:
    """A directory with the browser editor switched on."""
    path = data / "directory.yml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return data


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second county with the editor, every address written as it wants them."""
    data = with_editor(write_second_county(tmp_path_factory.mktemp("edited") / "data"))
    assert cli.main(["reshape", "--data", str(data)]) == 0
    return data


@pytest.fixture(scope="module")
def site(edited: Path) -> Site:
    return site_of(edited, TODAY)


def config_of(site: Site, language: str) -> dict[str, Any]:
    editor = site.catalogue.directory.editor
    assert editor
    return configuration(site, site.speakers[language], editor)


# --- configuration -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_configuration_is_valid_by_sveltias_own_schema(site: Site, language: str) -> None:
    schema = Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))
    config = config_of(site, language)
    assert [error.message for error in schema.iter_errors(config)] == []
    assert not schema.is_valid({**config, "publish_mode": "sometimes"})


def of_model(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Dotted paths of everything that can be written in a record."""
    for name, field in model.model_fields.items():
        path = f"{above}{field.alias or name}"
        yield path
        inside = model_in(field.annotation)
        if inside:
            yield from of_model(inside, f"{path}.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_model_is_there_or_named_as_left_out(
        site: Site, kind: type[Record]) -> None:
    for language in site.speakers:
        (made,) = (one for one in config_of(site, language)["collections"]
                   if one["name"] == kind.folder)
        assert set(paths(made["fields"])) | LEFT_OUT.keys() == set(of_model(kind))


def test_what_may_be_unknown_has_no_box_that_would_say_no(site: Site) -> None:
    text = json.dumps(config_of(site, "fi"))
    assert '"widget": "boolean"' not in text
    (referral,) = (one for one in config_of(site, "sv")["collections"][0]["fields"]
                   if one["name"] == "referral")
    assert [(one["value"], one["label"]) for one in referral["options"]] == [
        (True, "Ja"), (False, "Nej")]
    assert referral["required"] is False


def test_texts_have_a_field_for_each_language_that_is_used(tmp_path: Path) -> None:
    data = with_editor(write_second_county(tmp_path / "data"))
    write(data / "organisations" / "martat.yml", MARTAT)
    cli.main(["reshape", "--data", str(data)])
    site = site_of(data, TODAY)
    for one in config_of(site, "sv")["collections"]:
        (name,) = (field for field in one["fields"] if field["name"] == "name")
        assert {"fi", "sv", "en"} <= {inside["name"] for inside in name["fields"]}
        assert [inside["label"] for inside in name["fields"]][:2] == ["Finska", "Svenska"]


def test_a_change_is_reviewed_unless_the_directory_says_otherwise(site: Site) -> None:
    config = config_of(site, "fi")
    assert config["publish_mode"] == "simple"
    assert config["backend"] == {"name": "github", "repo": "esimerkki/perheopas",
                                 "branch": "main", "auth_methods": ["token"]}
    assert site.catalogue.directory.editor
    other = site.catalogue.directory.editor.model_copy(
        update={"review": True, "sign_in": "https://kirjautuminen.example.fi"})
    config = configuration(site, site.speakers["fi"], other)
    assert config["publish_mode"] == "editorial_workflow"
    assert config["backend"]["base_url"] == "https://kirjautuminen.example.fi"


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def edited_site(tmp_path_factory: pytest.TempPathFactory, edited: Path) -> Path:
    return built(tmp_path_factory.mktemp("edited-site") / "site", edited)


def test_the_option_adds_files_and_changes_none(
        edited: Path, edited_site: Path, tmp_path: Path) -> None:
    path = edited / "directory.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(TOKEN, ""), "utf-8")
    try:
        without = files_of(built(tmp_path / "site", edited))
    finally:
        path.write_text(text, "utf-8")
    with_ = files_of(edited_site)
    assert {name.split("/")[0] for name in with_.keys() - without.keys()} == {"edit"}
    assert {name for name in without if without[name] != with_.get(name)} == set()
    for name, content in with_.items():
        if not name.startswith("edit/") and name.endswith((".html", ".xml", ".js")):
            assert not re.search(rb'["/]edit/(?:fi|sv)/"', content), name


# --- one way of writing --------------------------------------------------------------------------


def test_a_plain_address_is_an_error_until_the_command_has_run(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = with_editor(write_second_county(tmp_path / "data"))
    write(data / "organisations" / "martat.yml", MARTAT)
    _, problems = load(data, TODAY)
    found = {(Path(one.file).name, one.line) for one in problems.errors
             if one.code == "editor-shape"}
    assert {("martat.yml", 4), ("martat.yml", 6)} <= found
    assert cli.main(["reshape", "--data", str(data)]) == 0
    assert "martat.yml" in capsys.readouterr().out
    _, problems = load(data, TODAY)
    assert problems.errors == []
    text = (data / "organisations" / "martat.yml").read_text("utf-8")
    assert text == MARTAT.replace("https://martat.example.fi/a,b ",
                                  '{all: "https://martat.example.fi/a,b"} ').replace(
        '"https://martat.example.fi/c"', '{all: "https://martat.example.fi/c"}')
    assert cli.main(["reshape", "--data", str(data)]) == 0
    assert (data / "organisations" / "martat.yml").read_text("utf-8") == text


def test_without_a_folder_nothing_is_rewritten(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reshape", "--data", str(tmp_path / "nowhere")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_the_command_knows_every_link_of_a_record() -> None:
    found = {path for kind in KINDS for path in of_model(kind) if path.split(".")[-1] == "url"}
    assert found - {"source.url"} == set(LINKS)
    assert Link.__metadata__  # type: ignore[attr-defined]
    assert set(plain_links({"url": "x", "contacts": [{"url": "y"}, 3], "source": {"url": "z"}},
                           "organisations")) == {("url",), ("contacts", 0, "url")}


ADDRESSES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12).map(
    lambda text: f"https://example.fi/{text}")


@given(ADDRESSES, st.sampled_from(["block", "flow", "quoted", "folded"]))
def test_a_rewritten_address_says_the_same(address: str, way: str) -> None:
    quoted = json.dumps(address, ensure_ascii=False)
    text = {"block": f"name: {{fi: A}}\nurl: {address}\nx: 1\n",
            "flow": f"{{name: {{fi: A}}, url: {quoted}, x: 1}}\n",
            "quoted": f"name: {{fi: A}}\nurl: {quoted} # c\nx: 1\n",
            "folded": f"name: {{fi: A}}\nurl: >-\n  {address}\nx: 1\n"}[way]
    try:
        before = yaml.safe_load(text)
    except yaml.YAMLError:
        return
    if not isinstance(before, dict) or not isinstance(before.get("url"), str):
        return
    after = yaml.safe_load(reshaped(text, "organisations"))
    assert after == {**before, "url": {FOR_ALL: before["url"]}}


# --- in the browser ------------------------------------------------------------------------------

DISK = """
const files = %s;
const folder = async (parts) => {
  let here = await navigator.storage.getDirectory();
  for (const one of parts) here = await here.getDirectoryHandle(one, { create: true });
  return here;
};
window.disk = {
  write: async (path, text) => {
    const parts = path.split("/");
    const inside = await folder(parts.slice(0, -1));
    const file = await inside.getFileHandle(parts.at(-1), { create: true });
    const out = await file.createWritable();
    await out.write(text);
    await out.close();
  },
  read: async (path) => {
    const parts = path.split("/");
    try {
      const handle = await (await folder(parts.slice(0, -1))).getFileHandle(parts.at(-1));
      return await (await handle.getFile()).text();
    } catch { return ""; }
  },
};
window.showDirectoryPicker = async () => {
  for (const [path, text] of Object.entries(files)) await window.disk.write(path, text);
  return navigator.storage.getDirectory();
};
"""
"""A folder of the editor's own computer, in the browser's private storage."""


NAMES = """async () => {
  const names = [];
  const here = await (await navigator.storage.getDirectory()).getDirectoryHandle("data");
  for await (const one of (await here.getDirectoryHandle("meeting_places")).keys()) names.push(one);
  return names.filter((one) => one.includes("anaes"));
}"""
"""Files of the new record."""


def opened(browser: Browser, address: str, data: Path, language: str) -> Iterator[Page]:
    files = {f"data/{path.relative_to(data).as_posix()}": path.read_text("utf-8")
             for path in data.rglob("*") if path.suffix in (".yml", ".yaml")}
    files |= {".git/HEAD": "ref: refs/heads/main\n", ".git/config": "[core]\n"}
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(DISK % json.dumps(files))
    page.goto(f"{address}edit/{language}/")
    yield page
    away = {url for url in asked
            if not url.startswith((address, "blob:", "data:"))
            and not url.startswith("https://cdn.jsdelivr.net/fontsource/")}
    assert away == set()  # the fonts' addresses stand in a sheet; the policy stops them
    context.close()


def saved(page: Page, path: str, holds: str) -> str:
    """What stands in a file once it holds a text."""
    until(page, lambda: holds in page.evaluate("(path) => disk.read(path)", path))
    text: str = page.evaluate("(path) => disk.read(path)", path)
    return text


def field(page: Page, path: str) -> Locator:
    """A field by its path in the record; those below the screen are made when they come near."""
    found = page.locator(f'[data-key-path="{path}"]')
    page.mouse.move(600, 500)
    for _ in range(40):
        if found.count():
            break
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(50)
    found.scroll_into_view_if_needed()
    return found


def choose(page: Page, path: str, *names: str | re.Pattern[str]) -> None:
    """Pick from a list that opens."""
    for name in names:
        field(page, path).get_by_role("combobox").click()
        page.get_by_role("option", name=name, exact=True).click()


def words(value: Any) -> Any:
    """YAML with every scalar as text, whatever its quotes, and no line end behind a block."""
    if isinstance(value, dict):
        return {key: words(inside) for key, inside in value.items()}
    return [words(one) for one in value] if isinstance(value, list) else value.strip()


@pytest.mark.browser
def test_a_record_is_changed_and_a_cafe_added(
        browser: Browser, edited: Path, edited_site: Path, tmp_path: Path) -> None:
    """In Swedish, from files on the editor's own computer; everything else stays, check passes."""
    cafe = "meeting_places/perhekahvila-kokko.yml"
    before = (edited / cafe).read_text("utf-8")
    data = shutil.copytree(edited, tmp_path / "data")
    with serving(edited_site, "/repo/") as address:
        pages = opened(browser, address, edited, "sv")
        page = next(pages)
        page.get_by_role("button", name="Arbeta med lokal").click()
        page.get_by_text("Familjecafé Kokko").first.click()
        summary = field(page, "summary.sv").get_by_role("textbox")
        expect(summary).to_have_value("Lek och kaffe.")
        fi, sv = (field(page, f"summary.{one}").bounding_box() for one in ("fi", "sv"))
        assert fi
        assert sv
        assert (fi["y"], fi["x"] < sv["x"]) == (sv["y"], True)  # side by side
        summary.fill("Lek, kaffe och sång.")
        page.get_by_role("button", name="Spara").click()
        text = saved(page, f"data/{cafe}", "sång")
        write(data / cafe, text)
        wanted = yaml.load(before, yaml.BaseLoader)
        wanted["summary"]["sv"] = "Lek, kaffe och sång."
        wanted["municipality"] = [wanted["municipality"]]
        assert words(yaml.load(text, yaml.BaseLoader)) == words(wanted)

        page.goto(f"{address}edit/sv/#/collections/meeting_places/new")
        choose(page, "type", "Familjecafé")
        field(page, "name.sv").get_by_role("textbox").fill("Familjecafé Ånäs")
        field(page, "summary.sv").get_by_role("textbox").fill("Kaffe och lek på torsdagar.")
        field(page, "municipality").get_by_text("Karleby").click()
        choose(page, "tasks", re.compile("^7 "))
        page.get_by_role("button", name="Spara").click()
        until(page, lambda: page.evaluate(NAMES))
        (name,) = page.evaluate(NAMES)
        write(data / "meeting_places" / name, page.evaluate(
            "(path) => disk.read(path)", f"data/meeting_places/{name}"))
        next(pages, None)
    catalogue, problems = load(data, TODAY)
    assert catalogue is not None, problems.errors
    assert problems.errors == []
    assert catalogue.entries["perhekahvila-kokko"].summary["sv"] == "Lek, kaffe och sång."
    new = catalogue.entries[name.removesuffix(".yml")]
    assert new.model_dump(exclude_defaults=True) == {
        "id": "familjecafe-anaes", "name": {"sv": "Familjecafé Ånäs"},
        "summary": {"sv": "Kaffe och lek på torsdagar."}, "tasks": [7], "type": "family_cafe",
        "municipality": ["Kokkola"]}


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_without_scripts_the_page_says_what_to_do(
        browser: Browser, edited_site: Path, language: str) -> None:
    with serving(edited_site, "/repo/") as address:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}edit/{language}/")
        assert page.locator("noscript p").inner_text() == label("no_script", language)[0]
        context.close()
