"""Drives the kernel with a real client: `drive.py HOB FOLDER`. Prints a line for each case.

Needs the package jupyter_client. FOLDER is for the kernel's entry.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

hob, folder = sys.argv[1], Path(sys.argv[2])
subprocess.run([hob, "jupyter", "--install", "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
specs = KernelSpecManager(kernel_dirs=[str(folder / "share/jupyter/kernels")])
spec = specs.get_kernel_spec("hob")
print("installed:", spec.display_name, spec.language, spec.interrupt_mode)

manager = KernelManager(kernel_name="hob", kernel_spec_manager=specs)
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)


def messages(request, until="idle", timeout=30):
    """The messages about a request, until it is done."""
    end = time.monotonic() + timeout
    while True:
        message = client.get_iopub_msg(timeout=max(0.1, end - time.monotonic()))
        if message["parent_header"].get("msg_id") != request:
            others.append(message)
            continue
        yield message
        if message["content"].get("execution_state") == until:
            return


others = []


def shown(message):
    content = message["content"]
    match message["msg_type"]:
        case "stream":
            return f"{content['name']}={content['text']!r}"
        case "execute_result":
            return f"result[{content['execution_count']}]={content['data']}"
        case "display_data" | "update_display_data" as kind:
            return f"{kind}={content['data']} {content['transient']}"
        case "error":
            return f"error={content['ename']}: {content['evalue']}"
        case "clear_output":
            return f"clear_output={content}"


def reply_to(request):
    """The reply to a request. There may be older ones, of the time before the kernel was ready."""
    while True:
        reply = client.get_shell_msg(timeout=30)
        if reply["parent_header"].get("msg_id") == request:
            return reply


def run(name, code, **options):
    request = client.execute(code, **options)
    texts = [text for m in messages(request) if (text := shown(m))]
    reply = reply_to(request)
    print(f"{name}: {reply['content']['status']} {' '.join(texts)}")
    return request


def answer(name, request, part):
    reply = reply_to(request)
    list(messages(request))
    content = reply["content"]
    print(f"{name}:", part(content))


request = client.kernel_info()
answer("kernel_info", request, lambda c: (c["implementation"], c["language_info"]["name"], c["status"]))
run("expression", "1 + 1")
run("only the last value", "1\nfor i in 1, 2: i\n3")
run("semicolon", "4;")
run("streams", "import sys\nprint('out')\nprint('err', file=sys.stderr)\n_")
run("await", "await asyncio.sleep(0.01, 'slept')")
run("main", "async def main():\n    await asyncio.sleep(0.01)\n    print('in main')\n    return 'done'\nawait main()")
run("asyncio.run", "asyncio.run(main())")
run("error", "def f(x):\n    return x / 0\nf(1)")
run("syntax error", "x = (1,")
run("hint", "lenght = 1\nlength")
run("silent", "5", silent=True)
run("exit", "raise SystemExit(3)")
run("html", "class H:\n    def _repr_html_(self): return '<b>h</b>'\n    def __repr__(self): return 'H'\nH()")
run("png", "class P:\n    def _repr_png_(self): return b'png', {'width': 3}\n    def __repr__(self): return 'P'\nP()")
run("markdown", "class M:\n    def _repr_markdown_(self): return '*m*'\n    def __repr__(self): return 'M'\nM()")
run("bundle", "class B:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {'application/json': {'a': [1]}}\n    def __repr__(self): return 'B'\nB()")
run("none form", "class N:\n    def _repr_html_(self): return None\n    def __repr__(self): return 'N'\nN()")
run("class of forms", "H")
run("display", "display(H(), 2)\ndisplay({'text/plain': 'raw'}, raw=True)")
run("handle", "h = display(1, display_id='x')\nh.update(2)\nh")
run("clear", "display.clear()")

# A task that outlives its cell.
first = run("task", "async def tick():\n    for i in range(3):\n        await asyncio.sleep(0.2)\n        print('tick', i)\ntask = asyncio.create_task(tick())")
run("meanwhile", "print('other cell')")
texts = [m["content"]["text"] for m in others if m["parent_header"].get("msg_id") == first and m["msg_type"] == "stream"]
end = time.monotonic() + 10
while "".join(texts).count("tick") < 3 and time.monotonic() < end:
    message = client.get_iopub_msg(timeout=10)
    if message["msg_type"] == "stream":
        assert message["parent_header"]["msg_id"] == first, message
        texts.append(message["content"]["text"])
print("ticks in their cell:", repr("".join(texts)))

# Interrupts.
for name, code in [("loop", "while True: pass"), ("sleep", "await asyncio.sleep(60)"), ("time.sleep", "import time\ntime.sleep(60)")]:
    for how in ["message", "signal"]:
        request = client.execute(code)
        states = messages(request)
        next(m for m in states if m["msg_type"] == "execute_input")
        time.sleep(0.3)
        if how == "message":
            manager.interrupt_kernel()
        else:
            os.kill(manager.provisioner.pid, 2)
        texts = [text for m in states if (text := shown(m))]
        reply = client.get_shell_msg(timeout=30)
        print(f"interrupted {name} by {how}:", reply["content"]["status"], *texts)
run("after interrupts", "'alive'")

# Cells behind one that fails.
failing, behind = client.execute("await asyncio.sleep(0.5)\n1 / 0"), client.execute("print('never')")
print("stop on error:", *[client.get_shell_msg(timeout=30)["content"]["status"] for _ in range(2)])
list(messages(behind))

answer("complete", client.complete("é = asyncio.create_ta"), lambda c: (c["matches"], c["cursor_start"], c["cursor_end"]))
answer("inspect", client.inspect("asyncio.sleep(", 10), lambda c: (c["found"], "Coroutine that completes" in c["data"]["text/plain"]))
answer("inspect a call", client.inspect("f(", 2), lambda c: (c["found"], c["data"]["text/plain"].splitlines()[0]))
answer("inspect nothing", client.inspect("nothing_there", 5), lambda c: (c["found"], c["data"]))
for code in ["x = 1", "for x in y:", "x = )"]:
    answer(f"is_complete {code!r}", client.is_complete(code), lambda c: (c["status"], c.get("indent")))
answer("history", client.history(hist_access_type="tail", n=2), lambda c: [row[2] for row in c["history"]])
answer("comm_info", client.comm_info(), lambda c: c["comms"])

# Commands of the session.
run("commands between code", "answer = 6 * 7\n%cd /\nanswer")
run("shell", "!echo $((1 + 2))")
run("shell below", "%%bash\necho one\necho two")
run("failing shell", "!exit 3")
run("unknown command", "%nothing")
run("command of the prompt", "%keys vi")
run("error below a command", "%cd /\n1 / 0")
answer("complete a command", client.complete("x = 1\n%ti"), lambda c: (c["matches"], c["cursor_start"]))
answer("is_complete of a command", client.is_complete("%tasks"), lambda c: c["status"])

# Input.
request = client.execute("name = input('Name? ')\nname.upper()", allow_stdin=True)
asked = client.get_stdin_msg(timeout=30)
print("asked:", asked["msg_type"], asked["content"])
client.input("hob")
print("answered:", *[text for m in messages(request) if (text := shown(m))])
client.get_shell_msg(timeout=30)
run("no input", "input()", allow_stdin=False)

print("heart beats:", client.hb_channel.is_beating())
client.stop_channels()
manager.shutdown_kernel(now=False)
print("shut down:", not manager.is_alive())
