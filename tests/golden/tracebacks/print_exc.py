import traceback


def inner():
    raise ValueError("inner")


def outer():
    inner()


try:
    outer()
except ValueError:
    traceback.print_exc()
    print(traceback.format_exc().splitlines()[-1])
try:
    outer()
except ValueError as error:
    tb = error.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
    for frame in traceback.extract_tb(error.__traceback__):
        print(frame.name, frame.lineno, frame.line)
print(traceback.format_exception_only(ValueError("x")))
