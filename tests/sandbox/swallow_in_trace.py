# limits: time=300
# ends: time
import sys
def trace(frame, event, arg):
    try:
        while event == "line":
            pass
    except BaseException:
        print("ESCAPED")
    return trace
def work():
    total = 1
    return total
sys.settrace(trace)
sys.setprofile(trace)
try:
    work()
finally:
    print("ESCAPED")
