"""Measures Petasos and its peers from outside, as processes on a private Mosquitto. `python3.11 -m blackbox` lists the benchmarks."""
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
# Where `cargo xtask setup` installs Rhasspy's services.
RHASSPY = ROOT / ".cache/venv-rhasspy/bin"
