"""SystemExit with a float."""

raise SystemExit(1.0)
