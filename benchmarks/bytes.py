"""Weighs list and entry pages as a browser gets them, compressed with brotli 11.

``python benchmarks/bytes.py`` builds the sample site and a generated county of 60 meeting places,
prints a table and ends with 1 when a page is over its budget. ``tests/test_budgets.py`` is the
gate.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import yaml

ROOT = Path(__file__).resolve().parent.parent
CARDS = 60
LISTS = ("fi/kohtaamispaikat", "fi/vertaisryhmat", "fi/jarjestojen-palvelut",
         "fi/julkiset-palvelut", "sv/motesplatser", "sv/kamratstodsgrupper",
         "sv/organisationernas-tjanster", "sv/offentliga-tjanster")
"""Folders of the lists by kind; the folders below each are its entries."""
GUIDES = ("fi/elamantilanteet", "fi/tehtavat", "sv/livssituationer", "sv/uppgifter")
"""Folders whose folders are lists with more words: situations and tasks."""
DOORS = {"home": ("fi", "sv"), "help now": ("fi/apua", "sv/hjalp"),
         "municipalities with their map": ("fi/kunnat", "sv/kommuner")}
"""Folders of the single pages that families come in by."""
PLACES = ("fi/kunnat", "sv/kommuner")
PATHS = ("fi/elamantilanteet/*", "sv/livssituationer/*")
"""Folders, as patterns, whose folders are a situation's pages in each municipality."""


@dataclass(frozen=True)
class Budget:
    """The most bytes a page may weigh."""

    render: int
    whole: int


LIST = Budget(5_120, 12_288)
ENTRY = Budget(3_584, 10_240)
WEEK = Budget(15_360, 15_360)
"""A calendar of 60 weekly activities, with everything it loads."""


@dataclass(frozen=True)
class Weight:
    """What one page weighs, compressed."""

    page: str
    render: int
    """HTML and the style sheets that must be there before anything is drawn."""
    whole: int
    """Those, and pictograms, scripts, the print style sheet and the tab's icon."""

    def within(self, budget: Budget) -> bool:
        """Whether the page keeps its budget."""
        return self.render <= budget.render and self.whole <= budget.whole


@cache
def packed(path: Path) -> int:
    """Size of a file after brotli 11; pictures that are packed already as they are."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".png" else len(brotli.compress(data, quality=11))


def weigh(site: Path, page: Path) -> Weight:
    """Weigh a page with everything a browser loads for it, each file once."""
    html = page.read_text(encoding="utf-8")
    # What stands in <noscript> is loaded instead of the scripts, never with them, and weighs less.
    html = re.sub(r"<noscript>.*?</noscript>", "", html)
    needed: set[Path] = {page}
    later: set[Path] = set()
    for tag in re.findall(r"<(?:link|script|img|use)\b[^>]*>", html):
        link = re.search(r'\b(?:href|src)="([^"#]+)', tag)
        rel = re.search(r'\brel="([^"]+)"', tag)
        kind = rel[1] if rel else ""
        if link is None or kind not in {"", "stylesheet", "icon"} or 'loading="lazy"' in tag:
            continue  # a lazy picture in a closed box is loaded when the box is opened
        file = (page.parent / link[1]).resolve()
        blocks = kind == "stylesheet" and 'media="print"' not in tag
        (needed if blocks else later).add(file)
    render = sum(packed(file) for file in needed)
    return Weight(page.parent.relative_to(site).as_posix(), render,
                  render + sum(packed(file) for file in later - needed))


def pages(site: Path, folders: Iterable[str]) -> list[Path]:
    """The pages in folders of a site."""
    return [site / folder / "index.html" for folder in folders]


def below(site: Path, folders: Iterable[str]) -> list[Path]:
    """The pages one folder below folders of a site."""
    return sorted(page for folder in folders for page in site.glob(f"{folder}/*/index.html")
                  if 'http-equiv="refresh"' not in page.read_text(encoding="utf-8"))


def lists(site: Path) -> list[Weight]:
    """Every list by kind."""
    return [weigh(site, page) for page in pages(site, LISTS)]


def guides(site: Path) -> list[Weight]:
    """Every list of a situation or task."""
    return [weigh(site, page) for page in below(site, GUIDES)]


def entries(site: Path) -> list[Weight]:
    """Every entry."""
    return [weigh(site, page) for page in below(site, LISTS)]


# --- sixty meeting places ------------------------------------------------------------------------

TYPES = {
    "family_cafe": ("Perhekahvila", "Familjecafé"),
    "residents_park": ("Asukaspuisto", "Invånarpark"),
    "open_daycare": ("Avoin päiväkoti", "Öppet daghem"),
    "family_house": ("Perhetalo", "Familjehus"),
    "family_club": ("Perhekerho", "Familjeklubb"), "family_room": ("Perhetupa", "Familjestuga"),
    "playground": ("Leikkipuisto", "Lekpark"),
}
NAMES = (
    ("Tuulenpesä", "Vindboet"), ("Myllykallio", "Kvarnberget"), ("Lehtoranta", "Lundstranden"),
    ("Kurjenpolku", "Transtigen"), ("Vaahtera", "Lönnen"), ("Kivikko", "Stenbacken"),
    ("Päivänsäde", "Solstrålen"), ("Omenapiha", "Äppelgården"), ("Sinivuokko", "Blåsippan"),
    ("Peltola", "Åkerhem"), ("Satumetsä", "Sagoskogen"), ("Nallela", "Björnboet"),
    ("Lyhty", "Lyktan"), ("Harjunpää", "Åsändan"), ("Simpukka", "Snäckan"),
    ("Rantapuisto", "Strandparken"), ("Tikankolo", "Hackspetten"), ("Kalliola", "Bergsbo"),
)
SUMMARIES = (
    ("Vauvojen ja taaperoiden aamu: leikkiä, laulua ja kahvia toisten vanhempien kanssa.",
     "Morgon för bebisar och småbarn: lek, sång och kaffe med andra föräldrar."),
    ("Avoin paikka kotona oleville lapsille ja aikuisille. Pihalla on keinut ja hiekkalaatikko.",
     "Öppen plats för barn som är hemma och deras vuxna. På gården finns gungor och sandlåda."),
    ("Tule juttelemaan arjesta. Lapset leikkivät vieressä, ja ohjaaja on paikalla koko ajan.",
     "Kom och prata om vardagen. Barnen leker bredvid och ledaren är på plats hela tiden."),
    ("Yhteistä puuhaa koko perheelle: askartelua, tarinoita ja välipala.",
     "Något att göra för hela familjen: pyssel, berättelser och mellanmål."),
    ("Ulkoleikkiä säässä kuin säässä. Sisällä voit lämmitellä ja lämmittää eväät.",
     "Lek ute i alla väder. Inne kan du värma dig och din matsäck."),
    ("Isien ja lasten ilta, jossa tehdään ruokaa ja pelataan yhdessä.",
     "Kväll för pappor och barn med matlagning och spel."),
    ("Kaksikielinen kerho: laulamme suomeksi ja ruotsiksi, ja kaikki ovat tervetulleita.",
     "Tvåspråkig klubb: vi sjunger på finska och svenska, och alla är välkomna."),
    ("Neuvolan ja kirjaston yhteinen aamu. Terveydenhoitaja vastaa kysymyksiin joka toinen viikko.",
     "Rådgivningens och bibliotekets morgon. Hälsovårdaren svarar på frågor varannan vecka."),
    ("Rauhallinen iltapäivä pienessä ryhmässä, sopii myös herkälle lapselle.",
     "Lugn eftermiddag i liten grupp, passar också ett känsligt barn."),
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
TIMES = (("9:00", "11:30"), ("9:30", "12:00"), ("10:00", "13:00"), ("13:00", "16:00"),
         ("17:00", "19:00"))
TOWNS = ("Espoo", "Helsinki", "Vantaa", "Porvoo", "Lohja", "Raasepori", "Kirkkonummi", "Järvenpää",
         "Kerava", "Sipoo", "Tuusula", "Hanko")
AUDIENCES = ("families", "babies", "small_children", "mothers", "fathers", "single_parents",
             "immigrants", "special_needs", "grandparents", "expecting")


def write_places(data: Path, number: int = CARDS) -> Path:
    """Make *data* a copy of the sample's, but with *number* generated meeting places."""
    shutil.copytree(ROOT / "data", data)
    folder = data / "meeting_places"
    shutil.rmtree(folder)
    folder.mkdir()
    chance = random.Random(60)
    organisers = sorted(path.stem for path in (data / "organisations").glob("*.yml"))
    for at in range(number):
        kind = chance.choice(sorted(TYPES))
        name = NAMES[at % len(NAMES)]
        extra = "" if at < len(NAMES) else f" {at // len(NAMES) + 1}"
        summary = chance.choice(SUMMARIES)
        times = chance.choice(TIMES)
        record = {
            "type": kind,
            "name": {"fi": f"{TYPES[kind][0]} {name[0]}{extra}",
                     "sv": f"{TYPES[kind][1]} {name[1]}{extra}"},
            "summary": {"fi": summary[0], "sv": summary[1]},
            "tasks": [7, *chance.sample([1, 2, 5], chance.randint(0, 2))],
            "municipality": chance.choice(TOWNS),
            "address": {"street": {"fi": f"Esimerkkikatu {at + 1}",
                                   "sv": f"Exempelgatan {at + 1}"}},
            "contacts": [{"phone": f"+358 9 123 4{at:03}"}],
            "schedule": [{"days": sorted(chance.sample(DAYS, chance.randint(1, 2)), key=DAYS.index),
                          "start": times[0].zfill(5), "end": times[1]}],
            "audience": chance.sample(AUDIENCES, chance.randint(1, 3)),
            "cost": {"free": chance.random() < 0.8},
            "registration": {"required": chance.random() < 0.3},
            "languages": chance.choice([["fi"], ["fi", "sv"], ["sv"], ["fi", "sv", "en"]]),
            "accessibility": chance.sample(["step_free", "pram_access", "lift", "parking"],
                                           chance.randint(0, 3)),
        }
        if len(organisers) > 3 and chance.random() < 0.9:
            record["organiser"] = chance.choice(organisers)
        (folder / f"paikka-{at + 1:02}.yml").write_text(
            yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return data


def build(target: Path, data: Path | None = None) -> Path:
    """Build a site with MkDocs, on a fixed day."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795341600",
                   **({"FAMILYCENTRE_DATA": str(data)} if data else {})}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(target)],
                   cwd=ROOT, env=environment, check=True, capture_output=True)
    return target


def sixty(folder: Path) -> tuple[list[Weight], list[Weight]]:
    """The list and the week of 60 generated meeting places in each language; *folder* is empty."""
    site = build(folder / "site", write_places(folder / "data"))

    def weights(*folders: str) -> list[Weight]:
        return [weigh(site, site / f"{one}/index.html") for one in folders]

    return (weights("fi/kohtaamispaikat", "sv/motesplatser"),
            weights("fi/tapahtuu", "sv/pa-gang"))


def row(name: str, weights: list[Weight], budget: Budget | None) -> str:
    """One line of the table: least, middle and most."""
    cells = []
    for values in ([one.render for one in weights], [one.whole for one in weights]):
        cells.append(f"{min(values):,} / {statistics.median(values):,.0f} / {max(values):,}")
    limits = f"{budget.render:,} / {budget.whole:,}" if budget else "–"
    return f"| {name} | {len(weights)} | {cells[0]} | {cells[1]} | {limits} |"


def main() -> int:
    """Build, weigh, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        site = build(folder / "sample")
        cards, week = sixty(folder / "generated")
        table: list[tuple[str, list[Weight], Budget | None]] = [
            ("generated list, 60 cards", cards, LIST),
            ("generated week, 60 activities", week, WEEK),
            ("sample, lists by kind", lists(site), LIST),
            ("sample, entries", entries(site), ENTRY),
            ("sample, lists of situations and tasks", guides(site), None),
            *((f"sample, {name}", [weigh(site, page) for page in pages(site, folders)], None)
              for name, folders in DOORS.items()),
            ("sample, pages of a municipality",
             [weigh(site, page) for page in below(site, PLACES)], None),
            ("sample, guided paths in a municipality",
             [weigh(site, page) for page in below(site, PATHS)], None),
        ]
    print("| pages | number | to render: min / median / max | all told | budget |")
    print("|---|---|---|---|---|")
    heavy = []
    for title, weights, budget in table:
        print(row(title, weights, budget))
        heavy += [one for one in weights if budget and not one.within(budget)]
    for one in heavy:
        print(f"over budget: {one.page}: {one.render:,} to render, {one.whole:,} all told")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
