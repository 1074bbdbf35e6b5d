//! `json`: reading and writing in Rust, the classes that programs derive from in `json.py`.

mod decode;
mod encode;

use super::ModuleDef;
use crate::objects::native::NativeDef;
use crate::runtime::Value;

/// `json`
pub static MODULE: ModuleDef = ModuleDef {
    name: "json",
    doc: "JSON (JavaScript Object Notation) <https://json.org> encoder and decoder.",
    functions: &[
        NativeDef::new(
            "_encode(o, skipkeys, ensure_ascii, check_circular, allow_nan, indent, item_separator, key_separator, default, sort_keys, /)",
            "The text for an object.",
            encode::encode,
        ),
        NativeDef::new(
            "_decode(s, idx, whole, object_hook, parse_float, parse_int, parse_constant, strict, object_pairs_hook, /)",
            "The object for a text.",
            decode::decode,
        ),
        NativeDef::new("_text(s, /)", "A document as text.", decode::text),
    ],
    constants: &[("__path__", |_| Value::from(Vec::new()))],
    source: include_str!("json.py"),
    ..ModuleDef::BASE
};

/// `json.decoder`
pub static DECODER: ModuleDef = ModuleDef {
    name: "json.decoder",
    doc: "Implementation of JSONDecoder",
    source: "from json import JSONDecoder, JSONDecodeError\n",
    ..ModuleDef::BASE
};

/// `json.encoder`
pub static ENCODER: ModuleDef = ModuleDef {
    name: "json.encoder",
    doc: "Implementation of JSONEncoder",
    functions: &[
        NativeDef::new(
            "encode_basestring_ascii(string, /)",
            "Return an ASCII-only JSON representation of a Python string",
            encode::quoted_ascii,
        ),
        NativeDef::new(
            "encode_basestring(string, /)",
            "Return a JSON representation of a Python string",
            encode::quoted_unicode,
        ),
    ],
    source: "from json import JSONEncoder\n",
    ..ModuleDef::BASE
};
