"""Model composer: a chat model rewrites the findings; it is handed no tool and no number that is not in them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import prompts
from server.agent.answer import Claim
from server.agent.composing.draft import Draft, Material
from server.agent.composing.excerpt import excerpt
from server.agent.composing.local import LocalComposer
from server.agent.composing.premise import denial
from server.agent.endpoint import Endpoint
from server.desk.visible import escaped
from tools.errors import Unavailable


class Sentence(BaseModel):
    """A sentence, and the one finding that it restates."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=1_000)
    source: str = Field(max_length=20)


class Rewritten(BaseModel):
    """What the model returns."""

    model_config = ConfigDict(extra="forbid")

    headline: Sentence
    claims: list[Sentence] = Field(max_length=40)


class ModelComposer:
    """Composes with a chat model. Claims come back with the ids of the findings they restate, for the checker."""

    def __init__(self, endpoint: Endpoint, *, budget_s: float) -> None:
        self._endpoint, self._budget_s = endpoint, budget_s
        self._local = LocalComposer()

    def compose(self, material: Material, faults: Sequence[str] = ()) -> Draft:
        """Return the findings in the model's words. Raises Unavailable where it returns nothing of that shape."""
        local = self._local.compose(material)
        findings = {f"f{number}": claim for number, claim in enumerate(_rewritable(local), start=1)}
        reply = self._endpoint.chat(
            [{"role": "user", "content": _prompt(material, findings, faults)}],
            deadline=time.monotonic() + self._budget_s,
            schema=Rewritten.model_json_schema(),
        )
        drafted = _drafted(_parsed(reply.text, self._endpoint.model), findings, local)
        # What a question takes for granted and the figures deny is said first, whatever else a model would lead with.
        denied = any(denial(material, call) for call in material.calls)
        return drafted.model_copy(update={"headline": local.headline}) if denied else drafted


def _rewritable(local: Draft) -> list[Claim]:
    """Quotes are never rewritten."""
    return [claim for claim in local.claims if claim.kind != "quote"]


def _prompt(material: Material, findings: dict[str, Claim], faults: Sequence[str]) -> str:
    posts = "\n".join(f"<post>{_data(excerpt(post.text or ''))}</post>" for post in material.posts) or "none"
    return prompts.load("compose").render(
        question=material.frame.question[:2_000],
        findings="\n".join(f"{name}: {claim.text}" for name, claim in findings.items()),
        posts=posts,
        faults=" ".join(faults)[:3_000] or "nothing: this is the first",
    )


def _data(text: str) -> str:
    """A post's text in which nothing closes the delimiter that holds it."""
    return escaped(text).replace("<", "‹").replace(">", "›")


def _parsed(text: str, model: str | None) -> Rewritten:
    found = re.search(r"\{.*\}", text, re.DOTALL)
    try:
        return Rewritten.model_validate(json.loads(found[0] if found else text))
    except (ValidationError, ValueError, RecursionError) as error:
        raise Unavailable(f"The model {model!r} wrote prose of the wrong shape.") from error


def _drafted(rewritten: Rewritten, findings: dict[str, Claim], local: Draft) -> Draft:
    """Give each sentence the citations of its finding; findings that no sentence restates stay in their own words."""
    texts: dict[str, str] = {}
    for sentence in rewritten.claims:
        if sentence.source not in findings:
            raise Unavailable(f"The model restated a finding {sentence.source!r} that does not exist.")
        texts.setdefault(findings[sentence.source].id, sentence.text.strip())
    if rewritten.headline.source not in findings:
        raise Unavailable(f"The model restated a finding {rewritten.headline.source!r} that does not exist.")
    # The headline keeps the finding's id, by which the checker knows what it restates.
    lead = findings[rewritten.headline.source].model_copy(update={"text": rewritten.headline.text.strip()})
    claims = tuple(claim.model_copy(update={"text": texts.get(claim.id, claim.text)}) for claim in local.claims)
    return Draft(headline=lead, claims=claims)
