"""QR pictures of addresses (ISO/IEC 18004, level M or better), one beside every record.

Drawn by zxing-cpp, whose writer (Zint's) is compiled: 0.2 ms of processor time a picture. segno, in
Python, takes 2 ms with the mask given and 9 ms without; at 20,000 pages that would be longer than
the rest of the build.
"""

from __future__ import annotations

import re
from math import isqrt
from typing import Any

import zxingcpp

QUIET = 4
"""Modules of white around a symbol (ISO/IEC 18004, 9.1)."""
MASK = 2
"""The same for all. The standard would try eight and keep the most even picture, which takes six
times as long; readers do not mind, because a symbol names its mask."""
_DARK = re.compile("1+")
_DARK_IS_0 = bytes([ord("1"), *[ord("0")] * 255])
"""Light of a module → digit."""


def picture(text: str) -> str:
    """An SVG of the symbol: black on white whatever the colours around it."""
    modules = rows(text)
    size = len(modules) + 2 * QUIET
    path = []
    for at, row in enumerate(modules, QUIET):
        end = 0
        for run in _DARK.finditer(row):
            start, stop = run.span()
            path.append(f"m{start - end} 0h{stop - start}" if end else
                        f"M{start + QUIET} {at}.5h{stop - start}")
            end = stop
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
            f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
            f'<path stroke="#000" d="{"".join(path)}"/></svg>')


def rows(text: str) -> list[str]:
    """The symbol's modules from the top, dark ones ``1``, without the white around.

    Where there is room the symbol corrects more errors than level M does.
    """
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M",
                                     data_mask=MASK)
    image: Any = symbol.to_image(scale=1, add_quiet_zones=False)  # a square that is a buffer
    flat = memoryview(image).tobytes().translate(_DARK_IS_0).decode("ascii")
    width = isqrt(len(flat))
    return [flat[at:at + width] for at in range(0, len(flat), width)]
