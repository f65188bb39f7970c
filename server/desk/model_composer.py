"""Model composer: a reply written by a chat model from the passages it is given. Its words are checked, not trusted."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from pydantic import BaseModel

from prompts import load
from server.desk.composing import Brief, Composed, LocalComposer
from server.desk.policy.reply import RULES_PAGE
from server.desk.policy.tone import limit_of

if TYPE_CHECKING:
    from openai import OpenAI

    from server.settings import Settings

_LOG = logging.getLogger(__name__)
_MOST_TOKENS = 800
_LONGEST_MESSAGE = 4_000


class _Written(BaseModel):
    reply: str
    passages: list[str]


class ModelComposer:
    """Asks a chat model for the reply and the ids of the passages it used; falls back to the local composer."""

    def __init__(self, client: OpenAI, model: str) -> None:
        self._client, self._model = client, model

    @classmethod
    def of(cls, settings: Settings) -> ModelComposer:
        """Make one from the settings; call only where a model is set."""
        from openai import OpenAI

        key = settings.api_key.get_secret_value() if settings.api_key else "none"
        client = OpenAI(api_key=key, base_url=settings.base_url, timeout=settings.model_timeout_s, max_retries=1)
        return cls(client, settings.model or "")

    def compose(self, brief: Brief) -> Composed:
        """Return the model's reply; the local composer's where the model fails or answers in another form."""
        import openai

        try:
            answer = self._client.chat.completions.create(
                model=self._model,
                messages=[
                    {"role": "system", "content": load("draft_reply").text},
                    {"role": "system", "content": _house(brief)},
                    {"role": "user", "content": _given(brief)},
                ],
                response_format={"type": "json_object"},
                max_tokens=_MOST_TOKENS,
            )
            written = _Written.model_validate_json(answer.choices[0].message.content or "")
        except (
            openai.OpenAIError,
            ValueError,
            IndexError,
            AttributeError,
            TypeError,
        ) as error:  # or no completion at all
            _LOG.warning("the model wrote no reply (%s); composing without it", type(error).__name__)
            composed = LocalComposer().compose(brief)
            return composed._replace(notes=(*composed.notes, "The model gave no usable reply, so none was used."))
        known = {passage.id: passage for passage in brief.passages}
        used = tuple(known[one] for one in dict.fromkeys(written.passages) if one in known)
        return Composed(written.reply, used, f"model:{self._model}"[:80])


def _house(brief: Brief) -> str:
    return "\n\n".join(brief.playbook.page(name).text for name in (RULES_PAGE, "tone-of-voice"))


def _given(brief: Brief) -> str:
    """What the model reads, as one JSON object, so that no text in it can pass for ours."""
    said = [
        {"by": "brand" if post.is_own else "customer", "text": (post.text or "")[:_LONGEST_MESSAGE]}
        for post in brief.case.thread[-10:]
    ]
    passages = [{"id": one.id, "title": one.title, "text": one.text, "link": one.link} for one in brief.passages]
    rules = brief.playbook.page(RULES_PAGE).fields
    given = {
        "platform": brief.case.post.platform, "longest": limit_of(brief.case.post.platform), "conversation": said,
        "answer_this": (brief.case.post.text or "")[:_LONGEST_MESSAGE], "passages": passages,
        "wishes_of_our_colleague": brief.instructions, "disclosure": rules.get("disclosure", ""),
        "disclosure_short": rules.get("disclosure_short", ""),
    }  # fmt: skip
    return json.dumps(given, ensure_ascii=False)
