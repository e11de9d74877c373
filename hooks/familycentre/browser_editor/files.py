"""The browser editor's files: a page and a configuration a language, Sveltia CMS beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from familycentre.browser_editor.fields import Known, Plain, fields_of, label
from familycentre.language.speaker import Speaker
from familycentre.model import ENTRY_KINDS, BrowserEditor, Network, Organisation, Record
from familycentre.reference import counties
from familycentre.values import LANGUAGES

if TYPE_CHECKING:
    from familycentre.render import Site

FOLDER = "edit"
SCRIPT = "sveltia-cms-0.221.1.js"
BESIDE = (SCRIPT, "sveltia-fi.json", "sveltia-sv.json", "material-symbols-outlined-5.3.7.woff2",
          "sveltia-LICENSE.txt", "material-symbols-LICENSE.txt",
          "version.json", "editor.js", "editor.css")
"""Files of overrides/edit that are copied as they are."""
KINDS: tuple[type[Record], ...] = (*ENTRY_KINDS, Organisation, Network)
"""What can be edited. Records in list files, help lines, situations, areas and the directory's own
settings are edited as files: they are few, and a mistake there stops the whole site."""
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
          "font-src 'self'; img-src 'self' blob: data: https://avatars.githubusercontent.com; "
          "connect-src 'self' blob: data: https://api.github.com; form-action 'none'; "
          "base-uri 'none'")
"""Sveltia sets styles from its script; nothing else than GitHub's interface may be asked."""


def files(site: Site, environment: Environment) -> Iterator[tuple[str, bytes]]:
    """Every file by its path from the site's root; none when the directory has no editor."""
    editor = site.catalogue.directory.editor
    if editor is None:
        return
    for name in BESIDE:
        yield f"{FOLDER}/{name}", (site.sources.parent / FOLDER / name).read_bytes()
    for language, speaker in site.speakers.items():
        page = environment.get_template(f"{FOLDER}/index.html").render(
            language=language, policy=POLICY, script=SCRIPT,
            title=f"{label('title', language)[0]} – {speaker.plain(site.catalogue.directory.name)}",
            no_script=label("no_script", language)[0])
        yield f"{FOLDER}/{language}/index.html", page.encode()
        text = json.dumps(configuration(site, speaker, editor), ensure_ascii=False, indent=1)
        yield f"{FOLDER}/{language}/config.json", text.encode()


def configuration(site: Site, speaker: Speaker, editor: BrowserEditor) -> Plain:
    """Sveltia's configuration with the labels of one language."""
    known = Known(speaker.language, _languages(site), _options(site, speaker))
    own, *others = speaker.language, *(one for one in site.speakers if one != speaker.language)
    title = f"{{{{name.{own}}}}}"
    for one in others:  # a name in the other language is better than none
        title = f"{{{{name.{own} | default('{{{{name.{one}}}}}')}}}}"
    return {
        "backend": {"name": "github", "repo": editor.github, "branch": editor.branch,
                    **({"base_url": editor.sign_in} if editor.sign_in
                       else {"auth_methods": ["token"]})},
        "publish_mode": "editorial_workflow" if editor.review else "simple",
        "media_folder": f"{editor.folder}/.media", "show_preview_links": False,
        "site_url": site.root_url,
        "output": {"omit_empty_optional_fields": True},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80},
        "editor": {"preview": False},
        "collections": [{
            "name": kind.folder, "label": label(kind.folder, speaker.language)[0],
            "folder": f"{editor.folder}/{kind.folder}", "extension": "yml", "format": "yaml",
            "identifier_field": f"name.{own}", "summary": title,
            "slug": {"template": title, "editable": ["create"],
                     "hint": label("slug", speaker.language)[0],
                     "pattern": ["^[a-z0-9]+(-[a-z0-9]+)*$", label("wrong", speaker.language)[0]]},
            "aliases_field": False, "delete": False, "thumbnail": False,
            "sortable_fields": [f"name.{one}" for one in site.speakers] + ["verified"],
            "fields": fields_of(kind, known)} for kind in KINDS],
    }


def _languages(site: Site) -> tuple[str, ...]:
    """Languages of the pages, then those in which any record has a text."""
    used = {language for record in (*site.catalogue.entries.values(),
                                    *site.catalogue.organisations.values(),
                                    *site.catalogue.networks.values())
            for language in _tags(record.model_dump(exclude_defaults=True))}
    return (*site.speakers, *(one for one in LANGUAGES if one in used - site.speakers.keys()))


def _tags(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            if key in LANGUAGES:
                yield key
            yield from _tags(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _tags(inside)


def _options(site: Site, speaker: Speaker) -> dict[str, list[Plain]]:
    """What the directory's own files give to choose from."""
    catalogue = site.catalogue
    towns = {one.name("fi"): one.name(speaker.language) for one in catalogue.municipalities}
    written = {name for entry in catalogue.entries.values() for name in entry.municipality}
    written |= {name for network in catalogue.networks.values() for name in network.municipality}
    towns |= {name: name for name in sorted(written - towns.keys())}
    areas = {county.id: counties()[county.county].name(speaker.language)
             for county in catalogue.counties}
    areas |= {area.id: speaker.plain(area.name) for county in catalogue.counties
              for area in county.areas}
    return {
        "municipality": [{"value": name, "label": shown} for name, shown in towns.items()],
        "areas": [{"value": one, "label": shown} for one, shown in areas.items()],
        "situations": [{"value": one.id, "label": speaker.plain(one.name)}
                       for one in catalogue.situations],
        "tasks": [{"value": number, "label": f"{number} {speaker.plain(task.name)}"}
                  for number, task in catalogue.tasks.items()],
    }
