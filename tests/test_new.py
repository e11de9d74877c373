"""A fresh directory for any county: whole, valid, nothing of Uusimaa, never over others."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from tests.sites import build, files_of, read_page

from familycentre import cli, starting
from familycentre.catalogue import Catalogue, load
from familycentre.model import ENTRY_KINDS
from familycentre.problems import summary
from familycentre.reference import counties, municipalities, municipality_names

DAY = datetime.date(2026, 11, 23)
ALAND = "91"
CODES = sorted(counties())
UUSIMAA = ("01", "02", "03", "04", "90")


def fresh(code: str, folder: Path, only: str = "") -> Path:
    """The directory of a county; *only* its files below a folder."""
    files = starting.plan(code, starting.languages_of(code))
    target = folder / "new"
    starting.write_new({name: data for name, data in files.items() if name.startswith(only)},
                       target)
    return target


def without_everyday_words(code: str, target: Path) -> None:
    """Save the time that analysing them takes, but for two counties."""
    if code not in ("17", ALAND):
        for path in (target / "data/synonyms").iterdir():
            path.unlink()


def loaded(data: Path) -> Catalogue:
    catalogue, problems = load(data, DAY)
    assert catalogue is not None, summary(problems) + str(problems.errors[:3])
    return catalogue


def test_there_are_the_21_counties_helsinki_and_aland() -> None:
    assert [f"{number:02}" for number in range(1, 22)] + ["90", ALAND] == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_fresh_directory_of_every_county_is_valid(code: str, tmp_path: Path) -> None:
    target = fresh(code, tmp_path, "data/")
    without_everyday_words(code, target)
    catalogue = loaded(target / "data")
    assert {one.code for one in catalogue.municipalities} == {
        one.code for one in municipalities().values() if one.county == code}
    for kind in ENTRY_KINDS:
        (entry,) = catalogue.listed(kind.kind)
        for language, word in (("fi", "esimerkki"), ("sv", "exempel")):
            assert word in entry.name[language].casefold()  # type: ignore[index]
            assert word in entry.summary[language].casefold()  # type: ignore[index]
    assert catalogue.directory.sample_notice
    assert len(catalogue.tasks) == 7
    assert len(catalogue.situations) > 10
    assert "112" in catalogue.helplines


def test_examples_stand_in_a_town_of_the_county() -> None:
    for code in CODES:
        assert municipalities()[municipality_names()[
            starting._table()[code].town.casefold()]].county == code


@pytest.mark.parametrize(("code", "languages"), [
    ("17", ("sv", "fi")), ("03", ("fi", "sv")), ("90", ("fi", "sv")), ("20", ("fi",)),
    ("10", ("fi", "sv")), (ALAND, ("sv",))])
def test_pages_have_the_languages_of_the_municipalities(
        code: str, languages: tuple[str, ...]) -> None:
    assert starting.languages_of(code) == languages


def test_only_where_the_medical_helpline_is_not_known_to_answer_it_is_left_out() -> None:
    without = [code for code in CODES if 'id: "116117"' not in starting.plan(
        code, ("fi",))["data/helplines.yml"].decode()]
    assert without == ["21", ALAND]


def test_nothing_of_the_samples_region_is_left(tmp_path: Path) -> None:
    names = {name[:-1] if len(name) > 5 else name for one in municipalities().values()
             if one.county in UUSIMAA for _, name in one.names}
    names |= {"Uusima", "Uudenma", "Uudellama", "Uudestama", "Nyland", "luvn", "keusote"}
    found = re.compile(rf"\b({'|'.join(map(re.escape, sorted(names)))})")
    for name, data in files_of(fresh("20", tmp_path, "data/")).items():
        text = re.sub(r"https?://\S+", "", data.decode())
        assert [hit[0] for hit in found.finditer(text)] == [], name


def test_a_shared_text_that_changed_stops_the_command(tmp_path: Path) -> None:
    shared = {name: (starting.CHECKOUT / "data" / name).read_text(encoding="utf-8")
              for name in starting.SHARED_DATA}
    shared["situations.yml"] = shared["situations.yml"].replace("skyddshus", "turvatalo")
    with pytest.raises(starting.StartError, match=r"situations\.yml says 0 times"):
        starting._exchange(shared)


@pytest.fixture(scope="module")
def ostrobothnia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh("17", tmp_path_factory.mktemp("17"))


def test_a_bilingual_county_builds_from_its_own_folder(ostrobothnia: Path, tmp_path: Path) -> None:
    outcome = build(tmp_path / "site", config=ostrobothnia / "mkdocs.yml")
    assert outcome.returncode == 0, outcome.stderr
    for name in ("sv/kommuner/korsholm/index.html", "fi/kunnat/mustasaari/index.html"):
        assert (tmp_path / "site" / name).is_file()
    page = read_page(tmp_path / "site", "sv/motesplatser/esimerkki-perhekahvila/index.html")
    assert "inte riktiga" in page.words
    assert "Vasa" in page.words


@pytest.mark.parametrize("code", CODES)
def test_a_fresh_directory_of_every_county_builds(code: str, tmp_path: Path) -> None:
    """Whole, in its languages, a page for each municipality, and no link leads to nothing."""
    target = fresh(code, tmp_path)
    without_everyday_words(code, target)
    outcome = build(tmp_path / "site", config=target / "mkdocs.yml")
    assert outcome.returncode == 0, outcome.stderr
    files = {path.relative_to(tmp_path / "site").as_posix(): path
             for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert {name.split("/")[0] for name in files if name.endswith("/index.html")} == {
        *starting.languages_of(code), "embed"}
    towns = sum(one.county == code for one in municipalities().values())
    pages = [name for name in files if re.fullmatch(r"(fi/kunnat|sv/kommuner)/[^/]+/index.html",
                                                    name)]
    everywhere = 1  # a page for all Finland
    assert len(pages) == (towns + everywhere) * len(starting.languages_of(code))
    dead = {(name, link) for name, path in files.items()
            if name.endswith(".html") and name != "404.html"
            for link in set(re.findall(r'(?:href|src)="([^":#?]+)["#?]', path.read_text("utf-8")))
            if not {(found := posixpath.normpath(posixpath.join(posixpath.dirname(name), link))),
                    f"{found}/index.html".removeprefix("./")} & files.keys()}
    assert not dead


def _steps(workflow: Path) -> Mapping[str, object]:
    data: Mapping[str, object] = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    return data


def test_workflows_and_readme_are_there_and_every_place_is_filled(ostrobothnia: Path) -> None:
    workflows = ostrobothnia / ".github/workflows"
    for name in ("check.yml", "publish.yml"):
        assert _steps(workflows / name)["jobs"]
    makefile = (ostrobothnia / "Makefile").read_text(encoding="utf-8")
    for path in workflows.iterdir():
        for target in re.findall(r"\bmake (\S+)", path.read_text(encoding="utf-8")):
            assert re.search(rf"(?m)^{re.escape(target)}:", makefile), (path.name, target)
    assert (ostrobothnia / "README.md").read_text(encoding="utf-8").startswith(
        "# Familjecenterguiden i Österbotten")
    for path in ostrobothnia.rglob("*"):
        if path.is_file() and "engine" not in path.relative_to(ostrobothnia).parts:
            assert not re.search(rb"<<\w+>>", path.read_bytes()), path


def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "--county", "Kainuu", str(tmp_path / "uusi")]) == 0
    assert "README.md" in capsys.readouterr().out
    assert (tmp_path / "uusi/data/directory.yml").is_file()


@pytest.mark.parametrize(("arguments", "says"), [
    (["--county", "22", "x"], "There is no county '22'."),
    (["--county", "Kainu", "x"], "Did you mean 'kainuu'?"),
    (["--county", "17", "there"], "is there already"),
    (["--county", "17", "file"], "is there already"),
    (["--county", "17", "no/x"], "does not exist"),
    (["--county", "17", "--languages", "fi,en", "x"], "write fi, sv, fi,sv or sv,fi"),
    (["--county", "17", "--languages", "", "x"], "write fi, sv, fi,sv or sv,fi"),
    (["--county", "17", "--engine", "there", "x"], "no checkout of the project"),
])
def test_a_wrong_call_writes_nothing(arguments: list[str], says: str, tmp_path: Path,
                                     monkeypatch: pytest.MonkeyPatch,
                                     capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert cli.main(["new", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "there"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_disk_that_fails_leaves_nothing_half_written(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def full(self: Path, data: bytes) -> int:
        written.append(self.name)
        if len(written) == 3:
            raise OSError(28, "No space left on device", str(self))
        return len(data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert cli.main(["new", "--county", "17", str(tmp_path / "uusi")]) == 1
    assert list(tmp_path.iterdir()) == []
