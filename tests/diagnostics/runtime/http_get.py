from urllib.request import urlopen

print(urlopen("example.com").read())
