//! The object side of `str.format` and of the `%` operator: which value goes where, and how it
//! becomes text. The templates' grammars are in `text::str_format` and `text::percent`.

use super::arith::Number;
use super::bytes;
use super::exception::Exc;
use super::float;
use super::int;
use super::int_methods;
use super::scalar::{format_plain, raised, type_name};
use super::special::SpecialMethod;
use super::str::{Str, intern, with_buffer};
use super::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::text::TextError;
use crate::text::format_spec::char_of;
use crate::text::pace::{self, PART, Padded};
use crate::text::percent::{self, Amount, Conversion, ConversionKind, Layout};
use crate::text::str_format::{
    self, Accessor, Argument, FieldName, Numbering, check_depth, index_out_of_range,
};
use crate::vm::{Vm, VmResult};
use num_traits::Signed;

// --- str.format -----------------------------------------------------------------------------

/// The source of the values of a template's fields.
pub enum Source<'a> {
    /// `format(*args, **kwargs)`
    Call {
        /// The positional arguments.
        positional: &'a [Value],
        /// The keyword arguments.
        keywords: &'a [(Ref<Str>, Value)],
    },
    /// `format_map(mapping)`, and `string.Formatter`.
    Mapping(&'a Value),
}

struct Formatter<'a> {
    vm: &'a Vm,
    source: Source<'a>,
    numbering: Numbering,
}

/// `template.format(…)`
///
/// # Errors
/// ValueError for an invalid template; IndexError, KeyError for missing values; any exception
/// raised by the values' `__format__` and look-ups.
pub fn format(vm: &Vm, template: &str, source: Source<'_>) -> VmResult<String> {
    let mut out = String::with_capacity(template.len() + 16);
    Formatter { vm, source, numbering: Numbering::Unknown }.expand(template, &mut out, 2)?;
    Ok(out)
}

impl Formatter<'_> {
    fn expand(&mut self, template: &str, out: &mut String, levels_left: usize) -> VmResult<()> {
        let vm = self.vm;
        check_depth(levels_left).map_err(|error| raised(vm, error))?;
        for piece in str_format::pieces(template) {
            let piece = piece.map_err(|error| raised(vm, error))?;
            out.push_str(piece.literal);
            let Some(field) = piece.field else { continue };
            let value = self.value(field.name)?;
            let value = match field.conversion.map(str_format::Conversion::of) {
                None => value,
                Some(Ok(str_format::Conversion::Str)) => vm.str(&value)?.into_value(),
                Some(Ok(str_format::Conversion::Repr)) => vm.repr(&value)?.into_value(),
                Some(Ok(str_format::Conversion::Ascii)) => vm.ascii(&value)?.into_value(),
                Some(Err(error)) => return Err(raised(vm, error)),
            };
            let nested;
            let spec = if field.spec.contains(['{', '}']) {
                let mut expanded = String::new();
                self.expand(field.spec, &mut expanded, levels_left - 1)?;
                nested = expanded;
                nested.as_str()
            } else {
                field.spec
            };
            push_formatted(vm, out, &value, spec)?;
        }
        Ok(())
    }

    /// The value of a field by its name: `0.attribute[key]`.
    fn value(&mut self, name: &str) -> VmResult {
        let vm = self.vm;
        let field = FieldName::parse(name, &mut self.numbering).map_err(|e| raised(vm, e))?;
        let mut value = match (&self.source, field.first) {
            (Source::Call { positional, .. }, Argument::Index(index)) => positional
                .get(index)
                .cloned()
                .ok_or_else(|| raised(vm, index_out_of_range(index)))?,
            (Source::Call { keywords, .. }, Argument::Name(name)) => keywords
                .iter()
                .find(|(key, _)| key.as_str() == name)
                .map(|(_, value)| value.clone())
                .ok_or_else(|| vm.key_error(name.into()))?,
            (Source::Mapping(_), Argument::Index(_)) => {
                return Err(vm.value_error("Format string contains positional fields"));
            }
            (Source::Mapping(mapping), Argument::Name(name)) => {
                vm.get_item(mapping, &name.into())?
            }
        };
        for step in field.accessors {
            value = match step.map_err(|error| raised(vm, error))? {
                Accessor::Attribute(name) => vm.get_attribute(&value, &intern(name))?,
                Accessor::Index(index) => vm.get_item(&value, &index.into())?,
                Accessor::Key(key) => vm.get_item(&value, &key.into())?,
            };
        }
        Ok(value)
    }
}

/// Appends `format(value, spec)`.
fn push_formatted(vm: &Vm, out: &mut String, value: &Value, spec: &str) -> VmResult<()> {
    if spec.is_empty() {
        if let Some(text) = value.get_exact::<Str>() {
            out.push_str(text.as_str());
            return Ok(());
        }
        if let Some(i) = value.as_small_int() {
            use std::fmt::Write;
            let _ = write!(out, "{i}");
            return Ok(());
        }
    }
    match format_plain(vm, value, spec) {
        Some(text) => out.push_str(&text?),
        None => out.push_str(vm.format(value, &spec.into())?.as_str()),
    }
    Ok(())
}

// --- % --------------------------------------------------------------------------------------

/// Supplies the arguments of `template % arguments` in order.
struct Arguments<'a> {
    all: &'a Value,
    items: &'a [Value],
    next: usize,
    /// Set once a key was used: then not all arguments need be used.
    by_key: bool,
    /// The value of the key of this conversion, until it is used.
    keyed: Option<Value>,
    /// Whether the template is bytes.
    of_bytes: bool,
}

impl<'a> Arguments<'a> {
    fn new(all: &'a Value, of_bytes: bool) -> Arguments<'a> {
        let items = match all.get::<Tuple>() {
            Some(tuple) => tuple.items(),
            None => std::slice::from_ref(all),
        };
        Arguments { all, items, next: 0, by_key: false, keyed: None, of_bytes }
    }

    fn next(&mut self, vm: &Vm) -> VmResult<Value> {
        if let Some(value) = self.keyed.take() {
            return Ok(value);
        }
        let item = self.items.get(self.next).filter(|_| !self.by_key);
        self.next += 1;
        item.cloned().ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }

    /// Whether the arguments are a mapping, which may remain unused.
    fn is_mapping(&self, vm: &Vm) -> bool {
        let all = self.all;
        let excluded = match all.kind() {
            Some(Kind::Tuple | Kind::Str) => true,
            Some(Kind::Bytes | Kind::ByteArray) => self.of_bytes,
            _ => false,
        };
        !excluded && vm.has_usable_slot(all, SpecialMethod::GetItem)
    }

    /// Makes the value of a key the next argument, and the only one.
    fn find(&mut self, vm: &Vm, key: &Value) -> VmResult<()> {
        if !self.is_mapping(vm) {
            return Err(vm.type_error("format requires a mapping"));
        }
        self.by_key = true;
        self.keyed = Some(vm.get_item(self.all, key)?);
        Ok(())
    }

    fn finish(&self, vm: &Vm, kind: &str) -> VmResult<()> {
        if self.next >= self.items.len() || self.by_key || self.is_mapping(vm) {
            return Ok(());
        }
        Err(vm.type_error(format!("not all arguments converted during {kind} formatting")))
    }

    /// The argument of a `*`, which C stores in a number of this type and size.
    #[inline]
    fn amount(
        &mut self,
        vm: &Vm,
        amount: Option<Amount>,
        (c_type, most): (&str, i64),
    ) -> VmResult<Option<i64>> {
        if amount != Some(Amount::Argument) {
            return Ok(None);
        }
        let value = self.next(vm)?;
        if !int::is_int(&value) {
            return Err(vm.type_error("* wants int"));
        }
        let number = int::to_i64(&value).filter(|number| (-most - 1..=most).contains(number));
        let too_large = || format!("Python int too large to convert to C {c_type}");
        number.map(Some).ok_or_else(|| vm.overflow_error(too_large()))
    }
}

/// `template % arguments`
///
/// # Errors
/// TypeError, ValueError, OverflowError depending on the template and the arguments; KeyError.
pub fn percent(vm: &Vm, template: &str, arguments: &Value) -> VmResult<Ref<Str>> {
    with_buffer(|out| {
        percent_into(vm, template, arguments, out)?;
        Ok(Str::new(out.as_str()))
    })
}

fn percent_into(vm: &Vm, template: &str, arguments: &Value, out: &mut String) -> VmResult<()> {
    let mut arguments = Arguments::new(arguments, false);
    for piece in percent::pieces(template) {
        vm.tick(1)?;
        match piece.map_err(|error| raised(vm, error))? {
            percent::Piece::Literal(text) => out.push_str(text),
            percent::Piece::Bare(kind) => {
                let value = arguments.next(vm)?;
                if !push_bare(vm, out, kind, &value)? {
                    let conversion = Conversion::bare(kind);
                    let layout =
                        conversion.layout(None, None).map_err(|error| raised(vm, error))?;
                    let text = convert(vm, &conversion, kind, layout, &value)?;
                    out.push_str(&vm.paced(|pace| text.text(pace))?);
                }
            }
            percent::Piece::Conversion(conversion) => {
                let (value, layout) = fetch(vm, &conversion, &mut arguments, |key| key.into())?;
                let kind = conversion.kind(false).map_err(|error| raised(vm, error))?;
                if is_bare(&conversion) && push_bare(vm, out, kind, &value)? {
                    continue;
                }
                let text = convert(vm, &conversion, kind, layout, &value)?;
                out.push_str(&vm.paced(|pace| text.text(pace))?);
            }
        }
    }
    arguments.finish(vm, "string")
}

/// Whether a conversion has neither flags nor width nor precision.
fn is_bare(conversion: &Conversion<'_>) -> bool {
    let Conversion { plus, space, alternate, width, precision, .. } = conversion;
    !(*plus || *space || *alternate || width.is_some() || precision.is_some())
}

/// Appends the text of a bare `%s`, or of a small int's `%d`; false for others.
fn push_bare(vm: &Vm, out: &mut String, kind: ConversionKind, value: &Value) -> VmResult<bool> {
    match (kind, value.as_small_int()) {
        (ConversionKind::Str | ConversionKind::Repr | ConversionKind::Decimal, Some(i)) => {
            use std::fmt::Write;
            let _ = write!(out, "{i}");
        }
        (ConversionKind::Str, None) => match value.get_exact::<Str>() {
            Some(text) => out.push_str(text.as_str()),
            None => out.push_str(vm.str(value)?.as_str()),
        },
        (ConversionKind::Repr, None) => out.push_str(vm.repr(value)?.as_str()),
        _ => return Ok(false),
    }
    Ok(true)
}

/// Appends the text of a bare `%b` of bytes, or of a small int's `%d`; false for others.
fn push_bare_bytes(out: &mut Vec<u8>, kind: ConversionKind, value: &Value) -> bool {
    match (kind, value.as_small_int(), value.get_exact::<bytes::Bytes>()) {
        (ConversionKind::Decimal, Some(i), _) => {
            use std::io::Write;
            write!(out, "{i}").is_ok()
        }
        (ConversionKind::Bytes, _, Some(bytes)) => {
            out.extend_from_slice(&bytes.data);
            true
        }
        _ => false,
    }
}

/// `template % arguments` of bytes.
///
/// # Errors
/// As for `percent`.
pub fn percent_bytes(vm: &Vm, template: &[u8], arguments: &Value) -> VmResult<Vec<u8>> {
    // The template is read as Latin-1, so that each byte is a character.
    let mut read = String::new();
    let template = match str::from_utf8(template).ok().filter(|template| template.is_ascii()) {
        Some(template) => template,
        None => {
            vm.grow_text(&mut read, template.len())?;
            for part in template.chunks(PART) {
                vm.tick_bytes(part.len())?;
                read.extend(part.iter().map(|byte| char::from(*byte)));
            }
            &read
        }
    };
    let extend = |out: &mut Vec<u8>, text: &str| match text.is_ascii() {
        true => out.extend_from_slice(text.as_bytes()),
        false => out.extend(text.chars().map(|c| c as u32 as u8)),
    };
    let mut arguments = Arguments::new(arguments, true);
    let mut out = Vec::with_capacity(template.len() + 16);
    for piece in percent::pieces_of_bytes(template) {
        let conversion = match piece.map_err(|error| raised(vm, error))? {
            percent::Piece::Literal(text) => {
                for part in pace::parts(text) {
                    vm.tick_bytes(part.len())?;
                    extend(&mut out, part);
                }
                continue;
            }
            percent::Piece::Bare(kind) => {
                vm.tick(1)?;
                let value = arguments.next(vm)?;
                if !push_bare_bytes(&mut out, kind, &value) {
                    let conversion = Conversion::bare(kind);
                    let layout =
                        conversion.layout(None, None).map_err(|error| raised(vm, error))?;
                    let text = convert_for_bytes(vm, &conversion, kind, layout, &value)?;
                    extend(&mut out, &vm.paced(|pace| text.text(pace))?);
                }
                continue;
            }
            percent::Piece::Conversion(mut conversion) => {
                // Messages about bytes do not distinguish them.
                if conversion.letter == 'i' {
                    conversion.letter = 'd';
                }
                conversion
            }
        };
        vm.tick(1)?;
        let key = |key: &str| {
            let mut bytes = Vec::new();
            extend(&mut bytes, key);
            bytes::Bytes::new(bytes).into_value()
        };
        let (value, layout) = fetch(vm, &conversion, &mut arguments, key)?;
        let kind = conversion.kind(true).map_err(|error| raised(vm, error))?;
        if is_bare(&conversion) && push_bare_bytes(&mut out, kind, &value) {
            continue;
        }
        let text = convert_for_bytes(vm, &conversion, kind, layout, &value)?;
        extend(&mut out, &vm.paced(|pace| text.text(pace))?);
    }
    arguments.finish(vm, "bytes")?;
    Ok(out)
}

/// The text of a conversion in a template of bytes, whose characters are bytes.
fn convert_for_bytes(
    vm: &Vm,
    conversion: &Conversion<'_>,
    kind: ConversionKind,
    layout: Layout,
    value: &Value,
) -> VmResult<Padded> {
    Ok(match kind {
        ConversionKind::Bytes => {
            let data = match bytes::buffer(vm, value)? {
                Some(data) => data.into_vec(vm)?,
                None if vm.has_usable_slot(value, SpecialMethod::Bytes) => {
                    bytes::from_object(vm, value)?
                }
                None => {
                    let shown = type_name(vm, value);
                    return Err(vm.type_error(format!(
                        "%b requires a bytes-like object, or an object that implements \
                         __bytes__, not '{shown}'"
                    )));
                }
            };
            let data: String = data.iter().map(|byte| char::from(*byte)).collect();
            conversion.format_str(layout, &data)
        }
        ConversionKind::Char => {
            let byte = match bytes::buffer(vm, value)? {
                Some(data) if data.len() == 1 => data[0],
                _ if int::is_int(value) => {
                    let byte = int::to_i64(value).and_then(|i| u8::try_from(i).ok());
                    byte.ok_or_else(|| vm.overflow_error("%c arg not in range(256)"))?
                }
                _ => {
                    let message = "%c requires an integer in range(256) or a single byte";
                    return Err(vm.type_error(message));
                }
            };
            conversion.format_char(layout, char::from(byte))
        }
        ConversionKind::Float => match float::require(vm, value) {
            Ok(number) => conversion.format_float(layout, number),
            Err(raised) if vm.ends_program(&raised) => return Err(raised),
            Err(_) => {
                let shown = type_name(vm, value);
                return Err(vm.type_error(format!("float argument required, not {shown}")));
            }
        },
        kind => convert(vm, conversion, kind, layout, value)?,
    })
}

/// The argument of a conversion, with its width and precision.
fn fetch(
    vm: &Vm,
    conversion: &Conversion<'_>,
    arguments: &mut Arguments<'_>,
    make_key: impl Fn(&str) -> Value,
) -> VmResult<(Value, Layout)> {
    if let Some(key) = conversion.key {
        arguments.find(vm, &make_key(key))?;
    }
    let width = arguments.amount(vm, conversion.width, ("ssize_t", i64::MAX))?;
    let precision = arguments.amount(vm, conversion.precision, ("int", i32::MAX.into()))?;
    let layout = conversion.layout(width, precision).map_err(|error| raised(vm, error))?;
    vm.reserve(layout.room())?;
    Ok((arguments.next(vm)?, layout))
}

fn convert(
    vm: &Vm,
    conversion: &Conversion<'_>,
    kind: ConversionKind,
    layout: Layout,
    value: &Value,
) -> VmResult<Padded> {
    Ok(match kind {
        ConversionKind::Str => conversion.format_str(layout, vm.str(value)?.as_str()),
        ConversionKind::Repr => conversion.format_str(layout, vm.repr(value)?.as_str()),
        ConversionKind::Ascii => conversion.format_str(layout, vm.ascii(value)?.as_str()),
        ConversionKind::Decimal | ConversionKind::Radix(_) => {
            let number = integer(vm, conversion, kind, value)?;
            match Number::of(&number) {
                Some(Number::Int(i)) => conversion.format_int(layout, i),
                Some(Number::Big(big)) => {
                    let digits = int_methods::digits(vm, big, conversion.radix())?;
                    conversion.lay_out_integer(layout, big.is_negative(), digits)
                }
                _ => return Err(raised(vm, conversion.wrong_number(&type_name(vm, value)))),
            }
        }
        ConversionKind::Float => conversion.format_float(layout, float::require(vm, value)?),
        ConversionKind::Char => conversion.format_char(layout, character(vm, value)?),
        ConversionKind::Bytes => return Err(vm.type_error("%b requires a bytes-like object")),
    })
}

/// The int of a `%d`, `%x` or `%o`.
fn integer(vm: &Vm, conversion: &Conversion<'_>, kind: ConversionKind, value: &Value) -> VmResult {
    if int::is_int(value) {
        return Ok(value.clone());
    }
    let wrong = || raised(vm, conversion.wrong_number(&type_name(vm, value)));
    let number = if kind == ConversionKind::Decimal {
        let is_real = vm.has_usable_slot(value, SpecialMethod::Int)
            || vm.has_usable_slot(value, SpecialMethod::Index);
        if !is_real {
            return Err(wrong());
        }
        int_methods::from_value(vm, value)
    } else {
        vm.index(value)
    };
    number.map_err(|error| if vm.is_exception(&error, Exc::TypeError) { wrong() } else { error })
}

fn character(vm: &Vm, value: &Value) -> VmResult<char> {
    let wrong = || vm.type_error("%c requires int or char");
    if let Some(text) = value.get::<Str>() {
        let mut chars = text.as_str().chars();
        return match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(c),
            _ => Err(wrong()),
        };
    }
    if !vm.has_usable_slot(value, SpecialMethod::Index) {
        return Err(wrong());
    }
    let code = vm
        .index_clipped(value)
        .map_err(|error| if vm.is_exception(&error, Exc::TypeError) { wrong() } else { error })?;
    char_of(code).map_err(|error: TextError| raised(vm, error))
}
