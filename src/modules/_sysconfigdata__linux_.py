"""Build-time values that `sysconfig` and `zoneinfo` read."""

# In place of a compiler, installers get a command that says there is none. Projects whose extension modules are optional
# are then built without them.
_NO_COMPILER = "sh -c 'echo Hob cannot load extension modules, so it does not compile them >&2; exit 1'"

# `EXT_SUFFIX` gives installers a tag for extension modules that matches no wheel.
build_time_vars = {
    "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
    "EXT_SUFFIX": ".hob-313.so",
    "SOABI": "hob-313",
    "ABIFLAGS": "",
    "VERSION": "3.13",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "WITH_PYMALLOC": 0,
    "CC": _NO_COMPILER,
    "CXX": _NO_COMPILER,
    "LDSHARED": _NO_COMPILER,
    "LDCXXSHARED": _NO_COMPILER,
    "AR": _NO_COMPILER,
    "ARFLAGS": "rcs",
    "CFLAGS": "",
    "CCSHARED": "",
    "SHLIB_SUFFIX": ".so",
}
