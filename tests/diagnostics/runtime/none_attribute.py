import re


def year(text):
    match = re.search(r"\d{4}", text)
    return match.group()


print(year("in 1843"), year("long ago"))
