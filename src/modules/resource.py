import os

from collections import namedtuple

error = OSError
(RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE,
 RLIMIT_MEMLOCK, RLIMIT_AS) = range(10)
RLIM_INFINITY = -1
RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1

struct_rusage = namedtuple("struct_rusage", """ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt
    ru_majflt ru_nswap ru_inblock ru_oublock ru_msgsnd ru_msgrcv ru_nsignals ru_nvcsw ru_nivcsw""")


def _status():
    """The lines of /proc/self/status as a dict of numbers."""
    with open("/proc/self/status") as file:
        fields = (line.split(":") for line in file)
        return {name: int(text.split()[0]) for name, text in fields if text.split() and text.split()[0].isdigit()}


def getrusage(who, /):
    """What has been used: times, faults and memory; what the system does not tell is 0."""
    if who not in (RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD):
        raise ValueError("invalid who parameter")
    with open("/proc/self/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    children = who == RUSAGE_CHILDREN
    user, system = (int(ticks) / 100 for ticks in (fields[13:15] if children else fields[11:13]))
    minor, major = (int(fields[i + children]) for i in (7, 9))
    status = {} if children else _status()
    return struct_rusage(user, system, status.get("VmHWM", 0), 0, 0, 0, minor, major, 0, 0, 0, 0, 0, 0,
                         status.get("voluntary_ctxt_switches", 0), status.get("nonvoluntary_ctxt_switches", 0))


def getpagesize():
    return 4096
