class C:
    @classmethod
    def f(cls): "doc"
    @staticmethod
    def g(): "doc g"
cm, sm = C.__dict__["f"], C.__dict__["g"]
for m in (cm, sm):
    m.tag = 5
    m.__doc__ = "new"
    print("attributes", m.tag, m.__doc__, m.__name__, m.__wrapped__.__doc__, "tag" in m.__dict__, vars(m)["tag"])
    try:
        m.__wrapped__ = 1
    except AttributeError as e:
        print("error", e)
class S(staticmethod):
    pass
s = S(len)
s.x = 1
print("subclass", s.x, s("abc"))
import pydoc
print("pydoc", pydoc.plain(pydoc.render_doc(C.g)).splitlines()[0])
