"""`groundswell segments define`: putting a segment under a name, from a recorded result or from its definition."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from server.cli.output import print_json
from server.cli.segments.opening import Json, open_registry

if TYPE_CHECKING:
    from server.runtime import Runtime
    from tools.segmentation.asked import Definition


def register(app: typer.Typer) -> None:
    """Add `define`."""
    app.command("define", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(define)


def define(
    context: typer.Context,
    dataset: Annotated[str, typer.Argument(help="Which dataset.")],
    name: Annotated[str, typer.Argument(help="What to call the segment: 'Cautious Adopters'.")],
    segment: Annotated[int, typer.Option("--segment", "-s", min=1, help="Its number, 1 for the largest.")],
    owner: Annotated[str, typer.Option(help="The person who answers for it.")],
    purpose: Annotated[str, typer.Option(help="What it is for: a purpose that the dataset was collected for.")],
    result: Annotated[str | None, typer.Option("--from", help="Take the definition of this result, r_...")] = None,
    sensitive: Annotated[str | None, typer.Option(metavar="WHY", help="Call it sensitive, and say why.")] = None,
    change: Annotated[str | None, typer.Option(metavar="WHAT", help="Make the next version; say what changed.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Register a segment as a draft, no member stored; beside --from, all options of `run segment_audience` hold."""
    from server.segments.registry import Defining
    from server.segments.showing import segment_lines

    registry = open_registry()
    chosen = _chosen(registry.runtime, dataset, result, context.args)
    asked = Defining(
        name=name, definition=chosen.definition, segment=segment, owner=owner, purpose=purpose,
        dataset_version=chosen.version, raised=sensitive, change=change,
    )  # fmt: skip
    made = registry.define(asked)
    if as_json:
        print_json(made)
    else:
        print("\n".join(segment_lines(made)))


class _Chosen(NamedTuple):
    definition: Definition
    version: str | None


def _chosen(runtime: Runtime, dataset: str, result: str | None, options: list[str]) -> _Chosen:
    from server.cli.options import add_query, arguments_of
    from tools.errors import BadRequest
    from tools.segmentation.asked import Definition, SegmentsQuery

    if result is None:
        parser = argparse.ArgumentParser("groundswell segments define", allow_abbrev=False, add_help=False)
        add_query(parser, Definition)
        given = parser.parse_args(options, argparse.Namespace(dataset=dataset))
        return _Chosen(_validated(Definition, arguments_of(given, runtime)), None)
    if options:
        raise BadRequest(f"{options[0]} does not go with --from: the result's definition is taken whole.")
    call = runtime.stored(result.partition("#")[0])
    if not isinstance(call.query, SegmentsQuery) or call.query.dataset != dataset:
        raise BadRequest(
            f"Result {result!r} is not about a segmentation of {dataset!r}. Take one of: groundswell run "
            f"segment_audience {dataset}"
        )
    return _Chosen(call.query.definition, call.dataset_version)


def _validated(model: type[Definition], arguments: dict[str, object]) -> Definition:
    from pydantic import ValidationError

    from tools.errors import BadRequest

    try:
        return model.model_validate(arguments)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}." for one in error.errors(include_url=False))
        raise BadRequest(f"That defines no segmentation. {' '.join(faults)}") from None
