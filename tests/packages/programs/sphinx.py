"""Pages built by docutils, Sphinx, Markdown and mistune; feeds and HTML read."""
import io
import pathlib
import re
import contextlib
import docutils.core
import feedparser
import html5lib
import markdown
import mistune
from sphinx.application import Sphinx

text = """
Title
=====

A *word*, ``code`` and a link_.

.. _link: http://x.test/

- one
- two

  1. three

.. note:: Note this.

====  ====
a     b
====  ====
1     2
====  ====

.. code-block:: python

   print("hi")

Bad `interpreted
"""
errors = io.StringIO()
parts = docutils.core.publish_parts(text, writer="html5", settings_overrides={"warning_stream": errors, "syntax_highlight": "short"})
print(parts["title"], parts["body"])
print(errors.getvalue())
print(docutils.core.publish_string("A *b*", writer="pseudoxml", settings_overrides={"output_encoding": "unicode"}))
pathlib.Path("src").mkdir()
pathlib.Path("src/conf.py").write_text("project = 'P'\nextensions = ['sphinx.ext.autodoc', 'sphinx.ext.doctest']\nimport sys; sys.path.insert(0, '.')\n")
pathlib.Path("mod.py").write_text('class A:\n    """Class doc."""\n    def m(self, x: int = 5) -> "str":\n        """Method doc.\n\n        :param x: the x\n        """\n')
pathlib.Path("src/index.rst").write_text("Home\n====\n\n.. toctree::\n\n   other\n\n.. automodule:: mod\n   :members:\n")
pathlib.Path("src/other.rst").write_text("Other\n=====\n\n:py:class:`mod.A` and :ref:`nowhere`.\n\n.. doctest::\n\n   >>> 1 + 1\n   2\n")
status, warnings = io.StringIO(), io.StringIO()
app = Sphinx("src", "src", "out", "trees", "text", status=status, warning=warnings, freshenv=True)
app.build()
print(app.statuscode, pathlib.Path("out/index.txt").read_text(), pathlib.Path("out/other.txt").read_text())
print(re.sub(r"\S*/", "", warnings.getvalue()))
app = Sphinx("src", "src", "html", "trees2", "html", status=status, warning=warnings, freshenv=True)
app.build()
page = pathlib.Path("html/index.html").read_text()
print(sorted(p.name for p in pathlib.Path("html").iterdir()), "Method doc." in page, re.findall(r'<span class="n"><span class="pre">(.*?)</span>', page))
source = "# Head\n\nA **b** [c](d \"e\") `f`\n\n* x\n* y\n\n```python\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: foot\n\nsee[^1]\n"
print(markdown.markdown(source, extensions=["tables", "fenced_code", "footnotes", "toc", "attr_list"]))
print(mistune.create_markdown(plugins=["table", "footnotes", "strikethrough"])(source))
print(mistune.create_markdown(renderer=None)("a *b*"))
feed = feedparser.parse("""<?xml version="1.0"?><rss version="2.0"><channel><title>T &amp; U</title>
<item><title>One</title><link>http://x/1</link><pubDate>Tue, 02 Jan 2024 03:04:05 GMT</pubDate><description>&lt;b onclick="x()"&gt;d&lt;/b&gt;</description></item></channel></rss>""")
print(feed.feed.title, feed.version, feed.bozo, [(e.title, e.link, tuple(e.published_parsed)[:6], e.summary) for e in feed.entries])
tree = html5lib.parse("<p>a<b>b<i>c</b>d</i><table><tr>x<td>y", treebuilder="etree", namespaceHTMLElements=False)
print(html5lib.serialize(tree, omit_optional_tags=False))
parser = html5lib.HTMLParser(strict=False)
parser.parse("<!doctype html><p></div>&nope;")
print([error[1] for error in parser.errors])
