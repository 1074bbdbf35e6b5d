from ..inner import name as sibling
from . import parent_loaded

where = f"{__name__} sees {sibling} {parent_loaded}"
