# The classes of xml.etree.ElementTree: elements, builders and parsers, and their errors.
import copy
import io
import pickle
import warnings
import xml.etree.ElementTree as ET

warnings.simplefilter("ignore", DeprecationWarning)


def case(name, function):
    try:
        result = repr(function())
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(f"{name}: {result.split(' at 0x')[0]}")


class Derived(ET.Element):
    pass


e = ET.Element("a", {"x": "1"}, y="2")
d = Derived("b")
case("repr", lambda: e)
case("repr of a derived class", lambda: d)
case("without init", lambda: ET.Element.__new__(ET.Element).tag)
c = copy.copy(e)
case("copies share attributes", lambda: c.attrib is e.attrib)
case("copies of a derived class", lambda: (type(copy.copy(d)), type(copy.deepcopy(d))))
case("no argument", lambda: ET.Element())
case("three arguments", lambda: ET.Element("a", {}, 3))
case("attributes that are no dict", lambda: ET.Element("a", "b"))
case("the same by name", lambda: ET.Element("a", attrib="b"))
case("attributes twice", lambda: ET.Element("a", {"q": "r"}, attrib={"s": "t"}).attrib)
case("a tag by name", lambda: ET.Element(tag="b"))
case("no parent", lambda: ET.SubElement("b", "c"))
case("no tag", lambda: ET.SubElement(e))
case("subelement's attributes by name", lambda: ET.SubElement(e, "c", attrib=3))
case("subelement's attributes", lambda: ET.SubElement(e, "c", 3))
for name, function in {
    "append": lambda: e.append("x"),
    "extend": lambda: e.extend(3),
    "extend by others": lambda: e.extend(["x"]),
    "insert": lambda: e.insert(0, "x"),
    "insert nowhere": lambda: e.insert("x", e),
    "get item": lambda: e[99],
    "get item by name": lambda: e["x"],
    "set item": lambda: e.__setitem__(99, e),
    "set slice": lambda: e.__setitem__(slice(0, 1), ["x"]),
    "set slice to a number": lambda: e.__setitem__(slice(0, 1), 3),
    "set long slice": lambda: e.__setitem__(slice(0, 9, 2), [e, e]),
    "set item by name": lambda: e.__setitem__("q", e),
    "delete item": lambda: e.__delitem__(99),
    "delete item by name": lambda: e.__delitem__("x"),
    "remove": lambda: e.remove(d),
    "remove another": lambda: e.remove("s"),
    "delete tag": lambda: delattr(e, "tag"),
    "set attrib": lambda: setattr(e, "attrib", 3),
    "an attribute of its own": lambda: e.foo,
    "makeelement": lambda: e.makeelement("a", 3),
    "state": lambda: e.__getstate__(),
    "set state": lambda: e.__setstate__(3),
    "wrong child in a state": lambda: e.__setstate__({"tag": "t", "_children": [None]}),
    "keys": lambda: (e.keys(), e.items(), e.get("x"), e.get("z", 5)),
    "find a number": lambda: e.find(3),
}.items():
    case(name, function)

tree = ET.fromstring("<r>t<a k='v'>1<b/>2</a><c>3</c>4<a/>5</r>")
case("children", lambda: [child.tag for child in tree])
case("slice", lambda: [child.tag for child in tree[1:]])
case("iter", lambda: [x.tag for x in tree.iter()])
case("iter by tag", lambda: len(list(tree.iter("a"))))
case("itertext", lambda: list(tree.itertext()))
case("itertext of a child", lambda: list(tree[0].itertext()))
case("find", lambda: tree.find("c").text)
case("find by path", lambda: tree.find(".//b").tail)
case("findall", lambda: len(tree.findall("a")))
case("findall of any", lambda: len(tree.findall("*")))
case("findtext", lambda: (tree.findtext("c"), tree.findtext("b"), tree.findtext("b", "?")))
case("findtext of an empty one", lambda: tree.findall("a")[1].findtext("x", 7))
case("pickle", lambda: ET.tostring(pickle.loads(pickle.dumps(tree))))
case("deepcopy", lambda: ET.tostring(copy.deepcopy(tree)))
shared = ET.Element("s")
twice = ET.Element("t")
twice.extend([shared, shared])
deep = copy.deepcopy(twice)
case("deepcopy keeps what is shared", lambda: deep[0] is deep[1] and deep[0] is not shared)
case("truth", lambda: (bool(tree), bool(shared), len(tree)))
tree.clear()
case("clear", lambda: (len(tree), tree.text, tree.tail, tree.attrib))

for text in ["<a>", "<a><b></a>", "<a>&foo;</a>", "<!DOCTYPE a SYSTEM 'x'><a>&foo;</a>", "<a/>x", ""]:
    try:
        ET.fromstring(text)
    except ET.ParseError as error:
        print(f"{text!r}: {error}, {error.code}, {error.position}, {vars(error)}")

builder = ET.TreeBuilder()
case("end first", lambda: builder.end("x"))
case("close at once", lambda: builder.close())
case("data first", lambda: builder.data("x"))
case("start without attributes", lambda: builder.start("x", 3))
builder.start("x", {})
builder.data("1")
builder.data("2")
case("end of another", lambda: builder.end("y"))
case("a second root", lambda: builder.start("x", {}))
case("what was built", lambda: ET.tostring(builder.close()))
case("comment", lambda: builder.comment("x").text)
case("pi", lambda: (builder.pi("x").text, builder.pi("x", "y").text))
case("a factory", lambda: ET.TreeBuilder(lambda tag, attrs: Derived(tag)).start("x", {}))


class Target:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args: print(f"  {name}{args}")


parser = ET.XMLParser(target=Target())
parser.feed(
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'val'>]>"
    "<a x='1' xmlns:n='urn:n'>te\nxt&amp;&e;<!--c--><?pi d?><n:b n:q='1'/></a>"
)
case("close of a target", parser.close)
case("after the end", lambda: parser.feed("x"))
pull = ET.XMLPullParser(["start", "end", "comment", "pi", "start-ns", "end-ns"])
pull.feed("<a xmlns='u'><!--c--><?p q?>t<b/>u</a>")
for event, x in pull.read_events():
    print(f"{event}: {(x.text, x.tail) if hasattr(x, 'tag') else x}")
case("unknown event", lambda: ET.XMLPullParser(["foo"]))
case("events of another target", lambda: ET.XMLParser(target=Target())._setevents([], ["start"]))
case("no queue", lambda: ET.XMLParser()._setevents(3, ["start"]))
case("no events", lambda: ET.XMLParser()._setevents([], 3))
case("comments divide text", lambda: ET.fromstring("<a>x<!--c-->y<?q?>z</a>").text)
keeping = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True, insert_pis=True))
kept = ET.fromstring("<a>x<!--c-->y<?q r?>z</a>", keeping)
case("kept comments", lambda: (ET.tostring(kept), list(kept.itertext())))
parser = ET.XMLParser()
parser.entity["foo"] = "bar"
parser.feed("<!DOCTYPE a SYSTEM 'x'><a b='q'>&foo;</a>")
case("entity", lambda: parser.close().text)
case("iterparse", lambda: [x.tag for _, x in ET.iterparse(io.BytesIO(b"<a><b/><c/></a>"))])
case("namespaces", lambda: [x.tag for x in ET.fromstring("<a xmlns='u' xmlns:p='v'><p:b/></a>").iter()])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")

    class Old(ET.XMLParser):
        def doctype(self, *args):
            print("never called", args)

    Old().feed("<!DOCTYPE a SYSTEM 'q'><a/>")
    print("doctype:", [str(w.message) for w in caught])

for kind, text in [(io.BytesIO, b"ab\ncd\nef\n"), (io.StringIO, "ab\ncd\nef\n")]:
    print(kind.__name__, "lines up to sizes:", [kind(text).readlines(n) for n in (2, 3, 4, 6)])
wrapped = [io.TextIOWrapper(io.BytesIO(b"ab\ncd\nef\n")).readlines(n) for n in (2, 3, 4, 6)]
print("TextIOWrapper lines up to sizes:", wrapped)
