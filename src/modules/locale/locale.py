import os as _os


class Error(Exception):
    __module__ = "locale"


_LABELS = ("LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", None, "LC_PAPER", "LC_NAME",
           "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION")
_FACTS = frozenset(value for name, value in globals().items()
                   if name.isupper() and not name.startswith("LC_") and name != "CHAR_MAX")


def _from_environment(category):
    """The name that the user chose for a category."""
    return _os.environ.get("LC_ALL") or _os.environ.get(_LABELS[category]) or _os.environ.get("LANG") or "C"


def _shown(names, category):
    if category != LC_ALL:
        return names[category]
    different = {name for name, label in zip(names, _LABELS) if label}
    if len(different) == 1:
        return different.pop()
    return ";".join(f"{label}={name}" for label, name in zip(_LABELS, names) if label)


def setlocale(category, locale=None, /):
    """Activates/queries locale processing."""
    if not isinstance(category, int):
        raise TypeError(f"'{type(category).__name__}' object cannot be interpreted as an integer")
    if locale is not None and not isinstance(locale, str):
        raise TypeError(f"setlocale() argument 2 must be str or None, not {type(locale).__name__}")
    names = _names()
    if not 0 <= category < len(names):
        raise Error("locale query failed" if locale is None else "unsupported locale setting")
    if locale is None:
        return _shown(names, category)
    if "\0" in locale:
        raise ValueError("embedded null character")
    chosen = range(len(names)) if category == LC_ALL else [category]
    if category == LC_ALL and "=" in locale:
        given = dict(part.partition("=")[::2] for part in locale.split(";"))
        if given.keys() != set(_LABELS) - {None}:
            raise Error("unsupported locale setting")
        new = [given.get(label, "C") for label in _LABELS]
    else:
        new = [(locale or _from_environment(at) if _LABELS[at] else "C") if at in chosen else name
               for at, name in enumerate(names)]
    if not _set(new):
        raise Error("unsupported locale setting")
    return _shown(new, category)


def localeconv():
    """Returns numeric and monetary locale-specific parameters."""
    return _conventions()


def nl_langinfo(key, /):
    """Return the value for the locale information associated with key."""
    if key not in _FACTS:
        raise ValueError("unsupported langinfo constant")
    return _fact(key)


def getencoding():
    """Get the current locale encoding."""
    return "UTF-8"


# Translations of messages: catalogs are read by the library's `gettext`.
_domain = "messages"
_folders = {}


def _translate(domain, message, category):
    import gettext
    names = _names()
    name = names[category] if 0 <= category < len(names) else "C"
    if name in ("C", "POSIX"):
        return message
    languages = [language for language in _os.environ.get("LANGUAGE", "").split(":") if language] or [name]
    folder = _folders.get(domain, "/usr/share/locale")
    return gettext.translation(domain, folder, languages, fallback=True).gettext(message)


def gettext(msg, /):
    """Return translation of msg."""
    return _translate(_domain, msg, LC_MESSAGES)


def dgettext(domain, msg, /):
    """Return translation of msg in domain."""
    return _translate(domain or _domain, msg, LC_MESSAGES)


def dcgettext(domain, msg, category, /):
    """Return translation of msg in domain and category."""
    return _translate(domain or _domain, msg, category)


def textdomain(domain, /):
    """Set the C library's textdmain to domain, returning the new domain."""
    global _domain
    if domain is not None:
        _domain = domain or "messages"
    return _domain


def bindtextdomain(domain, dir, /):
    """Bind the C library's domain to dir."""
    if not domain:
        raise Error("domain must be a non-empty string")
    if dir is not None:
        _folders[domain] = _os.fsdecode(dir)
    return _folders.get(domain, "/usr/share/locale")


def bind_textdomain_codeset(domain, codeset, /):
    """Bind the C library's domain to codeset."""
    return codeset


__import__("_types")._built_in(globals(), "bind_textdomain_codeset", "bindtextdomain", "dcgettext", "dgettext", "getencoding", "gettext", "localeconv",
          "nl_langinfo", "setlocale", "textdomain")
