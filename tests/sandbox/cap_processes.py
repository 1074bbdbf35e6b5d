# prints: 11 denied
import os, subprocess
doors = [
    lambda: os.system("true"),
    lambda: os.popen("true"),
    lambda: os.kill(1, 0),
    lambda: os._exit(3),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: subprocess.run(["true"]),
    lambda: subprocess.check_output("true", shell=True),
    lambda: os.waitpid(-1, 0),
    lambda: os.setsid(),
    lambda: os.getppid(),
    lambda: subprocess.Popen(["true"]),
]
denied = 0
for door in doors:
    try:
        found = door()
    except PermissionError:
        denied += 1
    except Exception as e:
        print("another", type(e), e)
    else:
        print("ESCAPED", found)
print(denied, "denied")
