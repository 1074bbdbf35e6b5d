"""pdb: a session whose commands come from a string."""
import io
import pdb
import sys


def helper(x):
    y = x * 2
    return y


def main():
    total = 0
    for i in range(3):
        total += helper(i)
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    total += 1
    return total


def session(label, function, commands):
    out = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO(commands), stdout=out, nosigint=True, readrc=False)
    debugger.use_rawinput = False
    debugger.prompt = "(Pdb) "
    print("---", label)
    try:
        result = debugger.runcall(function)
        end = f"result {result}"
    except Exception as e:
        end = type(e).__name__
    sys.settrace(None)
    for line in out.getvalue().splitlines():
        print(" ", line.replace(__file__, "FILE"))
    print(label, "ends with", end)


session("stepping", main, "n\nn\ns\ns\nargs\nr\np total, i\nup\ndown\nc\n")
session("breakpoints", main, "b helper\nb\nc\np x\nc\np x\nclear 1\nc\n")
session("conditions", main, "tbreak helper, x == 2\nc\np x\np y\nn\np y\nretval\nc\n")
session("assignments", main, "n\n!total = 100\np total\nunt 18\np total\nc\n")
session("jumps", main, "n\nn\nj 18\np total\nj 14\nj 999\nc\n")
session("errors", main, "n\np nothing\n1 +\nbad command here\nb 9999\nq\n")
session("displays", main, "display total\nn\nn\nn\nundisplay total\nwhatis total\npp [total]\nl\nll\nq\n")
session("commands", main, "b helper\ncommands\np x + 1\nend\nc\nc\ncl 2\ndisable\nc\n")


def post_mortem(commands):
    try:
        [].pop()
    except IndexError as e:
        out = io.StringIO()
        debugger = pdb.Pdb(stdin=io.StringIO(commands), stdout=out, nosigint=True, readrc=False)
        debugger.reset()
        debugger.interaction(None, e.__traceback__)
        print("post mortem", out.getvalue().replace(__file__, "FILE").splitlines()[2:])


post_mortem("p 1 + 1\np type(e).__name__\nq\n")
