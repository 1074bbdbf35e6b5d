"""SystemExit with a negative number."""

raise SystemExit(-1)
