# Programs, arguments, folders and variables as objects with __fspath__; what is none of these is refused.
# clock: real
import asyncio
import os
import pathlib
import subprocess


def attempt(name, function):
    try:
        print(name, function(), flush=True)
    except (TypeError, ValueError) as error:
        print(name, type(error).__name__, error, flush=True)


def output(*args, **options):
    return subprocess.run(*args, capture_output=True, **options).stdout


attempt("path", lambda: output(["echo", pathlib.Path("/a/b"), "x"]))
attempt("bytes", lambda: output([b"echo", b"x", "y"]))
attempt("int", lambda: output(["echo", 5]))
attempt("None", lambda: output(["echo", None, "x"]))
attempt("surrogate", lambda: output(["echo", "\ud800"]))
attempt("program", lambda: output([pathlib.Path("/bin/echo"), "p"]))
attempt("folder", lambda: output(pathlib.Path("/bin/pwd"), cwd=pathlib.Path("/")))
attempt("variable that is an int", lambda: output(["sh", "-c", "echo $A"], env={"A": 5}))
attempt("variable that is a path", lambda: output(["/bin/sh", "-c", "echo $A"], env={"A": pathlib.Path("/q")}))
attempt("null", lambda: output(["echo", "a\0b"]))


async def main():
    process = await asyncio.create_subprocess_exec("echo", pathlib.Path("/z"), stdout=subprocess.PIPE)
    print("asyncio", (await process.communicate())[0], flush=True)
    try:
        await asyncio.create_subprocess_exec("echo", 5)
    except TypeError as error:
        print("asyncio", error, flush=True)


asyncio.run(main())


def in_child(name, function):
    child = os.fork()
    if not child:
        attempt(name, function)
        os._exit(0)
    os.waitpid(child, 0)


in_child("execv", lambda: os.execv("/bin/echo", ["echo", pathlib.Path("/k")]))
in_child("execv", lambda: os.execv("/bin/echo", ["echo", 5]))
in_child("execve", lambda: os.execve("/bin/sh", ["sh", "-c", "echo $A"], {"A": 5}))
in_child("execve", lambda: os.execve("/bin/sh", ["sh", "-c", "echo $A"], {"A": pathlib.Path("/r")}))
attempt("posix_spawn", lambda: os.waitpid(os.posix_spawn("/bin/echo", ["echo", pathlib.Path("/s")], {}), 0)[1])
attempt("posix_spawn", lambda: os.posix_spawn("/bin/echo", ["echo", 5], {}))
attempt("spawnv", lambda: os.spawnv(os.P_WAIT, "/bin/echo", ["echo", pathlib.Path("/t")]))
