"""A realistic data folder of any size: valid records in both languages, the same for the same seed.

``python benchmarks/make_directory.py --entries 10000 --seed 1 DIR``

Entries stand in municipalities by their population, and those of one county in a folder of its own.
What all directories share (tasks, life situations, help lines, everyday words) is the sample's.
Texts come from ``directory_texts.yml``. Dates are told from :data:`TODAY`: build with
``SOURCE_DATE_EPOCH`` of that day.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
sys.path[:0] = [str(ROOT / "hooks")]

from familycentre.reference import (  # noqa: E402
    County,
    Municipality,
    counties,
    municipalities,
    postcodes,
    slug,
)

TODAY = datetime.date(2026, 11, 20)
EPOCH = int(datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC).timestamp())
"""Noon of that day, for ``SOURCE_DATE_EPOCH``."""
SHARED = ("tasks.yml", "situations.yml", "helplines.yml", "synonyms/fi.yml", "synonyms/sv.yml")
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
AREAS = {"north": ("pohjoinen", "norra"), "middle": ("keskinen", "mellersta"),
         "south": ("eteläinen", "södra")}
SPLIT_FROM = 8
"""A county of so many municipalities is split into family-centre areas."""
Text = dict[str, str]
Record = dict[str, Any]


@dataclass
class Directory:
    """What is made, before it is written."""

    random: random.Random
    counties: Sequence[str]
    records: dict[str, Record] = field(default_factory=dict)
    """By path from the data folder."""
    taken: Counter[str] = field(default_factory=Counter)

    def id(self, *words: str) -> str:
        """A new id of these words."""
        made = slug(" ".join(words))[:60].strip("-")
        self.taken[made] += 1
        return made if self.taken[made] == 1 else f"{made}-{self.taken[made]}"

    def add(self, folder: str, county: str, identity: str, record: Record) -> None:
        """Keep a record."""
        self.records[f"{folder}/{county}/{identity}.yml"] = record


@cache
def texts() -> Any:
    """The words that records are made of."""
    return yaml.safe_load((HERE / "directory_texts.yml").read_text(encoding="utf-8"))


@cache
def populations() -> dict[str, int]:
    """People by municipality at the end of 2020 (Statistics Finland, CC BY 4.0)."""
    with (HERE / "populations.csv").open(encoding="utf-8") as file:
        return {row["code"]: int(row["population"]) for row in csv.DictReader(file)}


@cache
def postcodes_of(code: str) -> list[str]:
    """The postcodes of a municipality."""
    return sorted(one for one, (municipality, _) in postcodes().items() if municipality == code)


def make(folder: Path, entries: int, seed: int, chosen: Sequence[str] = ()) -> int:
    """Write a data folder; the number of its files. *chosen*: codes of counties, all when empty."""
    codes = sorted(chosen or counties())
    made = Directory(random.Random(seed), codes)
    places = [one for one in municipalities().values() if one.county in codes]
    organisers = {one.code: list(_organisations(made, one)) for one in places}
    organisations = made.records
    made.records = {}
    for code in codes:
        made.add("organisations", code, f"county-{code}", {
            "name": dict(counties()[code].names), "type": "county",
            "url": f"https://example.org/county/{code}",
            "contacts": [{"phone": "09 310 1000"}]})
    weights = [populations()[one.code] for one in places]
    for place in made.random.choices(places, weights, k=entries):
        _entry(made, place, organisers[place.code])
    named = {one for record in made.records.values()
             for one in (record.get("organiser"), *record.get("partners", ()))}
    made.records |= {path: one for path, one in organisations.items() if Path(path).stem in named}
    for code in codes:
        _networks(made, counties()[code], [one for one in places if one.county == code])
    _write(folder, made)
    return len(made.records)


def _organisations(made: Directory, place: Municipality) -> Iterator[tuple[str, str]]:
    """The municipality's own organisations, as (what they are, id)."""
    name = dict(place.names)
    known = {"municipality": {"fi": f"{name['fi']}, kunta", "sv": f"{name['sv']}, kommun"},
             "parish": {"fi": f"{name['fi']}, seurakunta", "sv": f"{name['sv']}, församling"}}
    for kind, words in known.items():
        yield kind, _organisation(made, place, kind, words)
    big = populations()[place.code] > 8000
    for ngo in texts()["ngos"][:None if big else 1]:
        yield "ngo", _organisation(made, place, "ngo", {
            language: text.format(town=name[language]) for language, text in ngo["name"].items()})


def _organisation(made: Directory, place: Municipality, kind: str, words: Text) -> str:
    identity = made.id(words["fi"], place.code)
    made.add("organisations", place.county, identity, {
        "name": words, "type": kind, "url": f"https://example.org/{identity}",
        "contacts": [{"phone": _phone(made.random), "email": f"{identity}@example.org"}]})
    return identity


def _phone(chance: random.Random) -> str:
    return f"09 {chance.randint(200, 899)} {chance.randint(1000, 9999)}"


def _weighted(chance: random.Random, shares: dict[str, int]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _entry(made: Directory, place: Municipality, organisers: list[tuple[str, str]]) -> None:
    chance, bank = made.random, texts()
    kind = _weighted(chance, bank["kinds"])
    sort = chance.choices(bank["types"][kind], [one["share"] for one in bank["types"][kind]])[0]
    part, town = chance.choice(bank["parts"]), dict(place.names)
    name = {language: text.format(place=f"{part[language]}, {town[language]}", town=town[language])
            for language, text in sort["name"].items()}
    wide = sort.get("wide") and chance.random() < .3
    record: Record = {
        "name": name, "type": sort["type"], "summary": sort["says"],
        "description": _joined(chance.sample(bank["more"], chance.randint(1, 3))),
        "tasks": sort["tasks"],
        "organiser": _organiser(chance, bank["organisers"][kind], place, organisers),
    }
    if chance.random() < .2:
        partners = [one for _, one in organisers if one != record["organiser"]]
        record["partners"] = chance.sample(partners, 1)
    if wide and len(_areas(counties()[place.county])) > 1:
        record["areas"] = [_area_of(place)]
    else:
        record["municipality"] = [town["fi"]]
        if not sort.get("remote") or chance.random() < .5:
            record |= _door(chance, place, hidden=bool(sort.get("sensitive")))
    record["contacts"] = [{
        "role": {"fi": "Ohjaaja", "sv": "Ledare"}, "phone": _phone(chance),
        "email": f"{slug(name['fi'])[:40].strip('-')}@example.org",
        "url": f"https://example.org/{slug(name['fi'])}"}]
    record |= _times(chance, kind)
    record |= _conditions(chance, sort, place)
    if chance.random() < .85:
        record["verified"] = TODAY - datetime.timedelta(days=int(chance.triangular(0, 450, 60)))
    record["source"] = {"url": f"https://example.org/{slug(town['fi'])}/{sort['type']}",
                        "date": (TODAY - datetime.timedelta(days=chance.randint(30, 700)))}
    made.add(kind, place.county, made.id(name["fi"]), record)


def _joined(sentences: list[Text]) -> Text:
    return {language: " ".join(one[language] for one in sentences) for language in ("fi", "sv")}


def _organiser(chance: random.Random, shares: dict[str, int], place: Municipality,
               organisers: list[tuple[str, str]]) -> str:
    kind = _weighted(chance, shares)
    if kind == "county":
        return f"county-{place.county}"
    return chance.choice([one for what, one in organisers if what == kind])


def _door(chance: random.Random, place: Municipality, *, hidden: bool) -> Record:
    if hidden:
        return {"address": {"hidden": True}}
    street, number = chance.choice(texts()["streets"]), chance.randint(1, 60)
    door: Record = {"address": {
        "street": {language: f"{name} {number}" for language, name in street.items()}}}
    if codes := postcodes_of(place.code):
        door["address"]["postcode"] = chance.choice(codes)
    if chance.random() < .8:
        door["location"] = {"lat": round(place.lat + chance.gauss(0, .02), 5),
                            "lon": round(place.lon + chance.gauss(0, .04), 5)}
    if chance.random() < .3:
        door["arrival"] = chance.choice(texts()["arrivals"])
    if chance.random() < .6:
        door["accessibility"] = chance.sample(
            ["step_free", "accessible_toilet", "changing_table", "pram_access", "lift",
             "public_transport"], chance.randint(1, 4))
    return door


def _times(chance: random.Random, kind: str) -> Record:
    if kind in ("ngo_services", "public_services"):
        if chance.random() < .5:
            return {"schedule": [{"by_appointment": True}]}
        return {"schedule": [{"days": list(WORKDAYS), "start": "09:00",
                              "end": chance.choice(["12:00", "15:00"])}]}
    if chance.random() < .1:
        return {"schedule": [{"text": {"fi": "kerran kuussa", "sv": "en gång i månaden"}}]}
    days = sorted(chance.sample(WORKDAYS, 1 if kind == "peer_groups" else chance.randint(1, 4)),
                  key=WORKDAYS.index)
    start = chance.choice([9, 10, 13, 17])
    season: Record = {"days": days, "start": f"{start:02}:{chance.choice(['00', '30'])}",
                      "end": f"{start + chance.randint(2, 3):02}:30"}
    if chance.random() < .1:
        season["weeks"] = chance.choice(["odd", "even"])
    autumn = {**season, "from": datetime.date(2026, 8, 17), "until": datetime.date(2026, 12, 18)}
    spring = {**season, "from": datetime.date(2027, 1, 11), "until": datetime.date(2027, 5, 28)}
    told: Record = {"schedule": [autumn, spring] if chance.random() < .6 else [season]}
    if chance.random() < .7:
        told["exceptions"] = [
            {"on": "public_holidays", "closed": True},
            {"from": datetime.date(2026, 12, 21), "until": datetime.date(2027, 1, 6),
             "closed": True, "note": {"fi": "joulu", "sv": "jul"}}][:chance.randint(1, 2)]
    return told


def _conditions(chance: random.Random, sort: Record, place: Municipality) -> Record:
    told: Record = {
        "audience": sort["audience"],
        "openness": "open" if not sort.get("support") else "targeted",
        "support_level": sort.get("support", "universal"),
        "languages": _languages(chance, place),
        "referral": bool(sort.get("refers")),
    }
    if "ages" in sort:
        told["ages"] = sort["ages"]
    told["cost"] = ({"free": False, "note": {"fi": "12 € tunti", "sv": "12 € i timmen"}}
                    if sort.get("paid") else {"free": True})
    if chance.random() < .3:
        told["registration"] = {"required": chance.random() < .5}
    if chance.random() < .4:
        told["first_visit"] = chance.choice(texts()["first_visits"])
    if sort.get("waits"):
        told["waiting"] = {"weeks": chance.randint(1, 14), "told": datetime.date(2026, 11, 2)}
    if sort.get("remote"):
        told["remote"] = "both"
    if sort.get("sensitive"):
        told["sensitive"] = True
    if chance.random() < .02:
        told["status"] = chance.choice(["paused", "planned"])
    return told


def _languages(chance: random.Random, place: Municipality) -> list[str]:
    spoken = place.languages.split("-")
    if len(spoken) > 1 and chance.random() < .5:
        return spoken
    told = [spoken[0] if chance.random() < .8 else spoken[-1]]
    return told + (["en"] if chance.random() < .15 else [])


@cache
def _members(county: str) -> list[Municipality]:
    return sorted((one for one in municipalities().values() if one.county == county),
                  key=lambda one: (-one.lat, one.code))


def _area_id(county: County, part: str) -> str:
    return f"{slug(county.short_name('fi'))}-{slug(AREAS[part][0])}"


def _area_of(place: Municipality) -> str:
    members = _members(place.county)
    part = list(AREAS)[members.index(place) * len(AREAS) // len(members)]
    return _area_id(counties()[place.county], part)


def _areas(county: County) -> list[Record]:
    members = _members(county.code)
    if len(members) < SPLIT_FROM:
        return []
    return [{
        "id": _area_id(county, part),
        "name": {"fi": f"{county.short_name('fi')}, {fi} alue",
                 "sv": f"{county.short_name('sv')}, {sv} området"},
        "municipality": [one.name("fi") for one in members if _area_of(one) == _area_id(
            county, part)],
        "contacts": [{"role": {"fi": "Perhekeskuskoordinaattori",
                               "sv": "Familjecenterkoordinator"},
                      "email": f"{_area_id(county, part)}@example.org", "part": "coordinator"}],
    } for part, (fi, sv) in AREAS.items()]


def _networks(made: Directory, county: County, places: list[Municipality]) -> None:
    members = [Path(path).stem for path in made.records
               if path.startswith(f"organisations/{county.code}/")]
    named = {"fi": f"{county.short_name('fi')}: perhekeskusverkosto",
             "sv": f"{county.short_name('sv')}: familjecenternätverket"}
    made.add("networks", county.code, made.id(named["fi"]), {
        "name": named, "level": "county",
        "task": {"fi": "Verkosto sovittaa yhteen perheiden palvelut.",
                 "sv": "Nätverket samordnar familjernas service."},
        "tasks": [1, 2, 7], "municipality": [one.name("fi") for one in places],
        "convener": f"county-{county.code}", "members": members[:40],
        "rhythm": {"fi": "neljästi vuodessa", "sv": "fyra gånger om året"}})


def _write(folder: Path, made: Directory) -> None:
    for name in SHARED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "data" / name, folder / name)
    helplines = yaml.safe_load((ROOT / "data/helplines.yml").read_text(encoding="utf-8"))
    for name in sorted({one["organiser"] for one in helplines if "organiser" in one}):
        target = folder / "organisations" / f"{name}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "data/organisations" / f"{name}.yml", target)
    (folder / "directory.yml").write_text(_lines(_directory(made)), encoding="utf-8")
    (folder / "areas.yml").write_text("".join(
        f"- {_flow(_county_areas(counties()[code]))}\n" for code in made.counties),
        encoding="utf-8")
    for path, record in made.records.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_lines(record), encoding="utf-8")


def _county_areas(county: County) -> Record:
    return {"county": county.code, "id": f"county-{county.code}-areas", "areas": _areas(county),
            "contacts": [{"role": {"fi": "Vaihde", "sv": "Växel"}, "phone": "09 310 1000"}]}


def _directory(made: Directory) -> Record:
    return {
        "name": {"fi": "Suomen perhekeskusopas", "sv": "Familjecenterguiden i Finland"},
        "short_name": {"fi": "Perheopas", "sv": "Familjeguide"},
        "region": {"fi": "Suomessa", "sv": "i Finland"},
        "summary": {"fi": "Perheiden paikat ja ryhmät.", "sv": "Familjernas platser och grupper."},
        "keeper": {"fi": "Mittauksen toimitus", "sv": "Mätningens redaktion"},
        "counties": list(made.counties), "languages": ["fi", "sv"],
        "freshness": {"due_months": 6, "overdue_months": 12},
        "corrections": {"email": "korjaukset@example.org"},
    }


def _lines(record: Record) -> str:
    """YAML as an editor writes it: a line a field, what is inside on the same line."""
    return "".join(f"{name}: {_flow(value)}\n" for name, value in record.items())


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Write the folder that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--counties", nargs="*", default=[], metavar="CODE", choices=counties())
    chosen = parser.parse_args()
    if chosen.folder.exists() and any(chosen.folder.iterdir()):
        parser.error(f"{chosen.folder} is not empty")
    print(f"{make(chosen.folder, chosen.entries, chosen.seed, chosen.counties):,} records")
    return 0


if __name__ == "__main__":
    sys.exit(main())
