"""Turn: the state that goes from node to node while one question is answered. JSON values only.

Only `memory` outlives the turn and is stored with the thread. The rest is untracked: no result, no text of a post and
no draft ever reaches a checkpoint, so that there is nothing in there to erase but the asker's own words.
"""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from langgraph.channels import UntrackedValue

Working = Annotated[dict[str, Any], UntrackedValue(dict)]
Listed = Annotated[list[dict[str, Any]], UntrackedValue(list)]


class Turn(TypedDict, total=False):
    """One question on its way to an answer."""

    question: Annotated[str, UntrackedValue(str)]
    frame: Working
    plan: Working
    calls: Listed
    posts: Listed
    draft: Working
    faults: Listed
    tries: Annotated[int, UntrackedValue(int)]
    answer: Working
    memory: dict[str, Any]
