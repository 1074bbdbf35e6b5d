"""Broken HTML parsed, searched, selected, changed and written."""
from bs4 import BeautifulSoup, Comment

soup = BeautifulSoup("<html><title>T &amp; é</title><body><p class='a b'>one<b>two</b><p id=x>three<!--note--><ul><li>1<li>2</ul><a href='/u?a=1&b=2'>link</a>", "html.parser")
print("title:", soup.title.string, soup.p["class"], soup.a["href"])
print("find:", [p.get_text("|") for p in soup.find_all("p", limit=2)], soup.find(id="x").b)
print("select:", [tag.get_text() for tag in soup.select("ul > li:nth-of-type(2), p.a b")], soup.select_one("a[href^='/u']").text)
print("comments:", soup.find_all(string=lambda s: isinstance(s, Comment)))
print("around:", soup.b.parent.name, [tag.name for tag in soup.b.find_next_siblings()], soup.li.find_previous("b").text)
tag = soup.new_tag("i", attrs={"data-x": "<"})
tag.string = "new & more"
soup.b.replace_with(tag)
soup.a.decompose()
print("changed:", soup.p)
print(soup.ul.prettify())
print("bytes:", BeautifulSoup("<p>\xe9</p>".encode("latin-1"), "html.parser", from_encoding="latin-1").p.string)
