"""The server's description: schemathesis tries what it promises, and what nobody would send."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CONFIG = Path(__file__).with_name("schemathesis.toml")
SCHEMATHESIS = [
    str(Path(sys.executable).with_name("st")),
    f"--config-file={CONFIG}",
    "run",
    "--max-examples=10",
    "--seed=1",
    "--no-color",
]


def test_the_description_stands_up_to_schemathesis(serve_here, tmp_path):
    with serve_here(requests_per_minute=1_000_000, api_key="k" * 32) as address:
        done = subprocess.run(
            [*SCHEMATHESIS, f"{address}/openapi.json", "-H", f"Authorization: Bearer {'k' * 32}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
