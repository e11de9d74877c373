"""A small directory to import into, and imports as a person would start them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from familycentre.cli import main

SAMPLES = Path(__file__).resolve().parent / "samples"
SHARED = Path(__file__).resolve().parent.parent / "data"
TODAY = "2026-11-23"


def directory(folder: Path, counties: Sequence[str]) -> Path:
    """A data folder of some counties without any record; words and situations are the sample's."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name in ("tasks.yml", "situations.yml", "helplines.yml"):
        shutil.copy(SHARED / name, data / name)
    shutil.copytree(SHARED / "organisations", data / "organisations")
    keep = {one["organiser"] for one in yaml.safe_load((data / "helplines.yml").read_text("utf-8"))
            if "organiser" in one}
    for path in (data / "organisations").iterdir():
        if path.stem not in keep:
            path.unlink()
    (data / "directory.yml").write_text(yaml.safe_dump({
        "name": {"fi": "Kokeiluopas", "sv": "Provguiden"},
        "short_name": {"fi": "Kokeilu", "sv": "Prov"},
        "region": {"fi": "Naantalissa ja Vaasassa", "sv": "i Nådendal och Vasa"},
        "summary": {"fi": "Opas perheille.", "sv": "En guide för familjer."},
        "keeper": {"fi": "Kokeilijat", "sv": "Provarna"},
        "counties": list(counties), "corrections": {"email": "palaute@example.org"},
    }, allow_unicode=True), encoding="utf-8")
    (data / "areas.yml").write_text("".join(
        f'- {{county: "{code}", id: county-{code}}}\n' for code in counties), encoding="utf-8")
    return data


def bring(data: Path, source: str, *inputs: Path | str, today: str = TODAY, **options: Any) -> int:
    """Run the command; options with a dash are given as keywords."""
    flags: list[str] = []
    for name, value in options.items():
        flags += [f"--{name.replace('_', '-')}"] + ([] if value is True else [str(value)])
    return main(["import", source, *map(str, inputs), "--into", str(data), "--today", today,
                 *flags])


def report(data: Path, source: str) -> str:
    """The whole report of the last import."""
    return (data / ".imports" / f"{source}-report.txt").read_text(encoding="utf-8")


def record(data: Path, name: str) -> dict[str, Any]:
    """A written record, as plain YAML."""
    found = yaml.safe_load((data / f"{name}.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def written(data: Path) -> list[str]:
    """Folder and id of every record."""
    return sorted(path.relative_to(data).with_suffix("").as_posix()
                  for path in data.glob("*/*.yml") if path.parent.name != "synonyms")


def service(identity: str = "s-1", **changes: Any) -> dict[str, Any]:
    """A service as PTV's open API v11 gives it."""
    made: dict[str, Any] = {
        "id": identity, "type": "Service", "publishingStatus": "Published",
        "serviceNames": texts({"fi": "Perheneuvola", "sv": "Familjerådgivning"}, "Name"),
        "serviceDescriptions": texts({"fi": "Apua perheen pulmiin.", "sv": "Hjälp för familjen."},
                                     "Summary"),
        "areaType": "LimitedType", "areas": [{"type": "Municipality", "municipalities": [
            {"code": "529", "name": texts({"fi": "Naantali"})}]}],
        "languages": ["fi"], "serviceClasses": [{"code": "P3.7"}], "targetGroups": [],
        "organizations": [{"roleType": "Responsible", "organization": {
            "id": "o-1", "name": "Naantalin kaupunki"}}],
        "serviceChannels": [], "modified": "2026-05-01T10:00:00",
    }
    return made | changes


def place(identity: str, services: Sequence[str], **changes: Any) -> dict[str, Any]:
    """A service location of PTV."""
    made: dict[str, Any] = {
        "id": identity, "serviceChannelType": "ServiceLocation", "organizationId": "o-1",
        "serviceChannelNames": texts({"fi": f"Neuvola {identity}"}, "Name"),
        "serviceChannelDescriptions": texts({"fi": f"Neuvola {identity} keskustassa."}, "Summary"),
        "areaType": "LimitedType", "areas": [], "languages": ["fi"],
        "publishingStatus": "Published",
        "addresses": [{"type": "Location", "streetAddress": {
            "street": texts({"fi": "Aurinkokatu", "sv": "Solgatan"}), "streetNumber": "3",
            "postalCode": "21100", "municipality": {"code": "529"}}}],
        "serviceHours": [], "services": [{"service": {"id": one}} for one in services],
        "modified": "2026-05-01T10:00:00",
    }
    return made | changes


def texts(given: Mapping[str, str], kind: str = "") -> list[dict[str, str]]:
    """PTV's texts by language."""
    return [{"language": code, "value": one, **({"type": kind} if kind else {})}
            for code, one in given.items()]


def store(path: Path, content: Any) -> Path:
    """A JSON file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
