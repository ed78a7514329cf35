"""Side-by-side figures: yanpan against the least a program could do, and against other tools. See README.md."""
