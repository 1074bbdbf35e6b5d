//! The methods of `bytes`, most of which `bytearray` has too.

use super::bytes::{self, ByteArray, Bytes, Contents, Data};
use super::bytes_sequence::{add, compare, contains, get_item, iterate, multiply, warn_about_str};
use super::encoding;
use super::int;
use super::list::List;
use super::native::{Args, NativeDef, tables};
use super::scalar::{class_argument, raised, type_name};
use super::sequence::{self, repeat_count};
use super::slice::optional_bound;
use super::special::SpecialMethod;
use super::str::Str;
use super::str_format;
use super::str_methods::c_int;
use super::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::text::bytes_ops;
use crate::text::pace::PART;
use crate::text::repr;
use crate::text::search::{self, Justify};
use crate::text::str_ops::Side;
use crate::vm::{Vm, VmResult};
use num_traits::Signed;
use std::ops::Range;

// --- Receivers and results --------------------------------------------------------------------

/// The receiver's bytes. Arguments whose conversion may run the program's code come first.
pub(super) fn this(args: Args<'_>) -> Data<'_> {
    bytes::own_buffer(args.at(0)).unwrap_or(Data::Fixed(&[]))
}

/// A result of the receiver's type.
pub(super) fn like(args: Args<'_>, data: impl Into<Contents>) -> Value {
    of_kind(args.at(0), data)
}

/// A result of the type of `this`.
pub(super) fn of_kind(this: &Value, data: impl Into<Contents>) -> Value {
    if this.kind() == Some(Kind::ByteArray) {
        ByteArray::new(data.into().into_vec()).into_value()
    } else {
        Bytes::new(data).into_value()
    }
}

/// A result that is the receiver itself if that is a plain `bytes` and nothing changed.
///
/// # Errors
/// Same as [`Vm::append`].
pub(super) fn changed(vm: &Vm, args: Args<'_>, data: &[u8]) -> VmResult {
    Ok(match args.at(0).get_exact::<Bytes>() {
        Some(this) if this.data.len() == data.len() => args.at(0).clone(),
        _ if data.len() > PART => like(args, vm.copied(data)?),
        _ => like(args, data),
    })
}

fn list_like<'a>(
    vm: &Vm,
    args: Args<'_>,
    parts: impl Iterator<Item = &'a [u8]>,
) -> VmResult<Vec<Value>> {
    vm.collect(parts.map(|part| like(args, part)))
}

/// The contents for `bytes()` and `bytearray()`, from the arguments from `source` on.
///
/// # Errors
/// TypeError, ValueError, OverflowError or MemoryError, depending on the arguments.
pub(super) fn source(vm: &Vm, args: Args<'_>, target: &str) -> VmResult<Vec<u8>> {
    let encoding = encoding::name_argument(vm, target, "encoding", args.opt(2), "utf-8")?;
    let errors = encoding::name_argument(vm, target, "errors", args.opt(3), "strict")?;
    if target == "bytes"
        && let Some(source) = with_method(vm, args)
    {
        return vm.copied(&bytes::from_method(vm, source)?.data);
    }
    let text = args.opt(1).and_then(|source| source.get::<Str>());
    if let Some(text) = text {
        if args.opt(2).is_none() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        return encoding::encode(vm, text, encoding, errors);
    }
    for (given, name) in [(args.opt(2), "encoding"), (args.opt(3), "errors")] {
        if given.is_some() {
            return Err(vm.type_error(format!("{name} without a string argument")));
        }
    }
    let Some(source) = args.opt(1) else { return Ok(Vec::new()) };
    let is_count = int::is_int(source)
        || (vm.has_usable_slot(source, SpecialMethod::Index) && !bytes::is_buffer(source));
    if is_count {
        let index = vm.index(source)?;
        if int::to_big(&index).is_some_and(|count| count.is_negative()) {
            return Err(vm.value_error("negative count"));
        }
        let count = repeat_count(vm, &index)?.unwrap_or(0);
        return vm.repeated(&[0], count);
    }
    super::memoryview::check_value(vm, source)?;
    match bytes::buffer(vm, source)? {
        Some(data) => data.into_vec(vm),
        None if target == "bytes" => bytes::from_object(vm, source),
        None => bytes::from_iterable(vm, source, target),
    }
}

/// The source of bytes, if its own `__bytes__` makes them.
fn with_method<'a>(vm: &Vm, args: Args<'a>) -> Option<&'a Value> {
    let source = args.opt(1).filter(|_| args.opt(2).is_none() && args.opt(3).is_none())?;
    let has_own =
        source.get_exact::<Bytes>().is_none() && vm.has_slot(source, SpecialMethod::Bytes);
    has_own.then_some(source)
}

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = class_argument(args);
    let is_plain = class.is(&vm.types.bytes);
    if is_plain
        && args.opt(2).is_none()
        && args.opt(3).is_none()
        && let Some(source) = args.opt(1)
        && source.get_exact::<Bytes>().is_some()
    {
        return Ok(source.clone());
    }
    if is_plain && let Some(source) = with_method(vm, args) {
        return bytes::from_method(vm, source).map(Ref::into_value);
    }
    let data = source(vm, args, "bytes")?;
    if is_plain {
        return Ok(Bytes::new(data).into_value());
    }
    Ok(super::construct::of_class(vm, class, Bytes::payload(data)))
}

// --- Arguments ----------------------------------------------------------------------------------

/// Something to look for: bytes, or one byte given by its number.
enum Needle<'a> {
    Bytes(Data<'a>),
    Byte([u8; 1]),
}

impl Needle<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Needle::Bytes(data) => data,
            Needle::Byte(byte) => byte,
        }
    }
}

fn needle<'a>(vm: &Vm, value: &'a Value) -> VmResult<Needle<'a>> {
    if let Some(data) = bytes::buffer(vm, value)? {
        return Ok(Needle::Bytes(data));
    }
    if !int::is_int(value) && !vm.has_usable_slot(value, SpecialMethod::Index) {
        let shown = type_name(vm, value);
        return Err(vm.type_error(format!(
            "argument should be integer or bytes-like object, not '{shown}'"
        )));
    }
    bytes::byte(vm, value, "byte").map(|byte| Needle::Byte([byte]))
}

/// The part selected by the arguments `start` and `end` (the second and third); none if it begins
/// after its end.
fn part(vm: &Vm, args: Args<'_>) -> VmResult<Option<Range<usize>>> {
    let start = optional_bound(vm, args.opt(2))?;
    let end = optional_bound(vm, args.opt(3))?;
    let len = this(args).len() as i64;
    let settle = |at: i64| if at < 0 { at.saturating_add(len).max(0) } else { at };
    let start = start.map_or(0, settle);
    let end = end.map_or(len, |end| settle(end).min(len));
    Ok((start <= end).then_some(start as usize..end as usize))
}

type Find = fn(&[u8], &[u8]) -> Option<usize>;

fn find(vm: &Vm, args: Args<'_>, search: Find) -> VmResult<Option<usize>> {
    let part = part(vm, args)?;
    let needle = needle(vm, args.at(1))?;
    Ok(part.and_then(|part| {
        let start = part.start;
        // `__index__` of the needle may have made the array shorter.
        search(this(args).get(part)?, needle.bytes()).map(|at| start + at)
    }))
}

fn find_or_minus_one(vm: &Vm, args: Args<'_>, search: Find) -> VmResult {
    Ok(find(vm, args, search)?.map_or(Value::small_int(-1), Value::from))
}

fn find_or_raise(vm: &Vm, args: Args<'_>, search: Find) -> VmResult {
    find(vm, args, search)?.map(Value::from).ok_or_else(|| vm.value_error("subsection not found"))
}

fn count(vm: &Vm, args: Args<'_>) -> VmResult {
    let part = part(vm, args)?;
    let needle = needle(vm, args.at(1))?;
    let data = this(args);
    let part = part.and_then(|part| data.get(part));
    Ok(part.map_or(0, |part| bytes_ops::count(part, needle.bytes())).into())
}

fn has_affix(vm: &Vm, args: Args<'_>, method: &str, test: fn(&[u8], &[u8]) -> bool) -> VmResult {
    let part = part(vm, args)?;
    let holds = |affix: &[u8]| {
        let data = this(args);
        part.clone().and_then(|part| data.get(part)).is_some_and(|part| test(part, affix))
    };
    if let Some(affixes) = args[1].get::<Tuple>() {
        for affix in affixes.items() {
            vm.tick(1)?;
            if holds(&bytes::require(vm, affix)?) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match bytes::buffer(vm, &args[1])? {
        Some(affix) => Ok(Value::bool(holds(&affix))),
        None => {
            let shown = type_name(vm, &args[1]);
            Err(vm.type_error(format!(
                "{method} first arg must be bytes or a tuple of bytes, not {shown}"
            )))
        }
    }
}

// --- Splitting and joining ------------------------------------------------------------------------

fn separator<'a>(vm: &Vm, args: Args<'a>) -> VmResult<Option<Data<'a>>> {
    args.some(1).map(|value| bytes::require(vm, value)).transpose()
}

fn split(vm: &Vm, args: Args<'_>) -> VmResult {
    let most = args.opt(2).map_or(Ok(-1), |most| vm.index_clipped(most))?;
    let data = this(args);
    match separator(vm, args)? {
        None => list_like(vm, args, bytes_ops::split_whitespace(&data, most)),
        Some(separator) => {
            let parts = bytes_ops::split(&data, &separator, most);
            list_like(vm, args, parts.map_err(|error| raised(vm, error))?)
        }
    }
    .map(Value::from)
}

fn rsplit(vm: &Vm, args: Args<'_>) -> VmResult {
    let most = args.opt(2).map_or(Ok(-1), |most| vm.index_clipped(most))?;
    let data = this(args);
    let mut parts = match separator(vm, args)? {
        None => list_like(vm, args, bytes_ops::rsplit_whitespace(&data, most))?,
        Some(separator) => {
            let parts = bytes_ops::rsplit(&data, &separator, most);
            list_like(vm, args, parts.map_err(|error| raised(vm, error))?)?
        }
    };
    parts.reverse();
    Ok(parts.into())
}

fn partition(vm: &Vm, args: Args<'_>, search: Find) -> VmResult<Option<[Value; 3]>> {
    let separator = bytes::require(vm, args.at(1))?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let data = this(args);
    Ok(search(&data, &separator).map(|at| {
        let after = &data[at + separator.len()..];
        let middle = match args.at(0).kind() {
            Some(Kind::Bytes) => args.at(1).clone(),
            _ => like(args, &*separator),
        };
        [like(args, &data[..at]), middle, like(args, after)]
    }))
}

/// The bytes objects of a list or tuple, joined; none if there is anything else in it.
fn joined_bytes(vm: &Vm, separator: &[u8], items: &Value) -> Option<VmResult<Vec<u8>>> {
    /// The number of items that are joined between two checks for the end of the program.
    const PIECE: usize = 1024;
    let list = items.get_exact::<List>().map(|list| list.borrow());
    let items = match &list {
        Some(items) => &items[..],
        None => items.get_exact::<Tuple>()?.items(),
    };
    let mut size = separator.len().saturating_mul(items.len().saturating_sub(1));
    for item in items {
        size = size.saturating_add(item.get_exact::<Bytes>()?.data.len());
    }
    let join = || {
        let mut joined = vm.vec_with_capacity(size)?;
        for (at, piece) in items.chunks(PIECE).enumerate() {
            let start = joined.len();
            for (index, part) in piece.iter().filter_map(|item| item.get::<Bytes>()).enumerate() {
                if at > 0 || index > 0 {
                    joined.extend_from_slice(separator);
                }
                joined.extend_from_slice(&part.data);
            }
            vm.tick_bytes(joined.len() - start)?;
        }
        Ok(joined)
    };
    Some(join())
}

fn join(vm: &Vm, args: Args<'_>) -> VmResult {
    if let Some(joined) = joined_bytes(vm, &this(args), &args[1]) {
        return joined.map(|joined| like(args, joined));
    }
    let iterable = vm.has_usable_slot(&args[1], SpecialMethod::Iter)
        || vm.has_usable_slot(&args[1], SpecialMethod::GetItem);
    if !iterable {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.to_vec(&args[1])?;
    let separator = this(args);
    let mut joined = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let exported = bytes::exported(vm, item)?;
        let Some(data) = bytes::buffer(vm, exported.as_ref().unwrap_or(item))? else {
            let shown = type_name(vm, item);
            return Err(vm.type_error(format!(
                "sequence item {at}: expected a bytes-like object, {shown} found"
            )));
        };
        if at > 0 {
            vm.append(&mut joined, &separator)?;
        }
        vm.append(&mut joined, &data)?;
    }
    Ok(like(args, joined))
}

/// Bytes without those that occur earlier, unless they are few anyway.
fn distinct<'a>(vm: &Vm, bytes: Data<'a>) -> VmResult<Data<'a>> {
    if bytes.len() <= 256 {
        return Ok(bytes);
    }
    let mut found = [false; 256];
    vm.in_parts(&bytes, |part| part.iter().for_each(|byte| found[usize::from(*byte)] = true))?;
    Ok(Data::Owned((0..=u8::MAX).filter(|byte| found[usize::from(*byte)]).collect()))
}

fn strip(vm: &Vm, args: Args<'_>, side: Side) -> VmResult {
    let chars = separator(vm, args)?.map(|chars| distinct(vm, chars)).transpose()?;
    let (data, chars) = (this(args), chars.as_deref());
    let mut rest = &data[..];
    // Whole parts, until one has something to keep.
    for (from_start, end) in [(true, Side::Left), (false, Side::Right)] {
        while (side == end || side == Side::Both) && rest.len() > PART {
            let (first, last) = rest.split_at(if from_start { PART } else { rest.len() - PART });
            let (part, others) = if from_start { (first, last) } else { (last, first) };
            if !bytes_ops::strip(part, chars, end).is_empty() {
                break;
            }
            vm.tick_bytes(PART)?;
            rest = others;
        }
    }
    changed(vm, args, bytes_ops::strip(rest, chars, side))
}

fn justify(vm: &Vm, args: Args<'_>, method: &str, justify: Justify) -> VmResult {
    let width = vm.index_clipped(&args[1])?;
    let fill = match args.opt(2) {
        None => b' ',
        Some(value) => match bytes::buffer(vm, value)?.as_deref() {
            Some([fill]) if value.kind() != Some(Kind::Native) => *fill,
            _ => {
                let shown = vm.argument_type(value);
                return Err(vm.type_error(format!(
                    "{method}() argument 2 must be a byte string of length 1, not {shown}"
                )));
            }
        },
    };
    let data = this(args);
    let padding = search::padding(justify, data.len(), width);
    let padding = padding.map_err(|error| raised(vm, error))?;
    Ok(like(args, vm.padded(&data, fill, padding)?))
}

fn replace(vm: &Vm, args: Args<'_>) -> VmResult {
    let count = args.opt(3).map_or(Ok(-1), |count| vm.index_clipped(count))?;
    let (old, new) = (bytes::require(vm, args.at(1))?, bytes::require(vm, args.at(2))?);
    let data = this(args);
    if let (&[old], &[new], ..0) = (&*old, &*new, count)
        && memchr::memchr(old, &data).is_some()
    {
        let replaced = vm.mapped(&data, |&byte| if byte == old { new } else { byte })?;
        return Ok(like(args, replaced));
    }
    let replaced = if sequence::is_short_replacing(&data, &new) {
        bytes_ops::replace(&data, &old, &new, count)
    } else if old.is_empty() {
        sequence::replaced(vm, &data, (0..=data.len(), 0), &new, count)?
    } else {
        let places = memchr::memmem::find_iter(&data[..], &old[..]);
        sequence::replaced(vm, &data, (places, old.len()), &new, count)?
    };
    match replaced {
        Some(replaced) => Ok(like(args, replaced)),
        None => changed(vm, args, &data),
    }
}

fn translate(vm: &Vm, args: Args<'_>) -> VmResult {
    let table = args.some(1).map(|table| bytes::require(vm, table)).transpose()?;
    let table: Option<&[u8; 256]> = match table.as_deref() {
        None => None,
        Some(table) => match table.try_into() {
            Ok(table) => Some(table),
            Err(_) => {
                return Err(vm.value_error("translation table must be 256 characters long"));
            }
        },
    };
    let delete = args.opt(2).map(|delete| bytes::require(vm, delete)).transpose()?;
    let delete = delete.map(|delete| distinct(vm, delete)).transpose()?;
    if let (Some(table), None) = (table, &delete) {
        let translated = vm.mapped(&this(args), |byte| table[usize::from(*byte)])?;
        return Ok(like(args, translated));
    }
    let (data, delete) = (this(args), delete.as_deref().unwrap_or(&[]));
    let mut translated = vm.vec_with_capacity(data.len())?;
    vm.in_parts(&data, |part| bytes_ops::translate(part, table, delete, &mut translated))?;
    Ok(like(args, translated))
}

fn make_table(vm: &Vm, args: Args<'_>) -> VmResult {
    let (from, to) = (bytes::require(vm, args.at(0))?, bytes::require(vm, args.at(1))?);
    let table = bytes_ops::make_table(&from, &to).map_err(|error| raised(vm, error))?;
    Ok(Bytes::new(table.to_vec()).into_value())
}

/// `hex(sep, bytes_per_sep)` of any bytes.
///
/// # Errors
/// TypeError, ValueError for a wrong separator.
pub(super) fn hex(vm: &Vm, args: Args<'_>) -> VmResult {
    let group = c_int(vm, args.opt(2), 1)?;
    let separator = match args.opt(1) {
        None => None,
        Some(value) => match (value.get::<Str>(), bytes::buffer(vm, value)?) {
            (Some(text), _) => Some(text.as_str().to_string()),
            (None, Some(data)) => Some(data.iter().map(|byte| char::from(*byte)).collect()),
            (None, None) => {
                if vm.len(value)? != 1 {
                    return Err(vm.value_error("sep must be length 1."));
                }
                return Err(vm.type_error("sep must be str or bytes."));
            }
        },
    };
    let data = bytes::require(vm, args.at(0))?;
    vm.reserve(data.len().saturating_mul(if separator.is_some() { 6 } else { 4 }))?;
    let separator = bytes_ops::hex_separator(separator.as_deref());
    let separator = separator.map_err(|error| raised(vm, error))?;
    let mut digits = vm.vec_with_capacity(data.len() * 2)?;
    match separator.filter(|_| group != 0) {
        None => vm.in_parts(&data, |part| bytes_ops::push_hex(part, &mut digits))?,
        Some(separator) => {
            let size = group.unsigned_abs() as usize;
            // The odd group is the first one, unless the size is negative.
            let first = if group < 0 { 0 } else { data.len() % size };
            let (first, rest) = data.split_at(first);
            let first = (!first.is_empty()).then_some(first);
            for (at, part) in first.into_iter().chain(rest.chunks(size)).enumerate() {
                vm.tick(part.len())?;
                digits.extend((at > 0).then_some(separator));
                bytes_ops::push_hex(part, &mut digits);
            }
        }
    }
    Ok(vm.utf8(digits)?.unwrap_or_default().into())
}

fn from_hex(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(text) = args[1].get::<Str>() else {
        let shown = vm.argument_type(&args[1]);
        return Err(vm.type_error(format!("fromhex() argument must be str, not {shown}")));
    };
    vm.reserve(text.as_str().len())?;
    let data = vm.paced(|pace| bytes_ops::from_hex(text.as_str(), pace))?;
    let data = data.map_err(|error| raised(vm, error))?;
    if args[0].is(vm.types.bytes.as_value()) {
        return Ok(Bytes::new(data).into_value());
    }
    if args[0].is(vm.types.bytearray.as_value()) {
        return Ok(ByteArray::new(data).into_value());
    }
    vm.call(&args[0], &[Bytes::new(data).into_value()])
}

fn decode(vm: &Vm, args: Args<'_>) -> VmResult {
    if args.opt(1).is_none() && args.opt(2).is_none() {
        let data = this(args);
        if data.len() <= PART
            && data.is_ascii()
            && let Ok(text) = str::from_utf8(&data)
        {
            return Ok(Str::new(text).into_value());
        }
    }
    let encoding = encoding::name_argument(vm, "decode", "encoding", args.opt(1), "utf-8")?;
    let errors = encoding::name_argument(vm, "decode", "errors", args.opt(2), "strict")?;
    encoding::decode(vm, &this(args), encoding, errors).map(Value::from)
}

// --- The table --------------------------------------------------------------------------------------

/// Declares a method that tests all bytes.
macro_rules! test {
    ($name:literal, $doc:literal, $test:expr) => {
        NativeDef::new(concat!($name, "(self, /)"), $doc, |vm, args| {
            let data = this(args);
            vm.paced(|pace| ($test)(&data, pace)).map(Value::bool)
        })
    };
}

/// Declares a method that maps each byte to another.
macro_rules! map {
    ($name:literal, $doc:literal, $map:expr) => {
        NativeDef::new(concat!($name, "(self, /) -> Self"), $doc, |vm, args| {
            let mapped = vm.mapped(&this(args), $map)?;
            Ok(like(args, mapped))
        })
    };
}

/// The methods that `bytes` and `bytearray` share.
pub(super) const SHARED: &[NativeDef] = tables![
    &NativeDef::comparisons(compare),
    &[
        super::memoryview::BUFFER,
        NativeDef::new("__len__(self, /)", "Return len(self).", |_, args| Ok(this(args)
            .len()
            .into())),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", iterate),
        NativeDef::new("__contains__(self, key, /)", "Return bool(key in self).", contains),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::sequence(SpecialMethod::Add, add),
        NativeDef::sequence(SpecialMethod::Mul, multiply),
        NativeDef::sequence(SpecialMethod::RMul, multiply),
        NativeDef::new("__mod__(self, value, /)", "Return self%value.", |vm, args| {
            let template = vm.copied(&this(args))?;
            Ok(like(args, str_format::percent_bytes(vm, &template, &args[1])?))
        }),
        NativeDef::new("__rmod__(self, value, /)", "Return value%self.", |_, _| {
            Ok(Value::NOT_IMPLEMENTED)
        }),
        NativeDef::new(
            "capitalize(self, /)",
            "B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character capitalized (ASCII)\nand the rest lower-cased.",
            |vm, args| {
                let mut mapped = vm.mapped(&this(args), u8::to_ascii_lowercase)?;
                mapped.first_mut().into_iter().for_each(u8::make_ascii_uppercase);
                Ok(like(args, mapped))
            },
        ),
        map!(
            "lower",
            "Return a copy of B with all ASCII characters converted to lowercase.",
            u8::to_ascii_lowercase
        ),
        map!(
            "upper",
            "Return a copy of B with all ASCII characters converted to uppercase.",
            u8::to_ascii_uppercase
        ),
        map!("title", "Return a titlecased version of B (ASCII).", bytes_ops::title_case()),
        map!(
            "swapcase",
            "Return a copy of B with uppercase ASCII characters converted to lowercase and vice versa.",
            bytes_ops::swap_case
        ),
        test!(
            "isalnum",
            "Whether all bytes of B are alphanumeric (ASCII) and there is one.",
            |b: &[u8], pace| bytes_ops::all_nonempty(b, u8::is_ascii_alphanumeric, pace)
        ),
        test!(
            "isalpha",
            "Whether all bytes of B are alphabetic (ASCII) and there is one.",
            |b: &[u8], pace| { bytes_ops::all_nonempty(b, u8::is_ascii_alphabetic, pace) }
        ),
        test!(
            "isascii",
            "Return True if B is empty or all characters in B are ASCII.",
            |b: &[u8], pace| {
                Ok(b.is_empty() || bytes_ops::all_nonempty(b, u8::is_ascii, pace)?)
            }
        ),
        test!(
            "isdigit",
            "Whether all bytes of B are digits (ASCII) and there is one.",
            |b: &[u8], pace| { bytes_ops::all_nonempty(b, u8::is_ascii_digit, pace) }
        ),
        test!(
            "isspace",
            "Whether all bytes of B are whitespace and there is one.",
            |b: &[u8], pace| {
                bytes_ops::all_nonempty(b, |byte| bytes_ops::is_space(*byte), pace)
            }
        ),
        test!(
            "islower",
            "Whether all cased bytes of B are lowercase, and one is.",
            bytes_ops::is_lower
        ),
        test!(
            "isupper",
            "Whether all cased bytes of B are uppercase, and one is.",
            bytes_ops::is_upper
        ),
        test!("istitle", "Whether B is titlecased (ASCII) and has a letter.", bytes_ops::is_title),
        NativeDef::new(
            "center(self, width, fillchar=b' ', /) -> Self",
            "Return a centered string of length width.\n\nPadding is done using the specified fill character.",
            |vm, args| justify(vm, args, "center", Justify::Center),
        ),
        NativeDef::new(
            "ljust(self, width, fillchar=b' ', /) -> Self",
            "Return a left-justified string of length width.\n\nPadding is done using the specified fill character.",
            |vm, args| justify(vm, args, "ljust", Justify::Left),
        ),
        NativeDef::new(
            "rjust(self, width, fillchar=b' ', /) -> Self",
            "Return a right-justified string of length width.\n\nPadding is done using the specified fill character.",
            |vm, args| justify(vm, args, "rjust", Justify::Right),
        ),
        NativeDef::new(
            "zfill(self, width, /)",
            "Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe original string is never truncated.",
            |vm, args| {
                let width = vm.index_clipped(&args[1])?;
                let data = this(args);
                let padding = search::padding(Justify::Right, data.len(), width);
                let padding = padding.map_err(|error| raised(vm, error))?;
                let sign = usize::from(matches!(data.first(), Some(b'+' | b'-')));
                let mut padded = vm.padded(&data[sign..], b'0', padding)?;
                padded.splice(..0, data[..sign].iter().copied());
                Ok(like(args, padded))
            },
        ),
        NativeDef::new(
            "expandtabs(self, /, tabsize=8)",
            "Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.",
            |vm, args| {
                let size = c_int(vm, args.opt(1), 8)?;
                let data = this(args);
                let (mut column, mut expanded) = (0, vm.vec_with_capacity(data.len())?);
                vm.in_parts(&data, |part| {
                    search::expand_tabs(part, size, &mut column, |_| true, &mut expanded);
                })?;
                Ok(like(args, expanded))
            },
        ),
        NativeDef::new(
            "count(self, sub, start=None, end=None, /)",
            "Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].",
            count,
        ),
        NativeDef::new(
            "find(self, sub, start=None, end=None, /)",
            "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\nReturn -1 on failure.",
            |vm, args| find_or_minus_one(vm, args, bytes_ops::find),
        ),
        NativeDef::new(
            "rfind(self, sub, start=None, end=None, /)",
            "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\nReturn -1 on failure.",
            |vm, args| find_or_minus_one(vm, args, bytes_ops::rfind),
        ),
        NativeDef::new(
            "index(self, sub, start=None, end=None, /)",
            "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\nRaise ValueError if the subsection is not found.",
            |vm, args| find_or_raise(vm, args, bytes_ops::find),
        ),
        NativeDef::new(
            "rindex(self, sub, start=None, end=None, /)",
            "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\nRaise ValueError if the subsection is not found.",
            |vm, args| find_or_raise(vm, args, bytes_ops::rfind),
        ),
        NativeDef::new(
            "startswith(self, prefix, start=None, end=None, /)",
            "Return True if the bytes starts with the specified prefix, False otherwise.\n\n  prefix\n    A bytes or a tuple of bytes to try.",
            |vm, args| has_affix(vm, args, "startswith", |data, affix| data.starts_with(affix)),
        ),
        NativeDef::new(
            "endswith(self, suffix, start=None, end=None, /)",
            "Return True if the bytes ends with the specified suffix, False otherwise.\n\n  suffix\n    A bytes or a tuple of bytes to try.",
            |vm, args| has_affix(vm, args, "endswith", |data, affix| data.ends_with(affix)),
        ),
        NativeDef::new(
            "removeprefix(self, prefix, /) -> Self",
            "Return a bytes object with the given prefix string removed if present.",
            |vm, args| {
                let (affix, data) = (bytes::require(vm, args.at(1))?, this(args));
                changed(vm, args, data.strip_prefix(&*affix).unwrap_or(&data))
            },
        ),
        NativeDef::new(
            "removesuffix(self, suffix, /) -> Self",
            "Return a bytes object with the given suffix string removed if present.",
            |vm, args| {
                let (affix, data) = (bytes::require(vm, args.at(1))?, this(args));
                changed(vm, args, data.strip_suffix(&*affix).unwrap_or(&data))
            },
        ),
        NativeDef::new(
            "strip(self, bytes=None, /) -> Self",
            "Strip leading and trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading and trailing ASCII whitespace.",
            |vm, args| strip(vm, args, Side::Both),
        ),
        NativeDef::new(
            "lstrip(self, bytes=None, /) -> Self",
            "Strip leading bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading ASCII whitespace.",
            |vm, args| strip(vm, args, Side::Left),
        ),
        NativeDef::new(
            "rstrip(self, bytes=None, /) -> Self",
            "Strip trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip trailing ASCII whitespace.",
            |vm, args| strip(vm, args, Side::Right),
        ),
        NativeDef::new(
            "split(self, /, sep=None, maxsplit=-1) -> list",
            "Return a list of the sections in the bytes, using sep as the delimiter.\n\nWithout a delimiter, runs of ASCII whitespace delimit.",
            split,
        ),
        NativeDef::new(
            "rsplit(self, /, sep=None, maxsplit=-1) -> list",
            "Return a list of the sections in the bytes, using sep as the delimiter.\n\nSplitting is done starting at the end of the bytes and working to the front.",
            rsplit,
        ),
        NativeDef::new(
            "splitlines(self, /, keepends=False) -> list",
            "Return a list of the lines in the bytes, breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends is given and\ntrue.",
            |vm, args| {
                let keep = args.opt(1).map_or(Ok(false), |keep| vm.truthy(keep))?;
                let data = this(args);
                list_like(vm, args, bytes_ops::split_lines(&data, keep)).map(Value::from)
            },
        ),
        NativeDef::new(
            "partition(self, sep, /)",
            "Partition the bytes into three parts using the given separator.\n\nIf the separator is not found, returns a 3-tuple containing the original bytes\nobject and two empty bytes objects.",
            |vm, args| {
                let found = partition(vm, args, bytes_ops::find)?;
                let parts = found
                    .unwrap_or_else(|| [like(args, &*this(args)), like(args, []), like(args, [])]);
                Ok(Tuple::new(parts).into_value())
            },
        ),
        NativeDef::new(
            "rpartition(self, sep, /)",
            "Partition the bytes into three parts using the given separator.\n\nIf the separator is not found, returns a 3-tuple containing two empty bytes\nobjects and the original bytes object.",
            |vm, args| {
                let found = partition(vm, args, bytes_ops::rfind)?;
                let parts = found
                    .unwrap_or_else(|| [like(args, []), like(args, []), like(args, &*this(args))]);
                Ok(Tuple::new(parts).into_value())
            },
        ),
        NativeDef::new(
            "join(self, iterable_of_bytes, /) -> Self",
            "Concatenate any number of bytes objects.\n\nThe bytes whose method is called is inserted in between each pair.\n\nThe result is returned as a new bytes object.\n\nExample: b'.'.join([b'ab', b'pq', b'rs']) -> b'ab.pq.rs'.",
            join,
        ),
        NativeDef::new(
            "replace(self, old, new, count=-1, /) -> Self",
            "Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.",
            replace,
        ),
        NativeDef::new(
            "translate(self, table, /, delete=b'')",
            "Return a copy with each character mapped by the given translation table.\n\n  table\n    Translation table, which must be a bytes object of length 256.\n\nAll characters occurring in the optional argument delete are removed.\nThe remaining characters are mapped through the given translation table.",
            translate,
        ),
        NativeDef::static_method(
            "maketrans(frm, to, /)",
            "Return a translation table usable for the bytes or bytearray translate method.\n\nThe bytes objects frm and to must be of the same length.",
            make_table,
        ),
        NativeDef::new(
            "hex(self, /, sep=None, bytes_per_sep=1) -> str",
            "Create a string of hexadecimal numbers from a bytes object.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n    right, negative values count from the left.\n\nExample:\n>>> value = b'\\xb9\\x01\\xef'\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'",
            hex,
        ),
        NativeDef::class(
            "fromhex(cls, string, /)",
            "Create a bytes object from a string of hexadecimal numbers.\n\nSpaces between two numbers are accepted.\nExample: bytes.fromhex('B9 01EF') -> b'\\\\xb9\\\\x01\\\\xef'.",
            from_hex,
        ),
        NativeDef::new(
            "decode(self, /, encoding='utf-8', errors='strict') -> str",
            "Decode the bytes using the codec registered for encoding.\n\n  encoding\n    The encoding with which to decode the bytes.\n  errors\n    The error handling scheme to use for the handling of decoding errors.\n    The default is 'strict' meaning that decoding errors raise a\n    UnicodeDecodeError. Other possible values are 'ignore' and 'replace'.",
            decode,
        ),
        NativeDef::new("__sizeof__(self, /)", "Size of object in memory, in bytes.", |_, args| {
            Ok((this(args).len() + 33).into())
        }),
        NativeDef::new("__getnewargs__(self, /)", "", |_, args| {
            Ok(Tuple::new([Bytes::new(&*this(args)).into_value()]).into_value())
        }),
    ]
];

/// The methods of `bytes`.
pub const METHODS: &[NativeDef] = tables![
    SHARED,
    &[
        NativeDef::static_method(
            "__new__(cls, source=b'', encoding='utf-8', errors='strict')",
            "Create and return a new object.",
            construct,
        ),
        NativeDef::hash(|_, this| Ok(this.receiver::<Bytes>().hash())),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, args| {
            vm.paced(|pace| repr::bytes_repr_paced(&this(args), pace)).map(Value::from)
        }),
        NativeDef::new("__str__(self, /)", "Return str(self).", |vm, args| {
            warn_about_str(vm, args.at(0))?;
            vm.paced(|pace| repr::bytes_repr_paced(&this(args), pace)).map(Value::from)
        }),
        NativeDef::new(
            "__bytes__(self, /)",
            "Convert this value to exact type bytes.",
            |vm, args| changed(vm, args, &this(args))
        ),
    ]
];
