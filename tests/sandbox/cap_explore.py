# limits: instructions=50000000
# prints: nothing reached
import hob
async def main():
    return open("/etc/passwd").read()
async def endless():
    while True:
        pass
for name in dir(hob):
    if name.startswith("_"):
        continue
    value = getattr(hob, name)
    if not callable(value):
        continue
    for arguments in ((), (main,), ("/tmp/hob-escape",), (main, "/tmp/hob-escape")):
        try:
            found = value(*arguments)
        except BaseException as e:
            if type(e).__name__ == "SystemExit":
                print("exit")
            continue
        if "root:" in str(found):
            print("ESCAPED", name)
print("nothing reached")
