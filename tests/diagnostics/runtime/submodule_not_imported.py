import xml

tree = xml.dom.minidom.parseString("<a/>")
