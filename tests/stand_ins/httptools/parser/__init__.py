from .errors import *
from .parser import *
from .url_parser import *
