e = ValueError("bad", 42)
e.add_note("first note")
e.add_note("second note")
print(e.__notes__, e.args, e)
try:
    e.add_note(5)
except TypeError as error:
    print(error)
e.args = ("changed",)
print(e, repr(e))
with_tb = ValueError("x").with_traceback(None)
print("with_tb, with_tb.__traceback__ =", with_tb, with_tb.__traceback__)
import traceback

print("".join(traceback.format_exception_only(e)), end="")
print(traceback.format_exception_only(SyntaxError("plain")))
try:
    raise e
except ValueError as error:
    lines = traceback.format_exception(error)
    print(lines[0], lines[-3:], sep="")
