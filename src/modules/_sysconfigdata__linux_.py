"""Build-time values that `sysconfig` and `zoneinfo` read."""

build_time_vars = {
    "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
    "Py_DEBUG": 0,
    "Py_GIL_DISABLED": 0,
}
