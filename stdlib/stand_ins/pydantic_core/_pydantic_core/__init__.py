"""The names that pydantic 2 imports from its compiled part, `pydantic_core._pydantic_core`."""

from _hob_json_input import from_json

from . import _schema_gather
from .base import RECURSION_LIMIT as _recursion_limit
from .error_types import list_all_errors
from .errors import (
    PydanticCustomError,
    PydanticKnownError,
    PydanticOmit,
    PydanticUseDefault,
    SchemaError,
    ValidationError,
)
from .markers import ArgsKwargs, PydanticUndefined, PydanticUndefinedType, Some
from .serializers import (
    PydanticSerializationError,
    PydanticSerializationUnexpectedValue,
    SchemaSerializer,
    to_json,
    to_jsonable_python,
)
from .tzinfo import TzInfo
from .url import MultiHostUrl, Url
from .validators import SchemaValidator
from .version import installed_version

__version__ = installed_version()
build_profile = "release"
build_info = "a stand-in of Hob"


def validate_core_schema(schema, *, strict=None):
    """Returns a schema, which versions before 2.13 ask to be checked: a wrong one is found where it is used."""
    return schema
