"""`json` writes a lone surrogate as its own escape, and reads it back."""

import json

for text in ("\ud800", "a\udc80b", "\ud83d\ude00", "\U0001f600", "\uffff\U00010000", "\ue000\U0010ffff", "\x7f"):
    written = json.dumps({text: [text]})
    print(ascii(text), written, json.loads(written) == {text: [text]}, json.dumps(text, indent=1))
    print(ascii(json.dumps(text, ensure_ascii=False)), json.encoder.py_encode_basestring_ascii(text))
