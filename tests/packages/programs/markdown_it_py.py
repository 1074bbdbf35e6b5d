"""Markdown to HTML and to tokens: tables, links, code, and rules that are turned off."""
from markdown_it import MarkdownIt

TEXT = """# Head *em*

Para `code` **bold** <b>raw</b> [link](http://x "t") ![img](a.png) http://auto.org ~~gone~~

1. one
   - nested
2. two

| a | b |
|---|--:|
| 1 | 2 |

```py
x < 1
```
> quote\\
> break
"""
print(MarkdownIt("gfm-like", {"linkify": False}).render(TEXT))
print(MarkdownIt("commonmark", {"html": False}).disable("emphasis").render("*a* <b> &amp; &copy;"))
tokens = MarkdownIt().parse("- a\n- b")
print("tokens:", [(token.type, token.nesting, token.map) for token in tokens])
