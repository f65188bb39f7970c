"""Choosing a reader: by a name in the data folder, a folder, or a word; what was measured of it goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from knowledge.home import Home
from server.cli import app, load_commands
from server.labelling.choose import Measurement, chosen_reader, keep, notice
from server.runtime import Runtime
from server.settings import Settings
from tests.onnx_made import write_classifier
from tools.errors import BadRequest, GroundswellError, UnknownName
from tools.reader import EncoderReader, Held
from tools.reader.classifier import ClassifierReader


def settings(home: Path, reader: str, **fields: object) -> Settings:
    return Settings(home=home, reader=reader, _env_file=None, **fields)  # type: ignore[arg-type]


def test_the_shipped_reader_is_the_default_and_nothing_leaves_the_house(tmp_path: Path) -> None:
    usual = Settings(home=tmp_path, _env_file=None)
    assert isinstance(Runtime(usual).reader, EncoderReader)
    assert notice(usual) is None
    assert notice(settings(tmp_path, "endpoint", base_url="https://user:secret@llm.test:81/v1?key=k")) == (
        "texts are sent to llm.test to be labelled (reader `endpoint`)"
    )


def test_a_reader_is_found_in_the_data_folder_or_where_a_path_leads(tmp_path: Path) -> None:
    write_classifier(tmp_path / "readers" / "toy")
    by_name = chosen_reader(settings(tmp_path, "onnx:toy"))
    by_path = chosen_reader(settings(tmp_path, f"onnx:{tmp_path}/readers/toy"))

    assert isinstance(by_name, ClassifierReader)
    assert by_name.id == by_path.id


@pytest.mark.parametrize("name", ["word-list", "onnx:", "onnx:..", "onnx:../../etc", "onnx:toi", "onnx:a b"])
def test_what_names_no_reader_is_refused(tmp_path: Path, name: str) -> None:
    write_classifier(tmp_path / "readers" / "toy")
    with pytest.raises(GroundswellError):
        chosen_reader(settings(tmp_path, name))


def test_near_names_are_said(tmp_path: Path) -> None:
    write_classifier(tmp_path / "readers" / "our-sentiment")
    with pytest.raises(UnknownName, match="our-sentiment"):
        chosen_reader(settings(tmp_path, "onnx:our-sentimnt"))
    with pytest.raises(BadRequest, match=r"onnx:NAME"):
        chosen_reader(settings(tmp_path, "our-sentiment"))


def test_what_was_measured_of_a_reader_goes_with_it_unless_its_card_knows_better(tmp_path: Path) -> None:
    folder = write_classifier(tmp_path / "readers" / "toy")
    held = Held(source="ours", confusion=((8, 1, 1), (1, 8, 1), (1, 1, 8)))
    plain = chosen_reader(settings(tmp_path, "onnx:toy"))
    keep(Home(tmp_path), Measurement(reader=plain.id, held=(held,)))
    known = chosen_reader(settings(tmp_path, "onnx:toy"))

    assert plain.card.held == ()
    assert (known.id, known.card.held) == (plain.id, (held,))
    write_classifier(folder, words={"?": (0, 0, 0), "love": (0, 0, 1)})  # another model, and nobody measured that
    assert chosen_reader(settings(tmp_path, "onnx:toy")).card.held == ()


def test_read_takes_a_reader_and_says_which_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_classifier(tmp_path / "readers" / "toy")
    monkeypatch.setenv("GROUNDSWELL_HOME", str(tmp_path))
    load_commands()
    result = CliRunner().invoke(app, ["read", "-", "--plain", "--reader", "onnx:toy"], input="we hate the phone\n")

    assert result.exit_code == 0
    assert '"label":"negative"' in result.stdout.replace(" ", "")
    assert '"reader":"toy@' in result.stdout.replace(" ", "")
    assert '"sarcasm":null' in result.stdout.replace(" ", "")
