"""Pieces of pages that are rendered once, and links that fit whichever page they end up on.

The same card stands in twenty lists, the same menu on every page. A template puts such a piece
between ``{% once KEY… %}`` and ``{% endonce %}``: it is rendered for the first page that needs it
and kept under the key and the page's language. Links are relative, so a piece cannot hold them as
they will be; it holds :func:`marked` addresses, and :func:`settle` makes links of them when the
page is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

BEGIN, END = "\ue000", "\ue001"
"""Around an address. Private characters: records cannot hold them (``bad-text``)."""


def marked(address: str) -> Markup:
    """An address from the site's root that becomes a link of the page it ends up on."""
    return Markup(f"{BEGIN}{address}{END}")  # noqa: S704 - made by this package


def settle(html: str, href: Callable[[str], str]) -> str:
    """The page with a link in the place of every marked address."""
    first, *rest = html.split(BEGIN)
    settled = [first]
    for piece in rest:
        address, _, text = piece.partition(END)
        settled += (href(address), text)
    return "".join(settled)


def tidy(html: str) -> str:
    """Lines without the space around them, and no empty ones."""
    return "\n".join(line for line in map(str.strip, html.splitlines()) if line)


class Once(Extension):
    """``{% once KEY, KEY… %}…{% endonce %}``: what is the same wherever these values are.

    The page's language is part of every key. Whatever else the piece depends on must be named.
    """

    tags = {"once"}  # noqa: RUF012 - as Jinja declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.kept: dict[tuple[object, ...], Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """The tag as a call with its body."""
        line = next(parser.stream).lineno
        key = parser.parse_tuple(with_condexpr=True)
        parts = key.items if isinstance(key, nodes.Tuple) else [key]
        language = nodes.Getattr(nodes.Name("view", "load"), "language", "load")
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        whole = nodes.Tuple([language, *parts], "load")
        return nodes.CallBlock(self.call_method("piece", [whole]), [], [], body).set_lineno(line)

    def piece(self, key: tuple[object, ...], caller: Callable[[], str]) -> Markup:
        """The kept piece, whole lines, rendered when it is not there yet."""
        if key not in self.kept:
            text = tidy(caller())
            self.kept[key] = Markup(text and text + "\n")  # noqa: S704 - escaped by the template
        return self.kept[key]


class Straight(Context):
    """Calls plain functions straight away.

    Jinja first looks whether a function wants the context; none of ours does, and a page makes a
    hundred calls.
    """

    def call(self, called: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None,
             **named: Any) -> Any:
        """The result of calling *called*."""
        if type(called) in (FunctionType, MethodType):
            return called(*args, **named)
        return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)
