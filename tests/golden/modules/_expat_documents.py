"""Documents, and a function that shows the events in one."""

import pyexpat
from xml.parsers import expat


def run(data, ns=None, chunk=None, setup=None, names=None):
    p = expat.ParserCreate(namespace_separator=ns)
    for h in dir(p):
        if h.endswith("Handler") and (names is None or h in names):

            def f(*a, h=h):
                print("  ", h, a, (p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex))
                return 1

            if not h.startswith("Default"):
                setattr(p, h, f)
    if setup:
        setup(p)
    try:
        if chunk:
            for i in range(0, len(data), chunk):
                p.Parse(data[i : i + chunk], False)
            p.Parse(data[:0], True)
        else:
            p.Parse(data, True)
        print("  ok")
    except LookupError as e:
        print("  ", e)
    except expat.ExpatError as e:
        print("  error", e, e.code, e.lineno, e.offset, p.ErrorByteIndex)


docs = [
    b"<a/>",
    b"<a b='1' c=\"x &amp; y &#65;\">text\nmore ]] > &lt; <b/>\r\n</a>",
    b"",
    b"<a>",
    b"<a></b>",
    b"<a><b></a>",
    b"<a/><b/>",
    b"<a/>x",
    b"foo",
    b"<a b='1' b='2'/>",
    b"<a>&foo;</a>",
    b"<a>\x00</a>",
    b"<a>\xff</a>",
    b"<a>\xe4",
    b"<a b=1/>",
    b"<a>]]></a>",
    b"<!-- c -- --><a/>",
    b"<!-- c --><a/><!-- d -->\n",
    b"<?pi  data?><a><?x?></a>",
    b"<?xml version='1.0' encoding='iso-8859-1' standalone='yes'?><a>\xe4</a>",
    b" <?xml version='1.0'?><a/>",
    b"<?xml version='1.0' encoding='foo'?><a/>",
    b"<?xml version='1.0' encoding='utf-16'?><a/>",
    b"<?xml encoding='utf-8'?><a/>",
    "<?xml version='1.0' encoding='utf-16'?><a>ä\U0001f600\n<b/></a>".encode("utf-16"),
    b"<a><![CDATA[x\r\ny]] ]]></a>",
    b"<a><![CDATA[x",
    b"<a><![CDAT x",
    b"""<!DOCTYPE a [
<!ELEMENT a (b, (c|d)*, e?)+> <!ELEMENT b EMPTY> <!ELEMENT c ANY> <!ELEMENT d (#PCDATA)> <!ELEMENT e (#PCDATA|b)*>
<!ATTLIST a x CDATA #IMPLIED y (p|q) 'p' z NMTOKENS #REQUIRED w CDATA #FIXED 'a  b'>
<!ENTITY e1 "v &#65; &lt; &e2;"> <!ENTITY e2 'two <b/>'> <!ENTITY ext SYSTEM "file.xml"> <!ENTITY p PUBLIC "-//X//Y" "u" NDATA gif>
<!NOTATION gif PUBLIC "gif   viewer"> <!NOTATION g2 SYSTEM "x"> <!ENTITY % pe "abc"> <!-- c --> <?pi?>
]>
<a z="  a   b " x="1
2">&e1;&ext;</a>""",
    b"<!DOCTYPE a SYSTEM 'x.dtd'><a>&undef;</a>",
    b"<!DOCTYPE a PUBLIC 'p' 'x.dtd' []><a/>",
    b"<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><a>&a;</a>",
    b"<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><a x='&a;'/>",
    b"<!DOCTYPE a [<!ENTITY a '<b>'>]><a>&a;</b></a>",
    b"<!DOCTYPE a [<!ENTITY a '<b>'>]><a x='&a;'/>",
    b"<!DOCTYPE a [ %pe; <!ENTITY a 'x'>]><a>&a;&b;</a>",
    b"<!DOCTYPE a [<!ENTITY % pe '<!ENTITY x \"y\">'> %pe;]><a>&x;</a>",
    b"<!DOCTYPE a [<!FOO>]><a/>",
    b"<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>",
    b"<!DOCTYPE a",
    b"<!DOCTYPE a [<!ENTITY x",
    b"<!DOCTYPE a b><a/>",
    b"<a>&#0;</a>",
    b"<a>&#xD800;</a>",
    b"<a>&#x1F600;</a>",
    b"<a>&#;</a>",
    b"<a>& b</a>",
    b"<a",
    b"<a b",
    b"<a b='x",
    b"<a b='<'/>",
    b"<1/>",
    b"<a>text",
    b"\xef\xbb\xbf<a/>",
    b"\xfe\xff\x00<\x00a\x00/\x00>",
    "<ä ö='ü'>é</ä>".encode(),
    b"<a\n  b='1'\n  c='&x;'/>",
    b"<?xml version='1.0'?>\n\n<a>\n <b></c>",
    b"<?XML x?><a/>",
    b"<a><?xml version='1.0'?></a>",
    b"<a x='1'y='2'/>",
    b"<a>\r\r\n\n</a>",
    b"<a>tail]",
    b"<a>tail]]",
    b"<a>\r",
]
