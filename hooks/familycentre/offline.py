"""The service worker: what it keeps from the first, under a version that is the hash of that.

The worker itself is overrides/assets/worker/sw.js. It is registered only when a person asks for it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

import rjsmin

from familycentre.addresses import relative
from familycentre.render import Site, file_of

KEPT = ("help", "home", "offline", "device", "my_list")
"""Keys of the pages that are kept from the first, in every language: help now comes first."""
_ASSET = re.compile(r'="((?:\.\./)*assets/[^"#/ ]+)')
"""A link to an asset in a page's HTML; shared/keeping.js looks for the same."""


def core(site: Site, folder: Path) -> dict[str, bytes]:
    """What is kept from the first, by its path from the site's root, out of a finished *folder*.

    The pages in KEPT, the choice of language at the root, then every asset that those name.
    """
    pages = [site.find(key, language) for key in KEPT for language in site.speakers]
    pages.append(site.find("choose", next(iter(site.speakers))))
    found = {page.address: (folder / file_of(page)).read_bytes() for page in pages}
    assets: set[str] = set()
    for page in pages:
        up = relative(page.address, "").removeprefix("./")
        links = _ASSET.findall(found[page.address].decode("utf-8"))
        assets |= {link.removeprefix(up) for link in links}
    return found | {path: (folder / path).read_bytes() for path in sorted(assets)}


def worker(site: Site, files: Mapping[str, bytes], folder: Path) -> bytes:
    """The script ``sw.js``; *files* are what it keeps, by path, *folder* holds the assets' sources.

    The version is the hash of those bytes and of the script. Pages say their day, so each day's
    build is a new version; a device then fetches the pages anew, and of the rest only what changed.
    """
    parts = ("shared/own", "shared/keeping", "worker/sw")
    text = "\n".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    script = str(rjsmin.jsmin(text))
    digest = hashlib.sha256(script.encode())
    for path, data in files.items():
        digest.update(path.encode() + b"\0" + data)
    offline = {language: site.find("offline", language).address for language in site.speakers}
    told = {"VERSION": digest.hexdigest()[:12], "CORE": list(files), "OFFLINE": offline}
    head = "".join(f"const {name}={json.dumps(value, separators=(',', ':'))};"
                   for name, value in told.items())
    return f'{head}const SITE=new URL("./",location);{script}'.encode()
