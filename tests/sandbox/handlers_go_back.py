# limits: time=2000ms
# ends: time
# A handler of encoding errors, in native code, that never gets further.
import codecs, functools, itertools
codecs.register_error("back", functools.partial(next, itertools.repeat(("a", 0))))
"é".encode("ascii", "back")
