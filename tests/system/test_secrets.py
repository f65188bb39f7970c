"""Secrets: keys and tokens come out nowhere, whatever is logged and whatever goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from knowledge.home import Home
from tests.system.world import ROOT, environment

KEY, TOKEN = "sk-known-key-0123456789abcdef", "known-token-0123456789abcdefghij"
_LOUD = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, force=True)
logging.disable(logging.NOTSET)
from server.cli import main
main()
"""


def _run(home: Home, *arguments: str) -> str:
    variables = {
        "GROUNDSWELL_API_KEY": KEY, "GROUNDSWELL_HTTP_TOKENS": f'["{TOKEN}"]', "GROUNDSWELL_MODEL": "a-model",
        "GROUNDSWELL_BASE_URL": "http://127.0.0.1:9/v1", "GROUNDSWELL_MODEL_TIMEOUT_S": "2",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _LOUD, *arguments], cwd=ROOT, env=environment(home, **variables), text=True,
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.slow
def test_no_key_or_token_is_printed_logged_or_stored_even_at_debug_level(home: Home):
    said = [_run(home, "ask", "d", "What share of voice does Acme have?", "--thread", "t"), _run(home, "doctor"),
            _run(home, "serve", "--http", "192.0.2.1:1"), _run(home, "draft", "d", "p_none")]  # fmt: skip
    assert "DEBUG" in said[0]
    assert "Acme 50.0 %" in said[0]
    assert "a-model" in said[1]
    stored = b"".join(path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    for secret in (KEY, TOKEN):
        assert all(secret not in text for text in said)
        assert secret.encode() not in stored
    assert KEY not in os.environ.values()
