"""Build-time values that `sysconfig` and `zoneinfo` read."""

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
}
