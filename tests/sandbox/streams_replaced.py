# limits: instructions=2000000
# ends: instructions
import sys
class Endless:
    encoding = "utf-8"
    def write(self, text):
        while True:
            pass
    flush = write_through = lambda self: self.write("")
sys.stdout = sys.stderr = Endless()
sys.excepthook = sys.unraisablehook = lambda *a: sys.stdout.write("")
class D:
    def __del__(self):
        1 / 0
D()
