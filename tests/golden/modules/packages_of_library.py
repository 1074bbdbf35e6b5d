"""Packages of the library know their folder, on which `logging` relies when a message fails."""

import io
import json
import logging
import os
import re
import sys
import xml.dom

for package in json, logging, xml, xml.dom:
    path = package.__path__
    folder = os.path.dirname(package.__file__)
    print(package.__name__, "has one folder:", len(path) == 1, "its own:", path[0] == folder)

logging.basicConfig(stream=io.StringIO())


def report():
    logging.warning("%d apples", "three")


usual, sys.stderr = sys.stderr, io.StringIO()
report()
lines, sys.stderr = sys.stderr.getvalue().splitlines(), usual
print("first:", lines[0])
for line in lines[lines.index("Call stack:") :]:
    print("rest:", re.sub(r'File ".*/', 'File "', line))
