# limits: heap=64M
import xml.etree.ElementTree as E
text = "<!DOCTYPE a [<!ENTITY e '" + "x" * 10 ** 5 + "'>]><a>" + "&e;" * 10 ** 5 + "</a>"
try:
    print(len(E.fromstring(text).text), "ESCAPED")
except E.ParseError as e:
    print(e)
