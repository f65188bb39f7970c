#!/usr/bin/env bash
# The MCP conformance scenarios and the Inspector; what they need is installed below build/. Arguments go to run.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
PYTHONPATH=. exec "${PYTHON:-.venv/bin/python}" tests/conformance/run.py "$@"
