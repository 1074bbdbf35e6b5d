def config_vars():
    """The variables that the interpreter knows without a file of its build."""
    import sys
    return {"ABIFLAGS": sys.abiflags, "Py_GIL_DISABLED": 0}
