# A name that runs code when it is replaced, code that sets the name again.


class Name(str):
    def __del__(self):
        print("dropped", str(self))
        rename()


class Class:
    pass


def rename():
    Class.__name__ = "again"


Class.__name__ = Name("first")
Class.__name__ = "second"
print("class:", Class.__name__)


def rename():
    Class.__qualname__ = "again"


Class.__qualname__ = Name("first")
Class.__qualname__ = "second"
print("class, qualified:", Class.__qualname__)


def function():
    yield


def rename():
    function.__name__ = "again"


function.__name__ = Name("first")
function.__name__ = "second"
print("function:", function.__name__)


def rename():
    function.__qualname__ = "again"


function.__qualname__ = Name("first")
function.__qualname__ = "second"
print("function, qualified:", function.__qualname__)

generator = function()


def rename():
    generator.__name__ = "again"


generator.__name__ = Name("first")
generator.__name__ = "second"
print("generator:", generator.__name__)


def rename():
    generator.__qualname__ = "again"


generator.__qualname__ = Name("first")
generator.__qualname__ = "second"
print("generator, qualified:", generator.__qualname__)
