"""The parts of UTS 46 and of the joining types that do not follow from `unicodedata`."""

import unicodedata
from bisect import bisect


def _ranges(text):
    """The code points, as pairs of first and last, of ranges in hexadecimal."""
    pairs = (part.partition("-") for part in text.split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in pairs)


# Invisible characters, which are removed from a domain name.
_IGNORED = _ranges("ad 34f 180b-180d 180f 200b 2060 2064 fe00-fe0f feff 1bca0-1bca3 e0100-e01ef")

# Characters mapped to something other than their folded compatibility form.
MAPPED = {chr(code): "" for first, last in _IGNORED for code in range(first, last + 1)} | {
    "\xdf": "\xdf",
    "\u03c2": "\u03c2",
    "\u1e9e": "\xdf",
    "\u200c": "\u200c",
    "\u200d": "\u200d",
    "\u3002": ".",
    "\uff0e": ".",
    "\uff61": ".",
}

_DISALLOWED = _ranges("4c0 10a0-10c5 115f-1160 17b4-17b5 1806 2132 2183 2ff0-2fff 3164 31ef ffa0 fffc-fffd")
_DISALLOWED_CATEGORIES = frozenset({"Cn", "Cc", "Cf", "Co", "Cs", "Zs", "Zl", "Zp"})


def is_disallowed(c):
    """Whether a character, that is not mapped, may not be in a domain name."""
    return unicodedata.category(c) in _DISALLOWED_CATEGORIES or _within(ord(c), _DISALLOWED)


def _within(code, ranges):
    index = bisect(ranges, (code, 0x110000)) - 1
    return index >= 0 and code <= ranges[index][1]


# The joining types of the letters of cursive scripts.
_DUAL_JOINING = _ranges(
    "620 626 628 62a-62e 633-63f 641-647 649-64a 66e-66f 679-687 69a-6bf 6c1-6c2 6cc 6ce 6d0-6d1 6fa-6fc 6ff "
    "712-714 71a-71d 71f-727 729 72b 72d-72e 74e-758 75c-76a 76d-770 772 775-777 77a-77f 7ca-7ea 841-845 848 "
    "84a-853 855 860 862-865 868 886 889-88d 8a0-8a9 8af-8b0 8b3-8b8 8ba-8c8 1807 1820-1878 1887-18a8 18aa "
    "a840-a871 10ac0-10ac4 10ad3-10ad6 10ad8-10adc 10ade-10ae0 10aeb-10aee 10b80 10b82 10b86-10b88 10b8a-10b8b "
    "10b8d 10b90 10bad-10bae 10d01-10d21 10d23 10f30-10f32 10f34-10f44 10f51-10f53 10f70-10f73 10f76-10f81 10fb0 "
    "10fb2-10fb3 10fb8 10fbb-10fbc 10fbe-10fbf 10fc1 10fc4 10fca 1e900-1e943"
)
_LEFT_JOINING = _ranges("a872 10acd 10ad7 10d00 10fcb")
_RIGHT_JOINING = _ranges(
    "622-625 627 629 62f-632 648 671-673 688-699 6c0 6c3-6cb 6cd 6cf 6d2-6d3 6d5 6ee-6ef 710 715-719 71e 728 72a "
    "72c 72f 74d 759-75b 76b-76c 771 773-774 778-779 840 846-847 849 854 856-858 867 869-882 88e 8aa-8ac 8ae "
    "8b1-8b2 8b9 10ac5 10ac7 10ac9-10aca 10ace-10ad2 10add 10ae1 10ae4 10aef 10b81 10b83-10b85 10b89 10b8c "
    "10b8e-10b8f 10b91 10ba9-10bac 10d22 10f33 10f54 10f74-10f75 10fb4-10fb6 10fb9-10fba 10fbd 10fc2-10fc3 10fc9"
)
_NOT_TRANSPARENT = frozenset("\u200c\u200d\u0345\u0cbf\u0cc6\U00011a07\U00011a08")


def joining_type(c):
    """The joining type of a character: D, L, R, T (transparent) or U (none)."""
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return "U" if c in _NOT_TRANSPARENT else "T"
    code = ord(c)
    if _within(code, _DUAL_JOINING):
        return "D"
    if _within(code, _RIGHT_JOINING):
        return "R"
    return "L" if _within(code, _LEFT_JOINING) else "U"
