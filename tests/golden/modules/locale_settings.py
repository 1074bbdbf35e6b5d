"""locale: categories, queries, conventions, comparison and messages, with the locales that every system has."""

import locale
import os


def show(what, call, *args):
    try:
        print(what, repr(call(*args)))
    except Exception as error:
        print(what, type(error).__name__, error)


for variable in ("LC_ALL", "LANG", "LC_NUMERIC", "LANGUAGE"):
    os.environ.pop(variable, None)
show("all to C", locale.setlocale, locale.LC_ALL, "C")
show("query", locale.setlocale, locale.LC_ALL)
show("conventions", lambda: dict(sorted(locale.localeconv().items())))
show("another", locale.setlocale, locale.LC_CTYPE, "C.UTF-8")
show("mixed", locale.setlocale, locale.LC_ALL)
show("set mixed", locale.setlocale, locale.LC_ALL, locale.setlocale(locale.LC_ALL))
show("from the environment", locale.setlocale, locale.LC_NUMERIC, "")
os.environ["LC_NUMERIC"] = "POSIX"
show("variable of a category", lambda: locale.setlocale(locale.LC_NUMERIC, "") in ("C", "POSIX"))
show("pair", locale.setlocale, locale.LC_TIME, ("C", None))
show("unknown", locale.setlocale, locale.LC_ALL, "xx_XX.none")
show("unchanged", locale.setlocale, locale.LC_TIME)
show("no category", locale.setlocale, 99)
show("no string", locale.setlocale, locale.LC_ALL, 3)
show("incomplete", locale.setlocale, locale.LC_ALL, "LC_CTYPE=C;LC_NUMERIC=C")
show("getlocale", locale.getlocale, locale.LC_CTYPE)
show("encoding", locale.getencoding)
for name in ("DAY_1", "ABDAY_7", "MON_12", "ABMON_1", "RADIXCHAR", "THOUSEP", "CODESET", "D_FMT", "T_FMT", "AM_STR",
             "YESEXPR", "CRNCYSTR"):
    show(name, locale.nl_langinfo, getattr(locale, name))
show("unknown fact", locale.nl_langinfo, 12345)
show("order", sorted, ["b", "a", "é", "Z", "z"], )
show("collated", lambda: sorted(["b", "a", "é", "Z", "z"], key=locale.strxfrm))
show("strcoll", lambda: [locale.strcoll(*pair) for pair in [("a", "a")]] + [locale.strcoll("a", "b") < 0])
show("null", locale.strcoll, "a\0", "b")
show("null in key", locale.strxfrm, "a\0")
show("grouping", locale.format_string, "%d %.2f", (1234567, 1234.5), True)
show("currency", locale.currency, 12.5)
show("atof", locale.atof, "12.5")
show("str", locale.str, 0.1)
locale._override_localeconv = {"decimal_point": ",", "thousands_sep": ".", "grouping": [3, 0], "currency_symbol": "€",
                               "mon_decimal_point": ",", "mon_thousands_sep": ".", "mon_grouping": [3, 0],
                               "frac_digits": 2, "p_cs_precedes": 0, "p_sep_by_space": 1, "p_sign_posn": 1,
                               "positive_sign": "", "int_curr_symbol": "EUR "}
show("own grouping", locale.format_string, "%d %.2f", (1234567, 1234.5), True)
show("own currency", lambda: locale.currency(1234.5, grouping=True))
show("own atof", locale.atof, "1.234,5")
show("message", locale.gettext, "text")
show("domain", locale.textdomain, None)
show("new domain", locale.textdomain, "other")
show("folder", locale.bindtextdomain, "other", "/tmp")
show("its folder", locale.bindtextdomain, "other", None)
show("no domain", locale.bindtextdomain, "", "/tmp")
show("of a domain", locale.dgettext, "none", "text")
show("of a category", locale.dcgettext, "none", "text", locale.LC_MESSAGES)
