"""What the manual says of questions, screens and keys is what the pages take."""

import subprocess
import sys

from person import HERE

ROOT = HERE.parent.parent


def test_the_manual_tells_the_keys_that_it_takes() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "count-keys")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    manual = (ROOT / "docs" / "officers.zh-CN.md").read_text(encoding="utf-8")
    assert done.stdout in manual, "run scripts/count-keys --write"
