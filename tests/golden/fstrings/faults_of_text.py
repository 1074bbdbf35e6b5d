"""Warnings and errors about the text of f-strings, with their lines and columns."""
import warnings


def show(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<text>", "exec")
            result = "valid"
        except SyntaxError as error:
            place = error.lineno, error.offset, error.end_lineno, error.end_offset
            result = f"{error.msg} at {place}"
    print(ascii(source), result, [(str(warning.message), warning.lineno) for warning in caught])


for source in (
    r"f'\{1}'",
    r"f'\\{1}'",
    r"f'\\\{1}'",
    r"rf'\{1}'",
    r"f'\}}'",
    r"f'{1:\{2}}'",
    r"f'\d{1}'",
    r"f'{1}\d'",
    "f'''\n\\q{1}\n\\w'''",
    r"f'\x1'",
    r"f'{1}\u12'",
    r"f'\N{no such name}{1}'",
    r"f'a' f'\x1'",
    r"f'{f'\x1'}\u12'",
    "f'''\n\\x1{1}\n'''",
    r"'\x1'",
):
    show(source)
