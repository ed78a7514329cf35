"""The characters of PDF (ISO 32000-2, 7.2.3), for regular expressions over its bytes.

Python's \\s is not it: a vertical tab is a letter to every reader of PDF, and a null byte is white space. What reads
`TJ` and a vertical tab as `TJ` sees text that nobody is shown.
"""

from __future__ import annotations

WHITE = rb"\x00\t\n\x0c\r "
"""White space, to stand between square brackets."""

DELIMITERS = rb"()<>\[\]{}/%"
REGULAR = rb"[^" + WHITE + DELIMITERS + rb"]"
"""Any other character: names, numbers and operators consist of these."""
