# The status of an exit may be an instance of a class derived from int.

import enum
import os
import sys


class Status(enum.IntEnum):
    FINE = 0
    BAD = 3


class Number(int):
    def __str__(self):
        return "never shown"


for code in (Status.FINE, Status.BAD, Number(4), Number(-1), Number(256 + 7), True):
    pid = os.fork()
    if not pid:
        sys.exit(code)
    print(f"{code!r}:", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)

sys.exit(Status.BAD)
