"""QR pictures of addresses (ISO/IEC 18004, level M), quick enough for one beside every record.

segno takes about 8 ms for a picture, which at 20,000 pages would be longer than the whole build.
But a symbol of one version and mask is affine over GF(2): flipping a bit of the message always
flips the same modules, those of the bit itself and those of the error correction that it touches.
So segno draws one symbol of each version, and every further one is made from it by exclusive or.

The mask is always the same one. The standard would try all eight and keep the most even picture;
readers do not mind, because a symbol names its mask.
"""

from __future__ import annotations

import re
from functools import cache, cached_property

import segno

MASK = 2
QUIET = 4
"""Modules of white around a symbol (ISO/IEC 18004, 9.1)."""

_BLOCKS: dict[int, tuple[int, tuple[int, ...]]] = {
    1: (10, (16,)), 2: (16, (28,)), 3: (26, (44,)), 4: (18, (32, 32)), 5: (24, (43, 43)),
    6: (16, (27,) * 4), 7: (18, (31,) * 4), 8: (22, (38, 38, 39, 39)),
    9: (22, (36, 36, 36, 37, 37)),
}
"""At level M by version: codewords of error correction in a block, and data codewords of each block
(ISO/IEC 18004, table 9). From version 10 on the length is written with 16 bits: segno's work."""
_ALIGNMENT: dict[int, tuple[int, ...]] = {
    1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38),
    8: (6, 24, 42), 9: (6, 26, 46),
}
"""Rows and columns of the centres of alignment patterns (ISO/IEC 18004, annex E)."""
_PAD = (0xEC, 0x11)


def picture(text: str) -> str:
    """An SVG of the symbol: black on white whatever the colours around it."""
    return svg(rows(text))


def rows(text: str) -> list[str]:
    """The symbol's modules from the top, dark ones ``1``, without the white around."""
    data = text.encode()
    for version, (_, blocks) in _BLOCKS.items():
        if text.isascii() and len(data) + 2 <= sum(blocks):
            return _symbol(version).rows(data)
    return _segno_rows(segno.make_qr(text, error="m", mask=MASK, boost_error=False))


def svg(modules: list[str]) -> str:
    """Modules as one path of horizontal strokes, with the quiet zone around it."""
    size = len(modules) + 2 * QUIET
    path = []
    for at, row in enumerate(modules):
        end = 0
        for run in _DARK.finditer(row):
            start, stop = run.span()
            path.append(f"m{start - end} 0h{stop - start}" if end else
                        f"M{start + QUIET} {at + QUIET}.5h{stop - start}")
            end = stop
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
            f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
            f'<path stroke="#000" d="{"".join(path)}"/></svg>')


_DARK = re.compile("1+")


def _segno_rows(symbol: segno.QRCode) -> list[str]:
    return ["".join("1" if module else "0" for module in row) for row in symbol.matrix]


@cache
def _symbol(version: int) -> _Symbol:
    return _Symbol(version)


class _Symbol:
    """What all symbols of one version share."""

    def __init__(self, version: int) -> None:
        self.size = 17 + 4 * version
        self.correction, self.blocks = _BLOCKS[version]
        self.words = sum(self.blocks)
        self.modules = self._path(version)
        text = "x" * (self.words - 2)  # full: segno fills a shorter one up in another way
        drawn = segno.make_qr(text, version=version, error="m", mask=MASK, mode="byte",
                              boost_error=False)
        self.empty = int("".join(_segno_rows(drawn)), 2) ^ self._flips(text.encode())

    def rows(self, data: bytes) -> list[str]:
        """The symbol of some bytes, which must fit."""
        bits = f"{self.empty ^ self._flips(data):0{self.size ** 2}b}"
        return [bits[at:at + self.size] for at in range(0, len(bits), self.size)]

    def _flips(self, data: bytes) -> int:
        """Modules that a message turns over in the symbol of all zeros."""
        count = len(data)
        message = ((0x4 << 8 | count) << 8 * count | int.from_bytes(data, "big")) << 4
        padding = (_PAD * self.words)[:self.words - count - 2]
        flips = 0
        for table, word in zip(self.tables, message.to_bytes(count + 2, "big") + bytes(padding),
                               strict=True):
            flips ^= table[word >> 4] ^ table[16 + (word & 15)]
        return flips

    @cached_property
    def tables(self) -> list[list[int]]:
        """For each data codeword: what its upper four bits turn over, then its lower four."""
        longest = max(self.blocks)
        # Words of the blocks take turns; the shorter blocks have none in the last round.
        place: dict[tuple[int, int], int] = {}
        for at in range(longest):
            for block, length in enumerate(self.blocks):
                if at < length:
                    place[block, at] = len(place)
        tables = []
        for block, length in enumerate(self.blocks):
            for at in range(length):
                remainder = _remainders(self.correction)[length - 1 - at]
                bits = []
                for bit in range(8):
                    flip = self._word(place[block, at], 1 << bit)
                    for step, word in enumerate(remainder):
                        flip ^= self._word(self.words + step * len(self.blocks) + block,
                                           _times(word, 1 << bit))
                    bits.append(flip)
                tables.append([*_combined(bits[4:]), *_combined(bits[:4])])
        return tables

    def _word(self, at: int, value: int) -> int:
        """The modules of the codeword at a place of the stream."""
        return sum(self.modules[8 * at + bit] for bit in range(8) if value >> (7 - bit) & 1)

    def _path(self, version: int) -> list[int]:
        """The modules in the order in which the stream's bits fill them (ISO/IEC 18004, 7.7.3)."""
        size, taken = self.size, _patterns(version)
        order = []
        upward = True
        for right in (column for column in range(size - 1, 0, -2)):
            pair = right if right > 6 else right - 1  # the timing column is stepped over
            for step in range(size):
                row = size - 1 - step if upward else step
                order += [1 << (size ** 2 - 1 - (row * size + column))
                          for column in (pair, pair - 1) if (row, column) not in taken]
            upward = not upward
        return order


def _patterns(version: int) -> set[tuple[int, int]]:
    """Row and column of each module that holds no data, from finders to the version."""
    size = 17 + 4 * version
    taken = {(row, column) for row in range(9) for column in range(9)}
    taken |= {(row, size - 1 - column) for row in range(9) for column in range(8)}
    taken |= {(size - 1 - row, column) for row in range(8) for column in range(9)}
    taken |= {spot for at in range(size) for spot in ((6, at), (at, 6))}
    centres = _ALIGNMENT[version]
    for row in centres:
        for column in centres:
            if (row, column) not in ((6, 6), (6, size - 7), (size - 7, 6)):
                taken |= {(row + down, column + aside)
                          for down in range(-2, 3) for aside in range(-2, 3)}
    if version >= 7:
        taken |= {spot for at in range(6) for aside in range(3)
                  for spot in ((at, size - 11 + aside), (size - 11 + aside, at))}
    return taken


def _combined(flips: list[int]) -> list[int]:
    """What every value of some bits turns over, the lowest bit first in *flips*."""
    found = [0]
    for flip in flips:
        found += [one ^ flip for one in found]
    return found


def _times(a: int, b: int) -> int:
    """Product in the field of 256 elements, modulo x⁸+x⁴+x³+x²+1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


@cache
def _remainders(correction: int) -> list[list[int]]:
    """Error correction of a block in which one word is 1, by how many words follow that one."""
    generator = [1]
    root = 1
    for _ in range(correction):
        shifted = [*generator, 0]
        generator = [one ^ _times(root, other)
                     for one, other in zip(shifted, [0, *generator], strict=True)]
        root = _times(root, 2)
    remainder = generator[1:]
    found = [remainder]
    for _ in range(max(max(blocks) for _, blocks in _BLOCKS.values())):
        first, *rest = remainder
        remainder = [one ^ _times(first, other)
                     for one, other in zip([*rest, 0], generator[1:], strict=True)]
        found.append(remainder)
    return found
