"""Style sheets, scripts and pictures: gathered, shrunk, named by their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import rcssmin

ICONS: dict[str, str] = {
    "home": "material/home-outline",
    "find": "material/magnify",
    "near": "material/map-marker-outline",
    "help": "material/lifebuoy",
    "phone": "material/phone-outline",
    "when": "material/calendar-clock-outline",
    "who": "material/human-male-female-child",
    "cost": "material/cash",
    "booking": "material/clipboard-check-outline",
    "languages": "material/translate",
    "access": "material/human-wheelchair",
    "first": "material/human-greeting",
}
"""Pictograms by the name templates use: Material Design Icons (Apache-2.0), bundled with Material
for MkDocs. These are of the menu and of records' pages."""

KIND_ICONS: dict[str, str] = {
    "meeting_place": "material/coffee-outline",
    "peer_group": "material/account-group-outline",
    "ngo_service": "material/hand-heart-outline",
    "public_service": "material/hospital-building",
}
"""Pictograms of the kinds: only the home page and the search show them, from a sheet of their own
that holds the others too."""

SHEETS: dict[str, tuple[str, ...]] = {
    "list.css": ("cards", "list", "base"),
    "guide.css": ("base", "cards", "list", "front", "help"),
    "facts.css": ("facts", "base"),
    "safe.css": ("base", "facts", "help"),
    "work.css": ("base", "cards", "front", "list", "facts", "help"),
    "desk.css": ("base", "cards", "front", "list", "facts", "help", "desk"),
    "find.css": ("base", "cards", "list", "front", "help", "find"),
    "week.css": ("base", "cards", "list", "front", "week"),
    "front.css": ("base", "cards", "front", "help"),
    "places.css": ("base", "cards", "front", "help", "map"),
    "coverage.css": ("base", "front", "map", "coverage"),
    "mine.css": ("base", "cards", "front", "help", "mine"),
    "queue.css": ("base", "cards", "front", "queue"),
    "embed.css": ("embed",),
    "lines.css": ("base", "cards", "front", "embeds"),
    "exit.css": ("exit",),
}
"""Style sheets that pages link to, and the parts each is made of: one request a page, and only the
rules it needs. Parts do not depend on their order; some orders compress better."""

LOGO = (
    '<circle cx="8" cy="10" r="6" fill="#c2542e"/><circle cx="17" cy="9" r="5" fill="#2f7d74"/>'
    '<circle cx="13" cy="17.500" r="4" fill="#d99a2b"/>'
)
"""The wordmark's picture: three people who belong together."""


@dataclass(frozen=True)
class Assets:
    """Files of the site that pages link to."""

    files: dict[str, bytes]
    """Content by path from the site's root."""
    paths: dict[str, str]
    """Path by plain name, such as ``list.css`` → ``assets/list.1a2b3c.css``."""

    def with_files(self, contents: Mapping[str, bytes]) -> Assets:
        """These and further files, by plain name."""
        files, paths = dict(self.files), dict(self.paths)
        for name, data in contents.items():
            stem, _, ending = name.partition(".")
            digest = hashlib.sha256(data).hexdigest()[:6]
            paths[name] = f"assets/{stem}.{digest}.{ending}"
            files[paths[name]] = data
        return Assets(files, paths)


def gather(folder: Path) -> Assets:
    """Read the assets folder and make the pictogram sheet.

    Raises FileNotFoundError when the folder does not exist.
    """
    contents: dict[str, bytes] = {
        "icons.svg": icon_sheet(ICONS, LOGO).encode(),
        "kinds.svg": icon_sheet({**ICONS, **KIND_ICONS}, LOGO).encode()}
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".css":
            contents[path.name] = path.read_bytes()
    for name, parts in {**SHEETS, "print.css": ("print",)}.items():
        rules = "".join((folder / f"{part}.css").read_text(encoding="utf-8") for part in parts)
        contents[name] = str(rcssmin.cssmin(rules)).encode()
    return Assets({}, {}).with_files(contents)


def icon_sheet(pictures: Mapping[str, str], logo: str = "") -> str:
    """One SVG file that holds pictograms, and the wordmark's picture if given, as symbols."""
    return f'<svg xmlns="http://www.w3.org/2000/svg">{icon_symbols(pictures, logo)}</svg>'


def icon_symbols(pictures: Mapping[str, str], logo: str = "") -> str:
    """Pictograms, and the wordmark's picture if given, as symbols for a sheet."""
    symbols = [f'<symbol id="logo" viewBox="0 0 24 24">{logo}</symbol>'] if logo else []
    icons = resources.files("material").joinpath("templates", ".icons")
    for name, path in pictures.items():
        svg = icons.joinpath(*f"{path}.svg".split("/")).read_text(encoding="utf-8")
        inside = re.sub(r"</?svg[^>]*>", "", svg)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside}</symbol>')
    return "".join(symbols)
