# limits: instructions=300000
# ends: instructions
# Functions that watch the program do not watch its host.
import gc, sys
on = []
def watch(*args):
    if on and sys._getframe(1).f_code.co_filename != "program.py":
        print("ESCAPED")
    return watch
monitoring = sys.monitoring
monitoring.use_tool_id(2, "watch")
for event in (monitoring.events.PY_START, monitoring.events.LINE):
    monitoring.register_callback(2, event, watch)
monitoring.set_events(2, monitoring.events.PY_START | monitoring.events.LINE)
sys.addaudithook(watch)
gc.callbacks.append(watch)
sys.set_asyncgen_hooks(watch, watch)
sys.settrace(watch)
sys.setprofile(watch)
on.append(1)
while True:
    pass
