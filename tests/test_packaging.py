"""Packaging: our top-level names are ours alone in the environment we run in."""

import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("tools", "knowledge", "prompts", "server", "evals")


def test_no_dependency_shadows_our_packages() -> None:
    code = f"import importlib; print(*[importlib.import_module(n).__file__ for n in {OURS!r}], sep='\\n')"
    found = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert [Path(line).parent for line in found.stdout.split()] == [ROOT / name for name in OURS]


def test_no_installed_distribution_ships_one_of_our_names() -> None:
    owners = metadata.packages_distributions()
    assert {name: owners.get(name, []) for name in OURS if set(owners.get(name, [])) - {"groundswell"}} == {}
