"""Encodings with a mark at the start: one a file, however many pieces are written."""

import io
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    for encoding in ("utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-7"):
        with open(path, "w", encoding=encoding) as file:
            file.write("a")
            file.write("bb\n")
            file.flush()
            file.write("c")
        print(encoding, open(path, "rb").read())
        with open(path, "a", encoding=encoding) as file:
            file.write("d")
        print(encoding, "appended", open(path, "rb").read())
        with open(path, encoding=encoding) as file:
            print(encoding, "read", [file.read(1), file.read()])
        with open(path, "w+", encoding=encoding) as file:
            file.write("xy")
            file.seek(0)
            file.write("z")
            file.seek(0, 2)
            file.write("end")
            file.seek(0)
            print(encoding, "written over", ascii(file.read()))
        memory = io.BytesIO()
        text = io.TextIOWrapper(memory, encoding)
        print("1", end="2", file=text)
        text.flush()
        print(encoding, "in memory", memory.getvalue())
