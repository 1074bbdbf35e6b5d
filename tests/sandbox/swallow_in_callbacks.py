# limits: time=300
# ends: time
import codecs, sqlite3, sys, weakref
def forever(*args):
    while True:
        try:
            while True:
                pass
        except BaseException:
            print("ESCAPED")
class Node:
    def __del__(self):
        forever()
class Meta(type):
    def __instancecheck__(cls, other):
        forever()
class Asked(metaclass=Meta):
    __eq__ = __hash__ = __repr__ = __len__ = __index__ = __fspath__ = forever
codecs.register_error("endless", forever)
codecs.register(lambda name: forever() if name == "endless" else None)
sys.unraisablehook = sys.excepthook = sys.displayhook = forever
sys.addaudithook(lambda *args: None)
database = sqlite3.connect(":memory:")
database.create_function("endless", 0, forever)
database.create_collation("endless", forever)
node = Node()
watch = weakref.ref(node, forever)
sys.settrace(lambda *args: None)
try:
    database.execute("select endless()").fetchall()
except BaseException:
    print("ESCAPED")
finally:
    del node
    print("ESCAPED")
