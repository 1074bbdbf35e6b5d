# Lone surrogates are no text that can be written, unless the file says what to do about them.
import io
import sys

sys.stdout.reconfigure(errors="strict")
for write in (print, lambda text: print(text, file=sys.stdout), sys.stdout.write):
    try:
        write("a\ud800b")
    except UnicodeEncodeError as error:
        print(error)
for errors in ("strict", "replace", "backslashreplace", "surrogateescape", "ignore"):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="utf-8", errors=errors)
    try:
        file.write("é\udc80\n")
        file.flush()
        print(errors, raw.getvalue())
    except UnicodeEncodeError as error:
        print(errors, error)
print("\U0010efff".encode(), ascii("\U0010ffff"))
