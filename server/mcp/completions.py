"""Completions: what can stand where, as a user types a resource's address or a prompt's argument."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from anyio import to_thread
from mcp.types import (
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)

from server.mcp import uris
from server.mcp.pages import method_names, playbook_names
from server.runtime import Runtime
from tools.errors import GroundswellError

MAX_VALUES = 100

Reference = PromptReference | ResourceTemplateReference
Completer = Callable[[Reference, CompletionArgument, CompletionContext | None], Awaitable[Completion | None]]


def completer(runtime: Runtime) -> Completer:
    """Return the server's one completion handler: names of datasets, brands, method pages and playbooks."""

    async def complete(
        reference: Reference, argument: CompletionArgument, context: CompletionContext | None
    ) -> Completion | None:
        given = (context.arguments or {}) if context else {}
        known = await to_thread.run_sync(_known, runtime, reference, argument.name, given.get("dataset"))
        return _completion(known, argument.value)

    return complete


def _known(runtime: Runtime, reference: Reference, argument: str, dataset: str | None) -> Iterable[str]:
    if argument == "dataset":
        return runtime.home.names()
    if argument in ("brand", "rivals"):
        return _brands(runtime, dataset, rivals=argument == "rivals")
    if isinstance(reference, ResourceTemplateReference) and argument == "name":
        return playbook_names(runtime.home) if reference.uri == uris.PLAYBOOK else method_names()
    return ()


def _brands(runtime: Runtime, dataset: str | None, *, rivals: bool) -> Iterable[str]:
    wanted = [dataset] if dataset else runtime.home.names()
    try:
        facts = [runtime.dataset(name).manifest.facts for name in wanted]
    except GroundswellError:  # a half-typed dataset name completes to nothing
        return ()
    return sorted({brand.name for each in facts for brand in each.brands if not (rivals and brand.is_own)})


def _completion(known: Iterable[str], typed: str) -> Completion:
    """Prefer values that begin with what was typed, then those that contain it; case does not matter."""
    wanted = typed.casefold()
    found = [value for value in known if wanted in value.casefold()]
    found.sort(key=lambda value: (not value.casefold().startswith(wanted), value))
    return Completion(values=found[:MAX_VALUES], total=len(found), has_more=len(found) > MAX_VALUES)
