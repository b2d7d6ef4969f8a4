"""Build the one-folder bundle in dist/, then let it prove itself by the demo.

./dev package             builds, and runs the demo with the bundle
./dev package --no-demo   builds only
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "dist" / "sessions"


def main() -> int:
    """Build, then start the bundle without a display; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the one-folder bundle.")
    parser.add_argument("--no-demo", action="store_true", help="do not run the demo afterwards")
    options = parser.parse_args()
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    build += ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    subprocess.run([*build, str(ROOT / "packaging" / "app.spec")], check=True, cwd=ROOT)
    size = sum(file.stat().st_size for file in BUNDLE.rglob("*") if file.is_file())
    print(f"{BUNDLE.relative_to(ROOT)}: {size / 1e6:.0f} MB")
    return 0 if options.no_demo else prove()


def prove() -> int:
    """Run the demo with the bundle alone, in an empty folder, with no display."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": "", "QT_QPA_PLATFORM": "offscreen"}
    if sys.platform == "win32":
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    program = BUNDLE / ("sessions.exe" if sys.platform == "win32" else "sessions")
    with tempfile.TemporaryDirectory() as folder:
        environment["HOME"] = folder
        demo = [str(program), "demo", "--out", f"{folder}/out", "--clients", "8", "--seed", "1"]
        finished = subprocess.run(demo, check=False, cwd=folder, env=environment)
    passed = "passed" if finished.returncode == 0 else "failed"
    print(f"The bundle {passed} the demo.")
    return finished.returncode


if __name__ == "__main__":
    sys.exit(main())
