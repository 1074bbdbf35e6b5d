import requests


def fetch(what):
    return requests.get(f"https://example.com/{what}").text
