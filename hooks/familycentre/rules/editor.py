"""What the browser editor would lose, in a directory that has one."""

from __future__ import annotations

from familycentre.browser_editor.reshaping import plain_links
from familycentre.catalogue import Catalogue
from familycentre.problems import Problems, dotted


def check(catalogue: Catalogue, problems: Problems) -> None:
    """Web addresses as plain text, in files that the editor opens."""
    if catalogue.directory.editor is None:
        return
    for record in (*catalogue.entries.values(), *catalogue.withheld,
                   *catalogue.organisations.values(), *catalogue.networks.values()):
        origin = catalogue.origin(record)
        if origin.base or not origin.document.file.endswith(".yml"):
            continue
        for path in plain_links(origin.document.data, record.folder):
            problems.add(*origin.place(*path), "editor-shape",
                         f"'{dotted(path)}' is a plain web address, which the browser editor of "
                         "directory.yml does not read.",
                         "Run 'familycentre reshape', or write {all: https://…}.")
