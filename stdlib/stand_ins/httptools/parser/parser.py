"""What httptools takes from its compiled part `httptools.parser.parser`."""

from _hob_http import HttpRequestParser, HttpResponseParser

__all__ = ("HttpRequestParser", "HttpResponseParser")
