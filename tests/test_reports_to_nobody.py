"""Loading the product leaves no trace of the libraries' own reporting, neither on disk nor on the way to somebody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_no_library_keeps_a_device_id_or_reports_to_send(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    load = "import sesaclinic.vision, sesaclinic.consult, onnxruntime"
    subprocess.run([sys.executable, "-c", load], env={**environment, "HOME": str(tmp_path)}, check=True)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    # MediaPipe imports Matplotlib, which lists the machine's fonts once
    assert {path for path in left if not path.startswith(".cache/matplotlib/")} == set()
