"""Our own JSON: the records as they stand in the data folder, in small files.

``api/v1/index.json`` names every file. A list has at most a hundred records a file and says where
it goes on (``next``). A record stands in the file of its kind, of each municipality and area that
it names, or of the whole country: each is written once and put together, so the cost stays linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from familycentre.exports.openapi import SCHEMA, openapi, schema
from familycentre.exports.pieces import file, numbered, text
from familycentre.exports.public import KINDS, Plain, Public, plain
from familycentre.reference import counties

ROOT = "api/v1"


def files(public: Public) -> Iterator[tuple[str, bytes]]:
    """Every file by its path from the site's root."""
    catalogue = public.catalogue
    about = text(public.about)
    lines = {one.id: text(one.data) for one in public.entries.values()}
    lists: dict[str, list[str]] = {f"kinds/{kind}": [] for kind in KINDS}
    lists |= {f"municipalities/{one.code}": [] for one in catalogue.municipalities}
    for county in catalogue.counties:
        lists |= {f"areas/{one}": [] for one in (county.id, *(area.id for area in county.areas))}
    lists["nationwide"] = []
    for published in public.entries.values():
        line = lines[published.id]
        lists[f"kinds/{published.data['kind']}"].append(line)
        for code in published.data.get("municipality", ()):
            lists[f"municipalities/{code}"].append(line)
        for area in published.data.get("areas", ()):
            lists.setdefault(f"areas/{area}", []).append(line)
        if published.data.get("nationwide"):
            lists["nationwide"].append(line)
    lists["organisations"] = [text(one.data) for one in public.organisations.values()]
    lists["networks"] = [text(one.data) for one in public.networks.values()]
    lists["helplines"] = [text(plain(one)) for one in catalogue.helplines.values()]
    lists["situations"] = [text(plain(one)) for one in catalogue.situations]
    lists["tasks"] = [text(plain(one)) for one in catalogue.tasks.values()]
    lists["counties"] = [text(plain(one)) for one in catalogue.counties]
    for name, items in lists.items():
        parts = numbered(f"{ROOT}/{name}", items)
        for number, (path, part) in enumerate(parts):
            after = public.url(parts[number + 1][0]) if number + 1 < len(parts) else None
            yield path, listing(about, len(items), after, part)
    yield f"{ROOT}/index.json", file(index(public, {name: len(items)
                                                    for name, items in lists.items()}))
    yield f"{ROOT}/schema.json", text(schema()).encode()
    yield f"{ROOT}/openapi.json", text(openapi(public, ROOT)).encode()


def listing(about: str, total: int, after: str | None, records: Sequence[str]) -> bytes:
    """One file of a list: a record a line."""
    lines = ",\n".join(records)
    return (f'{{"about":{about},\n"total":{total},"next":{text(after)},\n'
            f'"records":[\n{lines}\n]}}\n').encode()


def index(public: Public, sizes: dict[str, int]) -> Plain:
    """Where everything is, with how many records it holds."""
    catalogue = public.catalogue
    languages = public.site.speakers

    def link(name: str) -> Plain:
        return {"url": public.url(f"{ROOT}/{name}.json"), "total": sizes[name]}

    areas: list[Plain] = []
    for county in catalogue.counties:
        names = {language: counties()[county.county].name(language) for language in languages}
        areas.append({"id": county.id, "name": names, **link(f"areas/{county.id}")})
        areas += [{"id": area.id, "name": dict(area.name), **link(f"areas/{area.id}")}
                  for area in county.areas]
    single = ("nationwide", "organisations", "networks", "helplines", "situations", "tasks",
              "counties")
    return {
        "about": public.about,
        "openapi": public.url(f"{ROOT}/openapi.json"), "schema": public.url(f"{ROOT}/{SCHEMA}"),
        "kinds": [{"kind": kind, "name": {language: speaker.kind(kind)
                                          for language, speaker in languages.items()},
                   **link(f"kinds/{kind}")} for kind in KINDS],
        "municipalities": [{"code": one.code, "name": {language: one.name(language)
                                                       for language in languages},
                            **link(f"municipalities/{one.code}")}
                           for one in catalogue.municipalities],
        "areas": areas, **{name: link(name) for name in single},
        "other_formats": {
            "hsds": {language: public.url(f"api/hsds/{language}/index.json")
                     for language in languages},
            "csv": public.url("api/csv/datapackage.json"),
            "geojson": {kind: public.url(f"api/geojson/{kind}.geojson") for kind in KINDS},
            "linkedevents": public.url("api/linkedevents/v1/event.json"),
        },
    }
