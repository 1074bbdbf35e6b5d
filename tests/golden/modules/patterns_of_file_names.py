"""`fnmatch.translate` and `glob.translate` write the patterns of 3.13."""

import fnmatch
import glob

for pattern in ("*", "a*b", "[!a]?", "**", "a*b*c*d", "", "[", "[]]", "[a-c-e]"):
    print(repr(pattern), fnmatch.translate(pattern))
    print(repr(pattern), [name for name in ("a", "ab", "axb", "b", "[", "]", "abcd", "a1b2c3d") if fnmatch.fnmatch(name, pattern)])
for pattern in ("*", "a/**/b*", "**", "?.py", ".*"):
    print(repr(pattern), glob.translate(pattern))
    print(repr(pattern), glob.translate(pattern, recursive=True, include_hidden=True, seps="/\\"))
