"""Options: a tool's query model as command-line options, so that `run` describes nothing twice."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tools.base import PostFilter, Query, Tool
from tools.errors import BadRequest

if TYPE_CHECKING:
    from server.runtime import Runtime

_SINGULAR = {"brands": "brand", "platforms": "platform", "langs": "lang", "regions": "region", "campaigns": "campaign",
             "author_ids": "author-id", "post_ids": "post-id"}  # fmt: skip
_OWN = ("dataset", "period", "filter")


def parser_of(tool: Tool) -> argparse.ArgumentParser:
    """Return the parser of a tool's options; it exits 2 with a usage line for options that do not fit."""
    parser = argparse.ArgumentParser(
        prog=f"groundswell run {tool.name}", description=tool.summary, allow_abbrev=False, argument_default=None
    )
    parser.add_argument("dataset", help="name of the dataset")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    parser.add_argument("--chart", metavar="FILE", help="draw the result into this file too: .png or .svg")
    parser.add_argument("--purpose", default="analytics", help="what the result is for")
    add_query(parser, tool.query)
    return parser


def add_query(parser: argparse.ArgumentParser, query: type[Query]) -> None:
    """Add the options of a query model: its own fields, the days, and the filter."""
    for name, field in _own_fields(query):
        _add(parser, f"--{name.replace('_', '-')}", f"tool.{name}", field)
    parser.add_argument("--since", metavar="YYYY-MM-DD", help="first day; the first of the data if left out")
    parser.add_argument("--until", metavar="YYYY-MM-DD", help="last day, included; the last of the data if left out")
    taken = {name for name, _ in _own_fields(query)}
    for name, field in PostFilter.model_fields.items():
        flag = f"--filter-{name}" if name in taken else f"--{_SINGULAR.get(name, name)}"
        _add(parser, flag, f"filter.{name}", field)


def arguments_of(given: argparse.Namespace, runtime: Runtime) -> dict[str, Any]:
    """Return the tool's arguments as given; what was left out stays out, so that the tool's own defaults hold."""
    values = {name: value for name, value in vars(given).items() if value is not None}
    arguments: dict[str, Any] = {"dataset": given.dataset}
    arguments |= {name.removeprefix("tool."): value for name, value in values.items() if name.startswith("tool.")}
    if restricted := {name.removeprefix("filter."): v for name, v in values.items() if name.startswith("filter.")}:
        arguments["filter"] = restricted
    if given.since or given.until:
        arguments["period"] = _period(given, runtime)
    return arguments


def _own_fields(query: type[Query]) -> Iterator[tuple[str, FieldInfo]]:
    return ((name, field) for name, field in query.model_fields.items() if name not in _OWN)


def _add(parser: argparse.ArgumentParser, flag: str, dest: str, field: FieldInfo) -> None:
    kind, text = field.annotation, (field.description or "").replace("%", "%%")
    if kind is bool:
        parser.add_argument(flag, dest=dest, action=argparse.BooleanOptionalAction, help=text)
    elif get_origin(kind) is tuple:
        parser.add_argument(flag, dest=dest, action="append", metavar="VALUE", help=f"{text} Give it again for more.")
    elif any(isinstance(part, type) and issubclass(part, BaseModel) for part in (kind, *get_args(kind))):
        parser.add_argument(flag, dest=dest, type=_json, metavar="JSON", help=text)
    else:
        parser.add_argument(flag, dest=dest, metavar=_values(kind), help=text)


def _values(kind: object) -> str:
    """Show the values of a choice; the word VALUE for anything else."""
    parts = [part for part in (kind, *get_args(kind)) if part is not type(None)]
    choices = [str(value) for part in parts for value in get_args(part) if isinstance(value, str)]
    direct = [str(value) for value in get_args(kind) if isinstance(value, str)]
    return "|".join(dict.fromkeys(choices or direct)) or "VALUE"


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise argparse.ArgumentTypeError(f"no JSON: {error}") from None


def _period(given: argparse.Namespace, runtime: Runtime) -> dict[str, str]:
    since, until = given.since, given.until
    if since is None or until is None:
        from server.agent.framing.vocabulary import vocabulary_of

        known = vocabulary_of(runtime.dataset(given.dataset))
        if known.first is None or known.last is None:
            raise BadRequest(f"Dataset {given.dataset!r} holds no posts, so it has no first or last day. Give both.")
        since, until = since or known.first.isoformat(), until or known.last.isoformat()
    return {"start": since, "end": until}
