//! What CPython lets a program do with its own classes, where that does not follow from Hob's own
//! representation.

use super::native::ClassDef;
use crate::runtime::Kind;

/// The names of classes, by module.
type Names = &'static [(&'static str, &'static [&'static str])];

/// C classes whose instances support weak references. All others have none.
const REFERRED: Names = &[
    ("_asyncio", &["Future", "Task"]),
    ("_contextvars", &["Context"]),
    (
        "_io",
        &[
            "BufferedRWPair",
            "BufferedRandom",
            "BufferedReader",
            "BufferedWriter",
            "BytesIO",
            "FileIO",
            "StringIO",
            "TextIOWrapper",
            "_BufferedIOBase",
            "_IOBase",
            "_RawIOBase",
            "_TextIOBase",
        ],
    ),
    ("_queue", &["SimpleQueue"]),
    ("_struct", &["Struct"]),
    ("_thread", &["RLock", "_local", "lock"]),
    ("array", &["array"]),
    (
        "builtins",
        &[
            "ExceptionGroup",
            "async_generator",
            "builtin_function_or_method",
            "code",
            "coroutine",
            "frozenset",
            "function",
            "generator",
            "memoryview",
            "method",
            "module",
            "set",
            "type",
        ],
    ),
    ("collections", &["OrderedDict", "deque"]),
    ("functools", &["_lru_cache_wrapper", "partial"]),
    ("itertools", &["_tee"]),
    ("re", &["Pattern"]),
    ("types", &["GenericAlias"]),
    ("typing", &["ParamSpec", "ParamSpecArgs", "ParamSpecKwargs", "TypeVar", "TypeVarTuple"]),
    ("xml.etree.ElementTree", &["Element"]),
];

/// Modules whose classes are written in C, for which [`REFERRED`] and [`CHANGEABLE`] are complete.
/// Classes of other modules are written in Python in CPython, or belong to a host, and allow
/// everything that a program's classes do.
const OF_C: &[&str] = &[
    "_asyncio",
    "_blake2",
    "_bz2",
    "_contextvars",
    "_csv",
    "_elementtree",
    "_hashlib",
    "_io",
    "_json",
    "_lzma",
    "_queue",
    "_random",
    "_sqlite3",
    "_sre",
    "_ssl",
    "_struct",
    "_thread",
    "_tokenize",
    "array",
    "builtins",
    "collections",
    "contextvars",
    "datetime",
    "decimal",
    "functools",
    "itertools",
    "operator",
    "os",
    "posix",
    "pyexpat",
    "re",
    "select",
    "time",
    "types",
    "typing",
    "unicodedata",
    "weakref",
    "xml.etree.ElementTree",
    "zlib",
];

/// C classes whose attributes a program may set.
const CHANGEABLE: Names = &[
    ("builtins", &["ExceptionGroup"]),
    ("os", &["stat_result", "statvfs_result", "terminal_size"]),
    (
        "posix",
        &[
            "DirEntry",
            "ScandirIterator",
            "sched_param",
            "times_result",
            "uname_result",
            "waitid_result",
        ],
    ),
    ("select", &["epoll", "poll"]),
    ("time", &["struct_time"]),
    ("typing", &["Generic"]),
];

/// Attributes that CPython reads directly from the object (`member_descriptor`), by module and
/// class.
const MEMBERS: &[(&str, &str, &[&str])] = &[
    ("_contextvars", "ContextVar", &["name"]),
    ("_csv", "Dialect", &["doublequote", "skipinitialspace", "strict"]),
    ("_csv", "reader", &["dialect", "line_num"]),
    ("_csv", "writer", &["dialect"]),
    ("_io", "BufferedRandom", &["raw"]),
    ("_io", "BufferedReader", &["raw"]),
    ("_io", "BufferedWriter", &["raw"]),
    ("_io", "TextIOWrapper", &["buffer", "encoding", "line_buffering", "write_through"]),
    ("builtins", "AttributeError", &["name", "obj"]),
    ("builtins", "BaseException", &["__suppress_context__"]),
    ("builtins", "BaseExceptionGroup", &["exceptions", "message"]),
    ("builtins", "ImportError", &["msg", "name", "name_from", "path"]),
    ("builtins", "NameError", &["name"]),
    ("builtins", "OSError", &["errno", "filename", "filename2", "strerror"]),
    ("builtins", "StopIteration", &["value"]),
    (
        "builtins",
        "SyntaxError",
        &[
            "end_lineno",
            "end_offset",
            "filename",
            "lineno",
            "msg",
            "offset",
            "print_file_and_line",
            "text",
        ],
    ),
    ("builtins", "SystemExit", &["code"]),
    ("builtins", "UnicodeDecodeError", &["encoding", "end", "object", "reason", "start"]),
    ("builtins", "UnicodeEncodeError", &["encoding", "end", "object", "reason", "start"]),
    ("builtins", "UnicodeTranslateError", &["encoding", "end", "object", "reason", "start"]),
    ("builtins", "async_generator", &["ag_running"]),
    ("builtins", "classmethod", &["__func__", "__wrapped__"]),
    ("builtins", "classmethod_descriptor", &["__name__", "__objclass__"]),
    (
        "builtins",
        "code",
        &[
            "co_argcount",
            "co_consts",
            "co_filename",
            "co_firstlineno",
            "co_flags",
            "co_kwonlyargcount",
            "co_name",
            "co_names",
            "co_nlocals",
            "co_posonlyargcount",
            "co_qualname",
            "co_stacksize",
        ],
    ),
    ("builtins", "complex", &["imag", "real"]),
    ("builtins", "coroutine", &["cr_origin"]),
    ("builtins", "frame", &["f_trace_lines"]),
    ("builtins", "function", &["__builtins__", "__closure__", "__globals__"]),
    ("builtins", "getset_descriptor", &["__name__", "__objclass__"]),
    ("builtins", "member_descriptor", &["__name__", "__objclass__"]),
    ("builtins", "method", &["__func__", "__self__"]),
    ("builtins", "method-wrapper", &["__self__"]),
    ("builtins", "method_descriptor", &["__name__", "__objclass__"]),
    ("builtins", "property", &["fdel", "fget", "fset"]),
    ("builtins", "range", &["start", "step", "stop"]),
    ("builtins", "slice", &["start", "step", "stop"]),
    ("builtins", "staticmethod", &["__func__", "__wrapped__"]),
    ("builtins", "super", &["__self__", "__self_class__", "__thisclass__"]),
    (
        "builtins",
        "type",
        &[
            "__base__",
            "__basicsize__",
            "__dictoffset__",
            "__flags__",
            "__itemsize__",
            "__weakrefoffset__",
        ],
    ),
    ("builtins", "wrapper_descriptor", &["__name__", "__objclass__"]),
    ("collections", "defaultdict", &["default_factory"]),
    ("datetime", "timedelta", &["days", "microseconds", "seconds"]),
    ("functools", "partial", &["args", "func", "keywords"]),
    ("posix", "DirEntry", &["name", "path"]),
    ("re", "Match", &["endpos", "pos", "re", "string"]),
    ("re", "Pattern", &["flags", "groups", "pattern"]),
    ("types", "GenericAlias", &["__args__", "__origin__", "__unpacked__"]),
    (
        "typing",
        "TypeVar",
        &["__contravariant__", "__covariant__", "__infer_variance__", "__name__"],
    ),
    (
        "typing",
        "ParamSpec",
        &["__bound__", "__contravariant__", "__covariant__", "__infer_variance__", "__name__"],
    ),
    ("typing", "ParamSpecArgs", &["__origin__"]),
    ("typing", "ParamSpecKwargs", &["__origin__"]),
    ("typing", "TypeVarTuple", &["__name__"]),
];

/// C classes without hashes, although they compare by identity.
const UNHASHABLE: Names = &[("_contextvars", &["Context", "Token"]), ("builtins", &["cell"])];

fn names(table: Names, def: &ClassDef) -> bool {
    table.iter().any(|(module, names)| *module == def.module && names.contains(&def.name))
}

fn is_of_c(def: &ClassDef) -> bool {
    OF_C.contains(&def.module)
}

/// Whether instances can be referred to weakly.
pub fn is_referred(def: &ClassDef) -> bool {
    match is_of_c(def) {
        true => names(REFERRED, def),
        // A protocol of asyncio has empty slots; the classes derived from it do not.
        false => def.module != "asyncio.protocols" && !is_sized(def.kind),
    }
}

/// Whether objects of a kind have a tail of items, which leaves no room for weak references.
pub fn is_sized(kind: Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Bytes | Kind::Tuple)
}

/// Whether a program may set attributes of the class.
pub fn is_changeable(def: &ClassDef) -> bool {
    let is_own = !is_of_c(def) && (def.module == "random" || def.module.starts_with("asyncio."));
    is_own || names(CHANGEABLE, def)
}

/// Whether an attribute is one that CPython reads directly from the object. All fields of named
/// sequences are.
pub fn is_member(def: &ClassDef, name: &str) -> bool {
    let of_sequence = def.kind == Kind::Tuple && def.module != "builtins";
    let listed = |(module, class, names): &(&str, &str, &[&str])| {
        *module == def.module && *class == def.name && names.contains(&name)
    };
    of_sequence || MEMBERS.iter().any(listed)
}

/// Whether instances have no hash.
pub fn is_unhashable(def: &ClassDef) -> bool {
    names(UNHASHABLE, def)
}
