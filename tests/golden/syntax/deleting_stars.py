"""Starred targets of del, and private names in a message."""
for source in (
    "del *x",
    "del x, *y",
    "del *(a, b)",
    "del (*x)",
    "del (*x,)",
    "del [a, *b]",
    "class C:\n    [__x := 1 for __x in y]",
):
    try:
        compile(source, "<text>", "exec")
    except SyntaxError as error:
        print(ascii(source), error.msg, error.offset, error.end_offset)
