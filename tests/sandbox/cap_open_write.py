# ends: PermissionError: this interpreter may not write files
open("$TMP/new.txt", "w")
