//! `_json`: reading and writing JSON in Rust, for the library's `json`.

mod compact;
mod decode;
mod encode;

use super::ModuleDef;
use crate::objects::native::NativeDef;

/// `_json`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_json",
    doc: "json speedups",
    functions: &[
        NativeDef::new(
            "_encode(o, skipkeys, ensure_ascii, check_circular, allow_nan, indent, item_separator, key_separator, default, sort_keys, /)",
            "The text for an object.",
            encode::encode,
        ),
        NativeDef::new(
            "_encode_compact(value, options, other, other_key, /)",
            "The bytes for an object, as orjson writes it.",
            compact::encode,
        ),
        NativeDef::new(
            "_decode(s, idx, whole, object_hook, parse_float, parse_int, parse_constant, strict, object_pairs_hook, /)",
            "The object for a text.",
            decode::decode,
        ),
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
    source: include_str!("json.py"),
    ..ModuleDef::BASE
};
