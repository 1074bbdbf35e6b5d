"""What httptools takes from its compiled part `httptools.parser.url_parser`."""

from _hob_http import URL, parse_url

__all__ = ("parse_url",)
