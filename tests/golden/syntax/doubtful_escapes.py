# Each string token with an escape sequence that is none gets one warning, about the first.

import warnings

SOURCES = [
    r"'\d \e'",
    r"b'\d \e'",
    r"u'\d'",
    r"'\d' '\e'",
    r"'\400 \d'",
    r"'\d \400'",
    r"'\8\9'",
    r"b'\u0041 \N{x}'",
    "'''\n\\d'''",
    "'''a\\d\n\\e'''",
    "x = (\n'''\n\\d''')",
    "'\\\n\\d'",
    "b'''a\n\n\\q\\z'''",
    "'''\\x41\n\\400'''",
    "'é\\d'",
    "'\\é'",
    "'\\é\\d'",
    "f'\\d \\e'",
    "f'\\d{1}\\e \\h{2}\\i'",
    "f'{{\\d}}\\e'",
    "f'{1:\\d\\e}'",
    "f'{1:a{2}\\d}'",
    "f'{'\\d'}\\e'",
    "f'''{1\n}\\d'''",
    "f'''\n\\d\n'''",
    "f'\\é'",
    r"r'\d' f'\d' '\e'",
    r"match 1:" "\n" r" case '\d': pass",
]

for source in SOURCES:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "source", "exec")
    print(repr(source), *(f"{warning.lineno}: {warning.message}" for warning in caught), sep="\n  ")

warnings.simplefilter("error")
for source in SOURCES[:17]:
    if "\n" in source:
        continue
    try:
        compile(source, "source", "exec")
    except SyntaxError as error:
        print(repr(source), error.args)
