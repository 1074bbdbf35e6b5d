# clock: real
# Child watchers and policies, which 3.13 deprecates and has.
import asyncio
import threading
import warnings

warnings.simplefilter("ignore", DeprecationWarning)

policy = asyncio.get_event_loop_policy()
print("default policy:", isinstance(policy, asyncio.DefaultEventLoopPolicy), isinstance(policy, asyncio.AbstractEventLoopPolicy))
print("no watcher yet:", policy._watcher)
watcher = asyncio.get_child_watcher()
print("watcher:", type(watcher).__name__, watcher is policy.get_child_watcher())


async def run():
    process = await asyncio.create_subprocess_exec("sh", "-c", "echo out; exit 3", stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return out, process.returncode


for kind in (asyncio.ThreadedChildWatcher, asyncio.SafeChildWatcher, asyncio.FastChildWatcher,
             asyncio.MultiLoopChildWatcher, asyncio.PidfdChildWatcher):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    watcher = kind()
    watcher.attach_loop(loop)
    asyncio.set_child_watcher(watcher)
    print(kind.__name__, "active:", watcher.is_active(), "result:", loop.run_until_complete(run()))
    asyncio.set_child_watcher(None)
    loop.close()

try:
    asyncio.set_event_loop_policy(object())
except TypeError as error:
    print("no policy:", error)
try:
    policy.set_event_loop(object())
except TypeError as error:
    print("no loop:", error)
asyncio.set_event_loop_policy(None)
print("a new policy:", asyncio.get_event_loop_policy() is policy)


def elsewhere():
    try:
        asyncio.get_event_loop_policy().get_event_loop()
    except RuntimeError as error:
        print("in a thread:", error)


thread = threading.Thread(target=elsewhere, name="Other")
thread.start()
thread.join()


class Own(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        print("asked for a loop")
        return super().new_event_loop()


asyncio.set_event_loop_policy(Own())
print("result:", asyncio.run(run()))
