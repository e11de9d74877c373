"""MkDocs events, and nothing more: the only file that knows MkDocs.

MkDocs reads the configuration, renders the hand-written pages of docs/ and serves. The records'
pages are rendered in ``on_post_build`` with the same Jinja environment. Everything is written to a
staging folder and moved over the site only when it is whole. A build's state lives in its
configuration object, because hooks are kept between the builds of ``mkdocs serve``.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from pydantic import ValidationError

from familycentre.build import (
    DataError,
    Places,
    finish,
    prose_context,
    prose_links,
    prose_output,
    start,
)
from familycentre.clock import reference_day
from familycentre.hosting import HostingError, check, for_hosts
from familycentre.language import labels, words
from familycentre.problems import CODES, Problems, as_text, did_you_mean, summary
from familycentre.progress import Progress
from familycentre.publish import discard, publish, remove_abandoned, staging_for
from familycentre.render import RenderError, Site, UnknownPageError, prepare
from familycentre.settings import Settings
from familycentre.writing import processes_for

log = logging.getLogger("mkdocs.hooks.familycentre")


@dataclass
class Build:
    """What the events of one build hand to each other."""

    site: Site
    settings: Settings
    data: Path
    target: Path
    staging: Path
    progress: Progress
    environment: Environment | None = None


STATE = "build_state"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check the data before anything is written."""
    gc.disable()  # a build makes millions of values that stay: looking through them takes a third
    words.cache_clear()  # in serve, the words may have changed since the last build
    labels.cache_clear()
    settings = _settings(config)
    if not config.site_url:
        raise PluginError("site_url is not set: canonical addresses and the error page need it.")
    if not config.use_directory_urls:
        raise PluginError("use_directory_urls must be true: every address is a folder.")
    try:
        check(settings)
    except HostingError as error:
        raise PluginError(f"mkdocs.yml, extra.familycentre: {error}") from None
    target = Path(config.site_dir)
    _check_target(config, target, _data_dir(config, settings))
    places = Places(
        data=_data_dir(config, settings), docs=Path(config.docs_dir),
        assets=Path(config.theme.custom_dir or "overrides") / "assets",
        root_url=config.site_url.rstrip("/") + "/",
    )
    try:
        progress = Progress(log.info, sys.stderr if _on_terminal() else None)
        site, problems = start(places, settings, reference_day(), progress)
    except DataError as error:
        for problem in error.problems.errors:
            log.error(as_text(problem))
        raise PluginError(f"{summary(error.problems, warnings=False)} in the data and pages; "
                          "the site was not changed.") from None
    except ValueError as error:
        raise PluginError(str(error)) from None
    _explain(problems)
    if config.strict and len(problems):
        raise PluginError(f"{len(problems)} warnings with --strict; "
                          "the site was not changed.")
    remove_abandoned(target)
    build = Build(site, settings, places.data, target, staging_for(target), progress)
    weakref.finalize(build, discard, build.staging)  # also when the build fails
    config.extra[STATE] = build
    config.site_dir = str(build.staging)
    config.theme.static_templates.clear()  # the error page and the sitemap are ours
    return config


def _on_terminal() -> bool:
    """Whether a person watches: not with ``--quiet``, in CI or in a file."""
    return sys.stderr.isatty() and log.isEnabledFor(logging.INFO)


def _check_target(config: MkDocsConfig, target: Path, data: Path) -> None:
    """Building over the sources would destroy them."""
    if target.exists() and not target.is_dir():
        raise PluginError(f"site_dir: {target} is a file; remove it or choose another folder.")
    sources = [data, Path(config.docs_dir), *map(Path, filter(None, [config.theme.custom_dir]))]
    sources += [Path(config.config_file_path or "mkdocs.yml").parent / "hooks"]
    real = target.resolve()
    for source in (source.resolve() for source in sources):
        if real == source or real.is_relative_to(source) or source.is_relative_to(real):
            raise PluginError(f"site_dir: {target} holds, or lies in, the sources in {source}; "
                              "choose another folder.")


def _settings(config: MkDocsConfig) -> Settings:
    for key in config.extra:
        if key != "familycentre" and did_you_mean(key, ["familycentre"]):
            raise PluginError(f"mkdocs.yml: extra.{key} is not read. Did you mean 'familycentre'?")
    given = config.extra.get("familycentre") or {}
    if not isinstance(given, Mapping):
        raise PluginError("mkdocs.yml: extra.familycentre must hold 'setting: value' lines.")
    try:
        return Settings.model_validate(dict(given))
    except ValidationError as error:
        told = []
        for one in error.errors():
            name = ".".join(map(str, one["loc"]))
            near = did_you_mean(name, Settings.model_fields)
            told.append(f"{name}: {near or one['msg']}")
        raise PluginError(f"mkdocs.yml, extra.familycentre: {'; '.join(told)}") from None


def _data_dir(config: MkDocsConfig, settings: Settings) -> Path:
    chosen = os.environ.get("FAMILYCENTRE_DATA")
    if chosen:
        return Path(chosen)
    return Path(config.config_file_path or "mkdocs.yml").parent / settings.data_dir


def _explain(problems: Problems) -> None:
    """One line a kind of warning; ``familycentre check`` lists each."""
    counted = problems.counted()  # errors would have stopped the build
    for code, number in sorted(counted.items()):
        log.warning("%s × %s: %s", number, code, CODES[code][1])
    if counted:
        log.info("'make check' lists every warning with its file and line.")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Keep the hand-written pages of the directory's languages and what lies beside them.

    What Material ships for its own pages is left out: ours stand alone.
    """
    folders = [Path(config.docs_dir) / language for language in _build(config).site.speakers]
    for file in list(files):
        source = Path(file.abs_src_path) if file.abs_src_path else None
        if source is None or not any(source.is_relative_to(folder) for folder in folders):
            files.remove(file)
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Make the environment escape and fail on unknown names; keep it for the records' pages."""
    del files
    prepare(env)
    _build(config).environment = env
    return env


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Resolve links from hand-written pages to generated ones."""
    del files
    try:
        return prose_links(_build(config).site, page.file.src_uri, html)
    except UnknownPageError as error:
        raise PluginError(f"docs/{page.file.src_uri}: {error.args[0]}") from None


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object
) -> dict[str, Any]:
    """Give hand-written pages the same frame as the records' pages."""
    del nav
    return {**context, **prose_context(_build(config).site, page.file.src_uri)}


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Make links of the addresses in a hand-written page's frame."""
    return prose_output(_build(config).site, page.file.src_uri, output)


def on_post_build(config: MkDocsConfig) -> None:
    """Render the records' pages, then move the finished site into place."""
    build = _build(config)
    if build.environment is None:
        raise PluginError("MkDocs made no template environment.")
    counted = sum(handler.counts.get(logging.WARNING, 0)
                  for handler in logging.getLogger("mkdocs").handlers
                  if isinstance(handler, CountHandler))
    if config.strict and counted:
        raise PluginError(f"{counted} warnings with --strict; the site was not changed.")
    try:
        count = finish(build.site, build.environment, build.staging, build.settings.processes,
                       build.progress)
    except RenderError as error:
        raise PluginError(f"The site was not changed: {error}") from error
    if build.settings.host_files or build.settings.precompress:
        with build.progress.stage("for hosts"):
            for_hosts(build.site, build.settings, build.staging,
                      processes_for(build.settings.processes))
    with build.progress.stage("published"):
        publish(build.staging, build.target)
    gc.enable()
    log.info("%s pages of records in %s: %s", count, build.target, build.progress.summary())


def on_build_error(error: Exception) -> None:
    """A build that failed leaves nothing switched off."""
    del error
    gc.enable()


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: object
) -> LiveReloadServer:
    """Rebuild when a record changes, wherever the data is."""
    del builder
    server.watch(str(_build(config).data))
    return server


def _build(config: MkDocsConfig) -> Build:
    build: Build = config.extra[STATE]
    return build
