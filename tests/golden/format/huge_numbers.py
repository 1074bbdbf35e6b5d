"""Widths and precisions that no text can have."""

for value in [1.5, 15, "text", 1j]:
    for spec in ["9223372036854775808", ".9223372036854775808", "99999999999999999999999", ".99999999999999999999f"]:
        try:
            print(f"format({value!r}, {spec!r}):", len(format(value, spec)))
        except (ValueError, OverflowError) as error:
            print(f"format({value!r}, {spec!r}): {type(error).__name__}: {error}")
for spec in [".2147483648f", ".9223372036854775807f"]:
    try:
        format(1.5, spec)
    except ValueError as error:
        print(f"{spec}: {error}")
