"""What mkdocs.yml can set under ``extra: familycentre:``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Encoding = Literal["gz", "br"]
"""How a file may lie compressed beside itself: gzip (RFC 1952), Brotli (RFC 7932)."""


class Settings(BaseModel):
    """Settings of the build; the directory's own facts stand in data/directory.yml."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True
    )

    data_dir: str = "data"
    """Folder of the records, from the folder of mkdocs.yml."""
    processes: Annotated[int, Field(ge=0, le=256)] = 0
    """How many processes render pages; 0: one a core. The bytes are the same."""
    link_to_index: bool = False
    """true: links end in index.html, so that the folder also works opened from a disk."""
    host_files: bool = False
    """true: `_headers`, `_redirects`, `.htaccess` and `nginx.conf` stand beside the site for hosts
    that read them, and `manifest.sha256` with a hash of every file, so that a deployment can copy
    what changed."""
    precompress: list[Encoding] = []
    """`gz`, `br` or both: texts also lie compressed beside themselves, for hosts that serve such
    files. `br` needs `pip install brotli`."""
