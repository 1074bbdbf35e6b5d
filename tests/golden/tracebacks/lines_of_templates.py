"""Code that a program compiles under a file's name shows the lines of that file."""
import os
import tempfile
import traceback

with tempfile.TemporaryDirectory() as folder:
    template = os.path.join(folder, "page.html")
    with open(template, "w") as file:
        file.write("<ul>\n  {{ item() }}\n</ul>\n")

    def shown(name, text):
        try:
            exec(compile(text, name, "exec"), {})
        except ZeroDivisionError as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            print("frame:", os.path.basename(frame.filename), frame.lineno, frame.line)
            lines = traceback.format_exception(error)[-2].replace(folder, "FOLDER").splitlines()
            for line in lines[:2]:
                print("shown:", line)

    shown(template, "\n1 / 0")
    shown(template, "1 / 0")
    shown("<page>", "1 / 0")
