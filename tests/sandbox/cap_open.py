# ends: PermissionError: this interpreter may not read files
open("/etc/passwd")
