"""Graph: the way from a question to an answer. This file is the picture, nothing else.

frame -> plan -> act -> retrieve -> compose -> check -> answer
            \\_______\\________________________________/
           refused  nothing came out
                                   compose <- check    once, with the reasons; then the local composer takes over
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph

from server.agent import nodes
from server.agent.context import Context
from server.agent.turn import Turn

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph


def build(checkpointer: BaseCheckpointSaver[str] | None) -> CompiledStateGraph[Turn, Context, Turn, Turn]:
    """Compile the graph; without a checkpointer it remembers nothing between questions."""
    graph: Any = StateGraph(Turn, context_schema=Context)
    graph.add_node("frame", nodes.frame)
    graph.add_node("plan", nodes.plan)
    graph.add_node("act", nodes.act)
    graph.add_node("retrieve", nodes.retrieve)
    graph.add_node("compose", nodes.compose)
    graph.add_node("check", nodes.check)
    graph.add_node("answer", nodes.answer)
    graph.add_edge(START, "frame")
    graph.add_edge("frame", "plan")
    graph.add_conditional_edges("plan", nodes.can_act, {True: "act", False: "answer"})
    graph.add_conditional_edges("act", nodes.has_results, {True: "retrieve", False: "answer"})
    graph.add_edge("retrieve", "compose")
    graph.add_edge("compose", "check")
    graph.add_conditional_edges("check", nodes.stands, {True: "answer", False: "compose"})
    graph.add_edge("answer", END)
    compiled: CompiledStateGraph[Turn, Context, Turn, Turn] = graph.compile(checkpointer=checkpointer)
    return compiled
