# prints: nothing read
import xml.etree.ElementTree as E, xml.sax, xml.sax.handler, xml.dom.minidom, io
text = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
class Keep(xml.sax.handler.ContentHandler):
    text = ""
    def characters(self, content):
        self.text += content
def sax():
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    keep = Keep()
    parser.setContentHandler(keep)
    parser.parse(io.StringIO(text))
    return keep.text
for door in (lambda: E.fromstring(text).text, sax, lambda: xml.dom.minidom.parseString(text).toxml(), lambda: E.parse("/etc/passwd")):
    try:
        found = door()
    except Exception as e:
        print(type(e).__name__)
    else:
        if "root:" in str(found):
            print("ESCAPED")
print("nothing read")
