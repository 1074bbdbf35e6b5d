# limits: time=300
# ends: time
import sys
monitoring = sys.monitoring
monitoring.use_tool_id(3, "hostile")
def called(*args):
    try:
        while True:
            pass
    except BaseException:
        print("ESCAPED")
    return monitoring.DISABLE
for event in (monitoring.events.PY_UNWIND, monitoring.events.RAISE, monitoring.events.LINE):
    monitoring.register_callback(3, event, called)
monitoring.set_events(3, monitoring.events.PY_UNWIND | monitoring.events.RAISE | monitoring.events.LINE)
print("on")
