# The functions for files and processes are those of `os`.
