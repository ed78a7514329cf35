"""One file a command. Commands read options, call the rooms, print, and turn errors into exit codes."""
