import copy
import os
import pickle
import sys
import time


def show(name, function):
    try:
        print(name, function())
    except Exception as error:
        print(name, type(error).__name__, error)


moment = time.gmtime(0)
show("fields", lambda: (moment.n_fields, moment.n_sequence_fields, moment.n_unnamed_fields))
show("names", lambda: type(moment).__match_args__)
show("items", lambda: tuple(moment))
show("hidden", lambda: (moment.tm_zone, moment.tm_gmtoff))
show("equal to a tuple", lambda: moment == (1970, 1, 1, 0, 0, 0, 3, 1, 0))
show("reduced", lambda: moment.__reduce__())
show("pickled", lambda: pickle.loads(pickle.dumps(moment)).tm_zone)
show("copied", lambda: copy.copy(moment).tm_zone)
show("replaced", lambda: copy.replace(moment, tm_year=2000, tm_zone="X").__reduce__())
show("replaced wrongly", lambda: copy.replace(moment, year=2000, when=1))

make = time.struct_time
show("nine", lambda: make(range(9)).tm_zone)
show("ten", lambda: make(range(10)).__reduce__())
show("with a dict", lambda: make(range(9), {"tm_gmtoff": 5}).tm_gmtoff)
show("keywords", lambda: make(sequence=range(9), dict={"tm_zone": "Z"}).tm_zone)
show("unknown field", lambda: make(range(9), {"zone": 5}))
show("field twice", lambda: make(range(10), {"tm_zone": 5}))
show("no dict", lambda: make(range(9), 5))
show("too short", lambda: make(range(8)))
show("too long", lambda: make(range(12)))
show("no sequence", lambda: make(5))

status = os.stat(__file__)
show("stat items", lambda: len(status))
show("stat fields", lambda: (status.n_fields, status.n_sequence_fields, status.n_unnamed_fields))
show("stat names", lambda: os.stat_result.__match_args__)
show("whole seconds", lambda: [type(item).__name__ for item in status[7:]])
show("seconds", lambda: type(status.st_mtime).__name__)
show("same second", lambda: int(status.st_mtime) == status[8] == status.st_mtime_ns // 10**9)
show("block size", lambda: status.st_blksize > 0 and status.st_blocks >= 0)
show("unpacked", lambda: len([*status]) == 10)
show("stat replaced", lambda: copy.replace(status, st_mode=1))
show("terminal", lambda: os.terminal_size((80, 24)))
show("terminal from three", lambda: os.terminal_size((80, 24, 1)))
match os.terminal_size((80, 24)):
    case os.terminal_size(columns, lines):
        print("matched", columns, lines)
show("flags", lambda: type(sys.flags)())
show("version", lambda: type(sys.version_info)((1, 2)))
