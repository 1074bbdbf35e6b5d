# prints: not found
import sys
sys.path.insert(0, "/root")
sys.path.insert(0, "$TMP")
try:
    import setup_of_the_host
except ModuleNotFoundError:
    print("not found")
