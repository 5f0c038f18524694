"""`sesaclinic serve` answers at once, says where, says clearly why it cannot, and stops when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

SERVE = [sys.executable, "-c", "from sesaclinic.cli import main; main()", "serve"]


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command in a folder of its own; yields the process and the address it printed."""
    environment = {**os.environ, "SESAC_LOG_FORMAT": "json"}
    process = subprocess.Popen(
        [*SERVE, *options], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        yield process, next(word for word in line.split() if word.startswith("http"))
    finally:
        process.kill()
        process.communicate()


def test_it_prints_its_address_answers_while_models_load_and_stops_cleanly(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as (process, url):
        assert httpx.get(f"{url}/api/health/live", timeout=60).json()["status"] == "ok"
        early = httpx.get(f"{url}/api/health/ready", timeout=60).json()
        assert early["status"] in {"loading", "ready"}
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=60)
    assert "Application shutdown complete" in log
    assert "Traceback" not in log
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_a_clear_word_and_exit_3(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = subprocess.run(
            [*SERVE, "--port", str(port)], cwd=tmp_path, capture_output=True, text=True, check=False
        )
    assert refused.returncode == 3
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "--port" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_address_of_another_machine_is_refused_with_the_reason(tmp_path: Path) -> None:
    refused = subprocess.run(
        [*SERVE, "--host", "203.0.113.1", "--port", "8000"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 3
    assert "[address_unusable]" in refused.stderr


def test_the_help_is_a_manual(tmp_path: Path) -> None:
    shown = subprocess.run([*SERVE, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    for word in ("--host", "--port", "--open", "SESAC_STORAGE__DATABASE_URL", "docs/operations.md"):
        assert word in shown
