"""Output: what a terminal would obey never stands in JSON as it is, and the value stays the same."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.cli.output import inert, print_json
from server.desk.visible import escaped, is_hidden
from tools.errors import UnknownName
from tools.facts import Brand


def test_direction_and_control_characters_are_escaped_and_emoji_stay(capsys: pytest.CaptureFixture[str]):
    print_json({"text": "safe\u202eevil\x9b2J\x7f\u200b é ❤\ufe0f 👩\u200d🚀", "brand": Brand(name="A\u2066")})
    printed = capsys.readouterr().out
    assert r"safe\u202eevil\u009b2J\u007f\u200b é" in printed
    assert "❤\ufe0f 👩\u200d🚀" in printed
    assert json.loads(printed)["brand"]["name"] == "A\u2066"


def test_without_an_indent_it_is_one_line(capsys: pytest.CaptureFixture[str]):
    print_json({"text": "a\nb\u2028c"}, indent=None)
    assert capsys.readouterr().out == '{"text": "a\\nb\\u2028c"}\n'


@given(st.text())
def test_the_value_stays_the_same_whatever_the_text(text: str):
    written = inert(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert not any(unicodedata.category(character) == "Cc" for character in written)


@given(st.text(alphabet=st.sampled_from("ab\u202e\u200d\ufe0f👩\U000e0061\x1b")))
def test_what_is_spelled_out_hides_nothing_but_what_joins_an_emoji(text: str):
    assert {character for character in escaped(text) if is_hidden(character)} <= {"\u200d"}


def test_an_error_repeats_no_character_that_a_terminal_would_obey(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    import server.cli

    def refuse() -> None:
        raise UnknownName("brand", "x", ["Ac\u202eme\x1b[2J"])

    monkeypatch.setattr(server.cli, "app", refuse)
    monkeypatch.setattr(server.cli, "load_commands", lambda: None)
    monkeypatch.setattr("sys.stdout.reconfigure", lambda **_: None, raising=False)
    monkeypatch.setattr("sys.stderr.reconfigure", lambda **_: None, raising=False)
    with pytest.raises(SystemExit):
        server.cli.main()
    assert "Ac[U+202E RIGHT-TO-LEFT OVERRIDE]me[U+001B][2J" in capsys.readouterr().err
