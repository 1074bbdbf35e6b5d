def find_library(name):
    """The file name of a shared library: None, since none can be loaded."""
    return None
