# The line of a frame that an exception has left is the one that raised it.


def other_except():
    try:
        1 / 0
    except TypeError as ex:
        pass


def in_except():
    try:
        1 / 0
    except:
        1 / 0
        pass


def in_named_except():
    try:
        1 / 0
    except Exception as ex:
        1 / 0
        pass


def in_finally():
    try:
        pass
    finally:
        1 / 0
        pass


def through_finally():
    try:
        1 / 0
    finally:
        x = 1
        y = 2


class Noop:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


def after_with():
    with Noop():
        1 / 0
        pass


def nested():
    for i in range(3):
        try:
            with Noop():
                in_finally()
        except KeyError:
            i = 1
        finally:
            i = 2


for function in [other_except, in_except, in_named_except, in_finally, through_finally, after_with, nested]:
    try:
        function()
    except Exception as error:
        traceback = error.__traceback__.tb_next
        while traceback:
            frame = traceback.tb_frame
            first = frame.f_code.co_firstlineno
            print(frame.f_code.co_name, "f_lineno:", frame.f_lineno - first, "tb_lineno:", traceback.tb_lineno - first)
            traceback = traceback.tb_next
