import posix

from collections import namedtuple

error = OSError
(RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE,
 RLIMIT_MEMLOCK, RLIMIT_AS) = range(10)
RLIMIT_OFILE, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_RTTIME, RLIMIT_SIGPENDING = 7, 12, 13, 14, 15, 11
RLIM_INFINITY = -1
RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1

struct_rusage = namedtuple("struct_rusage", """ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt
    ru_majflt ru_nswap ru_inblock ru_oublock ru_msgsnd ru_msgrcv ru_nsignals ru_nvcsw ru_nivcsw""")


def getrusage(who, /):
    """Return the resources that the process, its children or the thread have used."""
    return posix._usage(who)


def getpagesize():
    return 4096


__import__("_types")._built_in(globals(), "getpagesize", "getrusage")
