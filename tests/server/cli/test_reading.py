"""Reading from the command line: every line comes out, in order, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from knowledge.home import Home
from server.cli import app, load_commands

Read = Callable[..., Result]
KEYS = {
    "sentiment", "emotions", "ekman", "plutchik", "plutchik_derived", "feedback", "sarcasm", "if_sarcastic", "intents",
    "aspects", "urgency", "urgency_reasons", "distress", "offensive", "spam", "language", "reliable", "reasons",
    "reader",
}  # fmt: skip


@pytest.fixture
def read(home: Home, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return a function that runs `groundswell read`."""
    monkeypatch.setenv("GROUNDSWELL_HOME", str(home.path))
    monkeypatch.delenv("GROUNDSWELL_MODEL", raising=False)
    load_commands()

    def read(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, ["read", *arguments], input=stdin)

    return read


def out(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_order_is_kept_and_bad_lines_are_named(read: Read) -> None:
    lines = ['{"text": "I love this product so much", "id": 1}', "not json", '{"id": 3}', '{"text": "this is awful"}']
    result = read("-", stdin="\n".join(lines))
    found = out(result)
    assert result.exit_code == 1
    assert len(found) == 4
    assert found[0]["id"] == 1
    assert set(found[0]["reading"]) == KEYS
    assert found[0]["reading"]["sentiment"]["label"] == "positive"
    assert found[1]["error"] == "line 2: it is no JSON"
    assert "line 3" in result.stderr
    assert "2 lines could not be read" in result.stderr


def test_plain_lines_and_other_fields_are_read(read: Read) -> None:
    assert [line["text"] for line in out(read("-", "--plain", stdin="I love it\r\n\nnot {json\n"))] == [
        "I love it", "", "not {json",
    ]  # fmt: skip
    nested = read("-", "--field", "data.body", stdin='{"data": {"body": "a very good day"}}\n{"data": 3}')
    assert nested.exit_code == 1
    assert "reading" in out(nested)[0]
    assert 'no "data.body" that is a string' in out(nested)[1]["error"]


def test_aspects_are_looked_for_by_name_or_by_dataset(read: Read) -> None:
    given = read("-", "--dataset", "demo", "--aspect", "agenda", stdin='{"text": "Acme: love the Agendas"}')
    aspects = out(given)[0]["reading"]["aspects"]
    assert [(one["aspect"], one["start"], one["end"]) for one in aspects] == [("Acme", 0, 4), ("agenda", 15, 22)]


def test_a_file_is_written_whole_or_not_at_all(read: Read, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "good"}\n', encoding="utf-8")
    done = read(str(source), "--out", str(target))
    assert (done.exit_code, done.stdout) == (0, "")
    assert "reading" in json.loads(target.read_text(encoding="utf-8"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    refused = read(str(source), "--out", str(source))
    assert "is the file that is read" in str(refused.exception)
    assert source.read_text(encoding="utf-8") == '{"text": "good"}\n'


def test_a_missing_file_is_named(read: Read) -> None:
    assert "'nowhere.jsonl' cannot be opened" in str(read("nowhere.jsonl").exception)


ODD = [
    "", " ", "\u200b", "😀😀😀", "a" * 100_000, "мне очень нравится это", "これは素晴らしい", "THIS IS SHOUTED AT YOU",
    "\x00\x01\x02", "zxcv qwpo asdf lkjh", "\ud800 alone", "#️⃣" * 50, "é" * 3_000, "\u202egnissim", "1 2 3 4 5 6",
    "@a @b @c", "https://x.test", "love it pero no funciona la aplicación",
]  # fmt: skip


def test_odd_texts_get_a_reading_and_a_reason(read: Read) -> None:
    result = read("-", stdin="".join(json.dumps({"text": text}) + "\n" for text in ODD))
    assert result.exit_code == 0
    readings = [line["reading"] for line in out(result)]
    assert len(readings) == len(ODD)
    assert [line["text"] for line in out(result)] == ODD
    assert all(reading["reliable"] != bool(reading["reasons"]) for reading in readings)
    for text in ("", " ", "\u200b", "😀😀😀", "これは素晴らしい", "\x00\x01\x02", "мне очень нравится это"):
        reading = readings[ODD.index(text)]
        assert (reading["reliable"], bool(reading["reasons"])) == (False, True)


BROKEN = [
    b"\xff\xfe\x00\x80", b"[1, 2]", b"null", b"{", b'{"text": NaN}', b'{"text": "a", "n": 1e999}', b"[" * 100_000, b"",
    b'{"text": 5}', b'{"text": null}', b"\x1f\x8b\x08\x00", b'{"n": ' + b"9" * 5_000 + b"}",
]  # fmt: skip


def test_a_broken_line_is_an_error_in_its_place(read: Read) -> None:
    result = read("-", stdin=b"".join(b'{"text": "one"}\n' + line + b"\n" for line in BROKEN))
    found = out(result)
    assert result.exit_code == 1
    assert ["reading" in each for each in found] == [True, False] * len(BROKEN)
    for number, each in enumerate(found[1::2], start=1):
        assert each["error"].startswith(f"line {2 * number}: it ")


def test_an_endless_line_is_skipped_without_being_held(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    monkeypatch.setattr("server.reading_lines.LONGEST", 100)
    found = out(read("-", stdin='{"text": "a"}\n' + "x" * 350 + '\n{"text": "b"}\n' + "y" * 101))
    assert [line.get("error", "")[8:] for line in found] == [
        "", "it is longer than 10 MB", "", "it is longer than 10 MB",
    ]  # fmt: skip
    assert [line.get("text") for line in found] == ["a", None, "b", None]


def test_a_reading_does_not_depend_on_its_neighbours(read: Read) -> None:
    texts = ["I love it so much", "what a terrible day", "is there an app for that?"]
    there = out(read("-", "--plain", stdin="\n".join(texts)))
    back = out(read("-", "--plain", stdin="\n".join(reversed(texts))))
    assert there == back[::-1]
