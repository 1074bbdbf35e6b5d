//! Writing JSON as orjson does: without spaces, as bytes, and without looking at what classes define.

use super::encode::push_quoted;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::int::{Int, to_i64};
use crate::objects::list::List;
use crate::objects::native::Args;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, View};
use crate::text::{float, surrogate};
use crate::vm::{Raised, Vm, VmResult};

/// The maximum nesting of containers.
const DEPTH: usize = 254;
/// The options, as orjson numbers them.
const INDENT: i64 = 1;
const NON_STR_KEYS: i64 = 4;
const SORT_KEYS: i64 = 32;
const STRICT_INTEGER: i64 = 64;

struct Encoder<'a> {
    vm: &'a Vm,
    out: String,
    options: i64,
    /// `other(value)` for values of other types: the bytes of their text, or a tuple of a value in their
    /// place and whether the program's own function gave it.
    other: &'a Value,
    /// `other_key(key)` for keys that are no strings: a string.
    other_key: &'a Value,
    depth: usize,
    /// The number of calls of the program's own function around.
    calls: usize,
}

/// `_encode_compact(value, options, other, other_key)`
pub fn encode(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut encoder = Encoder {
        vm,
        out: String::new(),
        options: vm.index_clipped(a.at(1))?,
        other: a.at(2),
        other_key: a.at(3),
        depth: 0,
        calls: 0,
    };
    encoder.value(a.at(0))?;
    Ok(Bytes::new(encoder.out.into_bytes()).into_value())
}

impl Encoder<'_> {
    fn has(&self, option: i64) -> bool {
        self.options & option != 0
    }

    fn error(&self, message: &str) -> Raised {
        self.vm.type_error(message)
    }

    fn value(&mut self, value: &Value) -> VmResult<()> {
        self.vm.tick(1)?;
        match value.view() {
            View::None => self.out.push_str("null"),
            View::Bool(true) => self.out.push_str("true"),
            View::Bool(false) => self.out.push_str("false"),
            View::Int(i) => self.int(i)?,
            View::Float(x) => self.float(x),
            _ if value.get_exact::<Str>().is_some() => self.text(value)?,
            _ if value.get_exact::<Dict>().is_some() => self.entries(value)?,
            _ if value.get_exact::<List>().is_some() => self.items(value)?,
            _ if value.get_exact::<Tuple>().is_some() => self.items(value)?,
            _ if value.get_exact::<Int>().is_some() => self.large_int(value)?,
            _ => self.other(value)?,
        }
        Ok(())
    }

    fn int(&mut self, i: i64) -> VmResult<()> {
        if self.has(STRICT_INTEGER) && i.unsigned_abs() >= 1 << 53 {
            return Err(self.error("Integer exceeds 53-bit range"));
        }
        self.out.push_str(&i.to_string());
        Ok(())
    }

    /// An int that may not fit into 64 bits.
    fn large_int(&mut self, value: &Value) -> VmResult<()> {
        if let Some(i) = to_i64(value) {
            return self.int(i);
        }
        let unsigned = crate::objects::int::to_big(value).and_then(|i| u64::try_from(&*i).ok());
        match unsigned {
            Some(_) if self.has(STRICT_INTEGER) => Err(self.error("Integer exceeds 53-bit range")),
            Some(i) => {
                self.out.push_str(&i.to_string());
                Ok(())
            }
            None => Err(self.error("Integer exceeds 64-bit range")),
        }
    }

    fn float(&mut self, x: f64) {
        self.out.push_str(&float_text(x));
    }

    fn text(&mut self, value: &Value) -> VmResult<()> {
        let Some(text) = value.get::<Str>() else { return Ok(()) };
        self.quoted(text.as_str())
    }

    fn quoted(&mut self, text: &str) -> VmResult<()> {
        if surrogate::is_in(text) {
            return Err(self.error("str is not valid UTF-8: surrogates not allowed"));
        }
        push_quoted(self.vm, &mut self.out, text, false)
    }

    /// A value of another type, which Python code knows.
    fn other(&mut self, value: &Value) -> VmResult<()> {
        let given = self.vm.call(self.other, std::slice::from_ref(value))?;
        if let Some(text) = given.get::<Bytes>() {
            let Ok(text) = std::str::from_utf8(&text.data) else {
                return Err(self.error("str is not valid UTF-8: surrogates not allowed"));
            };
            self.out.push_str(text);
            return Ok(());
        }
        let parts = given.get::<Tuple>().map(|tuple| tuple.items().to_vec()).unwrap_or_default();
        let [value, is_own] = &parts[..] else {
            return Err(self.error("expected bytes, or a value and a flag"));
        };
        if !self.vm.truthy(is_own)? {
            return self.value(value);
        }
        if self.calls >= DEPTH {
            return Err(self.error("default serializer exceeds recursion limit"));
        }
        self.calls += 1;
        self.vm.check_native_stack()?;
        self.value(value)?;
        self.calls -= 1;
        Ok(())
    }

    fn nest(&mut self, body: impl FnOnce(&mut Self) -> VmResult<()>) -> VmResult<()> {
        if self.depth >= DEPTH {
            return Err(self.error("Recursion limit reached"));
        }
        self.vm.check_native_stack()?;
        self.depth += 1;
        body(self)?;
        self.depth -= 1;
        Ok(())
    }

    /// Begins a line at this depth, if the text is to have lines.
    fn new_line(&mut self, depth: usize) -> VmResult<()> {
        if self.has(INDENT) {
            self.vm.grow_text(&mut self.out, 2 * depth + 1)?;
            self.out.push('\n');
            for _ in 0..depth {
                self.out.push_str("  ");
            }
        }
        Ok(())
    }

    /// A list or a tuple.
    fn items(&mut self, value: &Value) -> VmResult<()> {
        let items = match (value.get::<List>(), value.get::<Tuple>()) {
            (Some(list), _) => list.to_vec(),
            (_, Some(tuple)) => tuple.items().to_vec(),
            _ => Vec::new(),
        };
        self.nest(|this| {
            this.out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    this.out.push(',');
                }
                this.new_line(this.depth)?;
                this.value(item)?;
            }
            if !items.is_empty() {
                this.new_line(this.depth - 1)?;
            }
            this.out.push(']');
            Ok(())
        })
    }

    fn entries(&mut self, value: &Value) -> VmResult<()> {
        let Some(dict) = value.get::<Dict>() else { return Ok(()) };
        let entries = dict.entries();
        self.nest(|this| {
            if !this.has(SORT_KEYS) {
                let mut is_first = true;
                this.out.push('{');
                for (key, value) in &entries {
                    let other;
                    let key = match key.get_exact::<Str>() {
                        Some(key) => key.as_str(),
                        None => {
                            other = this.key(key)?;
                            &other
                        }
                    };
                    this.entry(key, value, std::mem::take(&mut is_first))?;
                }
            } else {
                let mut sorted = Vec::with_capacity(entries.len());
                for (key, value) in &entries {
                    sorted.push((this.key(key)?, value));
                }
                sorted.sort_by(|a, b| a.0.cmp(&b.0));
                this.out.push('{');
                for (i, (key, value)) in sorted.into_iter().enumerate() {
                    this.entry(&key, value, i == 0)?;
                }
            }
            if !entries.is_empty() {
                this.new_line(this.depth - 1)?;
            }
            this.out.push('}');
            Ok(())
        })
    }

    fn entry(&mut self, key: &str, value: &Value, is_first: bool) -> VmResult<()> {
        if !is_first {
            self.out.push(',');
        }
        self.new_line(self.depth)?;
        self.quoted(key)?;
        self.out.push_str(if self.has(INDENT) { ": " } else { ":" });
        self.value(value)
    }

    /// The text of a key.
    fn key(&self, key: &Value) -> VmResult<String> {
        if let Some(text) = key.get_exact::<Str>() {
            return Ok(text.as_str().to_string());
        }
        if !self.has(NON_STR_KEYS) {
            return Err(self.error("Dict key must be str"));
        }
        Ok(match key.view() {
            View::None => "null".to_string(),
            View::Bool(flag) => flag.to_string(),
            View::Int(i) => i.to_string(),
            View::Float(x) => float_text(x),
            _ => {
                let given = self.vm.call(self.other_key, std::slice::from_ref(key))?;
                let Some(text) = given.get::<Str>() else {
                    return Err(self.error("Dict key must be str"));
                };
                text.as_str().to_string()
            }
        })
    }
}

/// The shortest text of a float: Python's, but for exponents, which have no zero in front, and numbers
/// between 1e-5 and 1e-4.
fn float_text(x: f64) -> String {
    if !x.is_finite() {
        return "null".to_string();
    }
    let text = float::repr(x);
    let Some((digits, exponent)) = text.split_once("e-0") else { return text };
    if exponent != "5" {
        return format!("{digits}e-{exponent}");
    }
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    format!("{sign}0.0000{}", digits.replace('.', ""))
}
