"""A page as a browser shows it: its text, and how wide it gets in windows of several widths."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=8000",
)  # fmt: skip

# The page stands in a frame of its own and runs nothing; the frame around it measures.
_AROUND = """<!DOCTYPE html><meta charset="utf-8"><body>%s<pre id="found"></pre><script>
addEventListener("load", () => {
  const told = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument;
    return {
      window: frame.width * 1,
      width: page.documentElement.scrollWidth,
      text: page.body.innerText,
      title: page.title,
      inert: page.querySelectorAll("script, iframe, object, embed, img, link, form, input, button, video, base").length,
      handlers: [...page.querySelectorAll("*")].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name)).length,
      addresses: [...page.querySelectorAll("*")].flatMap(e => [...e.attributes])
        .filter(a => /(href|src|data|action|srcset|poster)$/i.test(a.name)).map(a => a.value),
      smallest: Math.min(...[...page.querySelectorAll("p, td, th, a, li, caption")].map(e =>
        parseFloat(frame.contentWindow.getComputedStyle(e).fontSize))),
    };
  });
  document.getElementById("found").textContent = JSON.stringify(told);
});
</script>"""


def shown(page: str, folder: Path, *widths: int) -> list[dict[str, Any]]:
    """What a browser makes of the page in a window of each width."""
    frames = "".join(
        f'<iframe width="{w}" height="900" srcdoc="{html.escape(page)}"></iframe>' for w in widths
    )
    around = folder / "around.html"
    around.write_text(_AROUND % frames, encoding="utf-8")
    done = subprocess.run(
        ["chromium", *_OPTIONS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", around.as_uri()],
        capture_output=True,
        timeout=90,
        check=True,
    )
    found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found and found[1], done.stderr.decode()[-2000:]
    told: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return told
