# limits: heap=64M time=100000ms
# prints: amplification
import xml.etree.ElementTree as E, xml.sax, xml.parsers.expat, io
print("began")
text = "<!DOCTYPE a [<!ENTITY e0 'ha'>" + "".join(
    f"<!ENTITY e{i + 1} '{f'&e{i};' * 10}'>" for i in range(9)) + "]><a>&e9;</a>"
try:
    print(len(E.fromstring(text).text), "ESCAPED")
except E.ParseError as e:
    print(e)
