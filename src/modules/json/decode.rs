//! Reading JSON.

use super::encode::DEPTH;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int_methods;
use crate::objects::list::List;
use crate::objects::native::Args;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::text::float;
use crate::text::pace::PART;
use crate::text::surrogate::to_char;
use crate::vm::{Raised, Vm, VmResult};
use rustc_hash::FxHashMap;

struct Decoder<'a> {
    vm: &'a Vm,
    document: &'a Ref<Str>,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    object_hook: Option<&'a Value>,
    pairs_hook: Option<&'a Value>,
    parse_float: Option<&'a Value>,
    parse_int: Option<&'a Value>,
    parse_constant: Option<&'a Value>,
    strict: bool,
    /// Keys seen before: equal ones become one object.
    keys: FxHashMap<String, Value>,
}

/// `_decode(s, idx, whole, object_hook, parse_float, parse_int, parse_constant, strict,
/// object_pairs_hook)`: the value, or with `whole` false the value and the index after it.
pub fn decode(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(document) = a[0].get::<Str>() else {
        let shown = vm.class_ref(a.at(0)).name();
        return Err(vm.type_error(format!("first argument must be a string, not {shown}")));
    };
    let start = vm.index_sized(a.at(1))?;
    if start < 0 {
        return Err(vm.value_error("idx cannot be negative"));
    }
    let mut decoder = Decoder {
        vm,
        document,
        bytes: document.as_str().as_bytes(),
        at: document.byte_offset((start as usize).min(document.len())),
        depth: 0,
        object_hook: a.some(3),
        parse_float: a.some(4),
        parse_int: a.some(5),
        parse_constant: a.some(6),
        strict: vm.truthy(a.at(7))?,
        pairs_hook: a.some(8),
        keys: FxHashMap::default(),
    };
    let whole = vm.truthy(a.at(2))?;
    if whole {
        decoder.skip_space()?;
    }
    let value = decoder.value()?;
    if !whole {
        let end = document.char_index(decoder.at);
        return Ok(Tuple::new([value, Value::from(end)]).into_value());
    }
    decoder.skip_space()?;
    if decoder.at < decoder.bytes.len() {
        return Err(decoder.error("Extra data", decoder.at));
    }
    Ok(value)
}

/// `JSONDecodeError(message, document, position)`, the position in characters.
fn decode_error(vm: &Vm, message: &str, document: &Ref<Str>, position: usize) -> Raised {
    let args = [message.into(), document.as_value().clone(), Value::from(position)];
    vm.module_error(("json", "JSONDecodeError"), &args, || vm.value_error(message))
}

impl Decoder<'_> {
    #[cold]
    fn error(&self, message: &str, at: usize) -> Raised {
        decode_error(self.vm, message, self.document, self.document.char_index(at))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) -> VmResult<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
            if (self.at - start).is_multiple_of(PART) {
                self.vm.tick(PART)?;
            }
        }
        Ok(())
    }

    fn value(&mut self) -> VmResult {
        match self.peek() {
            Some(b'"') => Ok(Value::from(self.string()?)),
            Some(b'{') => self.nested("object", Self::object),
            Some(b'[') => self.nested("array", Self::array),
            Some(b'0'..=b'9' | b'-') => self.number(),
            _ => self.word(),
        }
    }

    fn nested(&mut self, what: &str, body: fn(&mut Self) -> VmResult) -> VmResult {
        self.depth += 1;
        self.vm.check_native_stack()?;
        if self.depth > DEPTH {
            return Err(self.vm.error(
                Exc::RecursionError,
                format!(
                    "maximum recursion depth exceeded while decoding a JSON {what} \
                     from a unicode string"
                ),
            ));
        }
        let value = body(self);
        self.depth -= 1;
        value
    }

    fn word(&mut self) -> VmResult {
        let words = [
            ("null", Value::NONE),
            ("true", Value::TRUE),
            ("false", Value::FALSE),
            ("NaN", Value::float(f64::NAN)),
            ("Infinity", Value::float(f64::INFINITY)),
            ("-Infinity", Value::float(f64::NEG_INFINITY)),
        ];
        for (word, value) in words {
            if self.bytes[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return match self.parse_constant {
                    Some(parse) if value.is_float() => self.vm.call(parse, &[word.into()]),
                    _ => Ok(value),
                };
            }
        }
        Err(self.error("Expecting value", self.at))
    }

    fn digits(&self, mut at: usize) -> usize {
        while self.bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    }

    fn number(&mut self) -> VmResult {
        let start = self.at;
        let first = start + usize::from(self.bytes[start] == b'-');
        let mut end = match self.bytes.get(first) {
            Some(b'0') => first + 1,
            Some(b'1'..=b'9') => self.digits(first),
            _ => return self.word(),
        };
        let mut is_float = false;
        if self.bytes.get(end) == Some(&b'.') {
            let after = self.digits(end + 1);
            if after > end + 1 {
                (end, is_float) = (after, true);
            }
        }
        if matches!(self.bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.bytes.get(end + 1), Some(b'+' | b'-')));
            let after = self.digits(end + 1 + sign);
            if after > end + 1 + sign {
                (end, is_float) = (after, true);
            }
        }
        self.at = end;
        let text = &self.document.as_str()[start..end];
        let parse = if is_float { self.parse_float } else { self.parse_int };
        if let Some(parse) = parse {
            return self.vm.call(parse, &[text.into()]);
        }
        if is_float {
            return Ok(Value::float(float::try_parse(text).unwrap_or(f64::NAN)));
        }
        if let Ok(small) = text.parse::<i64>() {
            return Ok(Value::from(small));
        }
        int_methods::parse(self.vm, text, 10)
    }

    fn unit(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 4)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }

    /// A string, from its opening quote on.
    fn string(&mut self) -> VmResult<String> {
        let opening = self.at;
        let (mut text, mut at) = (String::new(), opening + 1);
        loop {
            let plain = at;
            while let Some(b) = self.bytes.get(at) {
                if *b == b'"' || *b == b'\\' || (*b < b' ' && self.strict) {
                    break;
                }
                at += 1;
            }
            self.vm.tick(1 + (at - plain) / 16)?;
            // Quotes, backslashes and control characters never occur inside a multi-byte character.
            text.push_str(&self.document.as_str()[plain..at]);
            match self.bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(text);
                }
                Some(b'\\') => {}
                Some(_) => return Err(self.error("Invalid control character at", at)),
                None => return Err(self.error("Unterminated string starting at", opening)),
            }
            let escape = match self.bytes.get(at + 1) {
                None => return Err(self.error("Unterminated string starting at", opening)),
                Some(b'u') => {
                    let bad = at + 1;
                    let Some(mut code) = self.unit(at + 2) else {
                        return Err(self.error("Invalid \\uXXXX escape", bad));
                    };
                    at += 6;
                    if (0xD800..0xDC00).contains(&code)
                        && self.bytes.get(at..at + 2) == Some(b"\\u")
                        && let Some(low @ 0xDC00..0xE000) = self.unit(at + 2)
                    {
                        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                        at += 6;
                    }
                    text.push(to_char(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    continue;
                }
                Some(b'n') => '\n',
                Some(b't') => '\t',
                Some(b'r') => '\r',
                Some(b'b') => '\x08',
                Some(b'f') => '\x0c',
                Some(c @ (b'"' | b'\\' | b'/')) => char::from(*c),
                Some(_) => return Err(self.error("Invalid \\escape", at)),
            };
            text.push(escape);
            at += 2;
        }
    }

    fn array(&mut self) -> VmResult {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space()?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::from(items));
        }
        loop {
            self.vm.tick(1)?;
            items.push(self.value()?);
            self.skip_space()?;
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Ok(Value::from(items));
                }
                Some(b',') => {}
                _ => return Err(self.error("Expecting ',' delimiter", self.at)),
            }
            let comma = self.at;
            self.at += 1;
            self.skip_space()?;
            if self.peek() == Some(b']') {
                return Err(self.error("Illegal trailing comma before end of array", comma));
            }
        }
    }

    fn object(&mut self) -> VmResult {
        let mut pairs = Vec::new();
        self.at += 1;
        self.skip_space()?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return self.finish_object(pairs);
        }
        loop {
            if self.peek() != Some(b'"') {
                let message = "Expecting property name enclosed in double quotes";
                return Err(self.error(message, self.at));
            }
            let key = self.string()?;
            let key = match self.keys.get(&key) {
                Some(known) => known.clone(),
                None => {
                    let new = Value::from(key.as_str());
                    self.keys.insert(key, new.clone());
                    new
                }
            };
            self.skip_space()?;
            if self.peek() != Some(b':') {
                return Err(self.error("Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.skip_space()?;
            self.vm.tick(1)?;
            pairs.push((key, self.value()?));
            self.skip_space()?;
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return self.finish_object(pairs);
                }
                Some(b',') => {}
                _ => return Err(self.error("Expecting ',' delimiter", self.at)),
            }
            let comma = self.at;
            self.at += 1;
            self.skip_space()?;
            if self.peek() == Some(b'}') {
                return Err(self.error("Illegal trailing comma before end of object", comma));
            }
        }
    }

    fn finish_object(&self, pairs: Vec<(Value, Value)>) -> VmResult {
        if let Some(hook) = self.pairs_hook {
            let pairs: Vec<Value> =
                pairs.into_iter().map(|(k, v)| Tuple::new([k, v]).into_value()).collect();
            return self.vm.call(hook, &[List::new(pairs).into_value()]);
        }
        let dict = Dict::new();
        for (key, value) in pairs {
            if let Some(key) = key.get::<Str>() {
                drop(dict.set_str(key, value));
            }
        }
        match self.object_hook {
            Some(hook) => self.vm.call(hook, &[dict.into_value()]),
            None => Ok(dict.into_value()),
        }
    }
}
