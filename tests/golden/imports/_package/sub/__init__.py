from .. import loaded as parent_loaded
