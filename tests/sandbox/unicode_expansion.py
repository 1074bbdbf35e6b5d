# limits: heap=64M
# ends: heap memory
import unicodedata
kept = []
while True:
    kept.append(unicodedata.normalize("NFKD", "\ufdfa" * 10 ** 6))
