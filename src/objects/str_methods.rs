//! The methods of `str`.

use super::bytes::{self, Bytes};
use super::encoding;
use super::list::List;
use super::native::{Args, ClassDef, NativeDef, tables};
use super::scalar::{class_argument, format_argument, padded, raised, type_name};
use super::sequence::{self, repeat_count};
use super::slice::optional_bound;
use super::special::SpecialMethod;
use super::str::Str;
use super::str_format::{self, Source};
use super::str_sequence::{changed, count_of_chars, or_plain, plain};
use super::str_translate::{make_table, translate};
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Value};
use crate::text::pace::Padded;
use crate::text::search::{self, Justify};
use crate::text::str_ops::{self, Side};
use crate::text::{format_spec as text_format, unicode};
use crate::vm::{Vm, VmResult};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

pub use super::str_sequence::{
    character, compare, concat, contains, get_item, iterate, join, repeat, substring,
};

// --- Arguments ----------------------------------------------------------------------------------

/// The receiver.
fn this(args: Args<'_>) -> &Ref<Str> {
    args.this::<Str>()
}

/// A string argument of a method with several arguments: `find() argument 1 must be str, not int`.
fn text_argument<'a>(
    vm: &Vm,
    args: Args<'a>,
    index: usize,
    method: &str,
) -> VmResult<&'a Ref<Str>> {
    let value = args.at(index);
    value.get::<Str>().ok_or_else(|| {
        let shown = vm.argument_type(value);
        vm.type_error(format!("{method}() argument {index} must be str, not {shown}"))
    })
}

/// A string argument of a method with a single argument.
fn only_argument<'a>(vm: &Vm, args: Args<'a>, what: &str) -> VmResult<&'a Ref<Str>> {
    let value = args.at(1);
    value.get::<Str>().ok_or_else(|| {
        let shown = if what.is_empty() { type_name(vm, value) } else { vm.argument_type(value) };
        vm.type_error(format!("{what}must be str, not {shown}"))
    })
}

/// The part of a text between two optional positions.
struct Part<'a> {
    text: &'a str,
    /// Its start in the whole text, in code points.
    start: usize,
}

/// The part selected by the arguments `start` and `end` (from `index` on); none if it begins after
/// its end, so that it does not even contain the empty string.
fn part<'a>(
    vm: &Vm,
    text: &'a Ref<Str>,
    args: Args<'_>,
    index: usize,
) -> VmResult<Option<Part<'a>>> {
    let start = optional_bound(vm, args.opt(index))?;
    let end = optional_bound(vm, args.opt(index + 1))?;
    let len = text.len() as i64;
    let settle = |at: i64| if at < 0 { at.saturating_add(len).max(0) } else { at };
    let start = start.map_or(0, settle);
    let end = end.map_or(len, |end| settle(end).min(len));
    if start > end {
        return Ok(None);
    }
    let (start, end) = (start as usize, end as usize);
    let text = if end - start == text.len() { text.as_str() } else { text.slice(start, end) };
    Ok(Some(Part { text, start }))
}

type Find = fn(&str, &str) -> Option<usize>;

/// The position where `find`, `index` and the like find their argument, in code points.
fn find(vm: &Vm, args: Args<'_>, method: &str, search: Find) -> VmResult<Option<usize>> {
    let needle = text_argument(vm, args, 1, method)?;
    let Some(part) = part(vm, this(args), args, 2)? else { return Ok(None) };
    let found = search(part.text, needle.as_str());
    Ok(found.map(|at| part.start + count_of_chars(&part.text[..at])))
}

fn find_or_minus_one(vm: &Vm, args: Args<'_>, method: &str, search: Find) -> VmResult {
    let found = find(vm, args, method, search)?;
    Ok(found.map_or(Value::small_int(-1), Value::from))
}

fn find_or_raise(vm: &Vm, args: Args<'_>, method: &str, search: Find) -> VmResult {
    let found = find(vm, args, method, search)?;
    found.map(Value::from).ok_or_else(|| vm.value_error("substring not found"))
}

fn count(vm: &Vm, args: Args<'_>) -> VmResult {
    let needle = text_argument(vm, args, 1, "count")?;
    let part = part(vm, this(args), args, 2)?;
    Ok(part.map_or(0, |part| str_ops::count(part.text, needle.as_str())).into())
}

/// `startswith` and `endswith`.
fn has_affix(vm: &Vm, args: Args<'_>, method: &str, test: fn(&str, &str) -> bool) -> VmResult {
    let part = part(vm, this(args), args, 2)?;
    let holds = |affix: &Str| part.as_ref().is_some_and(|part| test(part.text, affix.as_str()));
    if let Some(affix) = args[1].get::<Str>() {
        return Ok(Value::bool(holds(affix)));
    }
    let Some(affixes) = args[1].get::<Tuple>() else {
        let shown = type_name(vm, &args[1]);
        return Err(
            vm.type_error(format!("{method} first arg must be str or a tuple of str, not {shown}"))
        );
    };
    for affix in affixes.items() {
        let Some(text) = affix.get::<Str>() else {
            let shown = type_name(vm, affix);
            return Err(
                vm.type_error(format!("tuple for {method} must only contain str, not {shown}"))
            );
        };
        if holds(text) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

// --- Splitting ------------------------------------------------------------------------------------

/// A list of parts.
fn parts<'a>(vm: &Vm, parts: impl Iterator<Item = &'a str>) -> VmResult {
    Ok(List::new(vm.collect(parts.map(substring))?).into_value())
}

/// A list of parts that were found from the right.
fn parts_from_right<'a>(vm: &Vm, parts: impl Iterator<Item = &'a str>) -> VmResult {
    let mut parts = vm.collect(parts.map(substring))?;
    parts.reverse();
    Ok(List::new(parts).into_value())
}

/// The separator of `split`; none means whitespace.
fn separator<'a>(vm: &Vm, args: Args<'a>) -> VmResult<Option<&'a str>> {
    match args.some(1) {
        None => Ok(None),
        Some(value) => match value.get::<Str>() {
            Some(text) => Ok(Some(text.as_str())),
            None => {
                let shown = type_name(vm, value);
                Err(vm.type_error(format!("must be str or None, not {shown}")))
            }
        },
    }
}

fn most_splits(vm: &Vm, args: Args<'_>) -> VmResult<i64> {
    args.opt(2).map_or(Ok(-1), |most| vm.index_clipped(most))
}

fn split(vm: &Vm, args: Args<'_>) -> VmResult {
    let most = most_splits(vm, args)?;
    let (text, separator) = (this(args).as_str(), separator(vm, args)?);
    match separator {
        None => parts(vm, str_ops::split_whitespace(text, most)),
        Some(separator) => {
            let found = str_ops::split(text, separator, most).map_err(|error| raised(vm, error))?;
            parts(vm, found)
        }
    }
}

fn rsplit(vm: &Vm, args: Args<'_>) -> VmResult {
    let most = most_splits(vm, args)?;
    let (text, separator) = (this(args).as_str(), separator(vm, args)?);
    match separator {
        None => parts_from_right(vm, str_ops::rsplit_whitespace(text, most)),
        Some(separator) => {
            let found =
                str_ops::rsplit(text, separator, most).map_err(|error| raised(vm, error))?;
            parts_from_right(vm, found)
        }
    }
}

fn partition(vm: &Vm, args: Args<'_>) -> VmResult {
    let separator = only_argument(vm, args, "")?;
    let found = str_ops::partition(this(args).as_str(), separator.as_str());
    Ok(match found.map_err(|error| raised(vm, error))? {
        Some((before, after)) => {
            Tuple::new([substring(before), plain(separator), substring(after)])
        }
        None => Tuple::new([plain(this(args)), substring(""), substring("")]),
    }
    .into_value())
}

fn rpartition(vm: &Vm, args: Args<'_>) -> VmResult {
    let separator = only_argument(vm, args, "")?;
    let found = str_ops::rpartition(this(args).as_str(), separator.as_str());
    Ok(match found.map_err(|error| raised(vm, error))? {
        Some((before, after)) => {
            Tuple::new([substring(before), plain(separator), substring(after)])
        }
        None => Tuple::new([substring(""), substring(""), plain(this(args))]),
    }
    .into_value())
}

/// The size in bytes of characters to strip among which a table finds one faster.
const MANY: usize = 256;

/// The characters of a text.
fn distinct(vm: &Vm, text: &str) -> VmResult<FxHashSet<char>> {
    let mut all = FxHashSet::default();
    for c in text.chars() {
        vm.tick(1)?;
        all.insert(c);
    }
    Ok(all)
}

fn strip(vm: &Vm, args: Args<'_>, method: &str, side: Side) -> VmResult {
    let chars = match args.some(1) {
        None => None,
        Some(value) => match value.get::<Str>() {
            Some(chars) => Some(chars.as_str()),
            None => return Err(vm.type_error(format!("{method} arg must be None or str"))),
        },
    };
    let many = chars.filter(|chars| chars.len() > MANY).map(|chars| distinct(vm, chars));
    let many = many.transpose()?;
    let mut text = this(args).as_str();
    for (from_start, end) in [(true, Side::Left), (false, Side::Right)] {
        if side == end || side == Side::Both {
            text = vm.stripped(text, from_start, |part| match &many {
                Some(many) => str_ops::strip_where(part, |c| many.contains(&c), end),
                None => str_ops::strip(part, chars, end),
            })?;
        }
    }
    Ok(changed(this(args), text))
}

// --- Padding and replacing --------------------------------------------------------------

/// The size of justified text that is made at once, in bytes.
const SHORT: usize = 1024;

/// Appends a character several times.
fn push_short_fill(text: &mut CompactString, fill: char, mut count: usize) {
    const BLANKS: &str = "                                ";
    if fill != ' ' {
        text.extend(std::iter::repeat_n(fill, count));
        return;
    }
    while count > 0 {
        let part = &BLANKS[..count.min(BLANKS.len())];
        text.push_str(part);
        count -= part.len();
    }
}

fn justify(vm: &Vm, args: Args<'_>, justify: Justify) -> VmResult {
    let width = vm.index_clipped(&args[1])?;
    let fill = match args.opt(2) {
        None => ' ',
        Some(value) => {
            let Some(fill) = value.get::<Str>() else {
                let shown = type_name(vm, value);
                return Err(vm.type_error(format!(
                    "The fill character must be a unicode character, not {shown}"
                )));
            };
            let mut chars = fill.as_str().chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => c,
                _ => {
                    let message = "The fill character must be exactly one character long";
                    return Err(vm.type_error(message));
                }
            }
        }
    };
    vm.reserve((width.max(0) as usize).saturating_mul(fill.len_utf8()))?;
    let text = this(args);
    let padding = search::padding(justify, text.len(), width);
    let (before, after) = padding.map_err(|error| raised(vm, error))?;
    if before + after == 0 {
        return Ok(or_plain(text, None));
    }
    let size = text.as_str().len().saturating_add((before + after).saturating_mul(fill.len_utf8()));
    if size <= SHORT {
        let mut padded = CompactString::with_capacity(size);
        push_short_fill(&mut padded, fill, before);
        padded.push_str(text.as_str());
        push_short_fill(&mut padded, fill, after);
        return Ok(Str::new(padded).into_value());
    }
    let mut padded = Padded::default();
    padded.push_fill(fill, before);
    padded.push_str(text.as_str());
    padded.push_fill(fill, after);
    Ok(or_plain(text, Some(vm.paced(|pace| padded.text(pace))?)))
}

/// An argument that is a C int.
///
/// # Errors
/// TypeError, OverflowError if it is none.
pub fn c_int(vm: &Vm, value: Option<&Value>, default: i32) -> VmResult<i32> {
    let Some(value) = value else { return Ok(default) };
    i32::try_from(vm.index_clipped(value)?)
        .map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

fn replace(vm: &Vm, args: Args<'_>) -> VmResult {
    let old = text_argument(vm, args, 1, "replace")?;
    let new = text_argument(vm, args, 2, "replace")?;
    let count = args.opt(3).map_or(Ok(-1), |count| vm.index_clipped(count))?;
    let text = this(args);
    let [whole, part, by] = [text, old, new].map(|text| text.as_str());
    if sequence::is_short_replacing(whole.as_bytes(), by.as_bytes()) {
        return Ok(or_plain(text, str_ops::replace(whole, part, by, count)));
    }
    let (whole, by) = (whole.as_bytes(), by.as_bytes());
    let replaced = if part.is_empty() {
        let starts = text.as_str().char_indices().map(|(at, _)| at).chain([whole.len()]);
        sequence::replaced(vm, whole, (starts, 0), by, count)?
    } else {
        let places = memchr::memmem::find_iter(whole, part.as_bytes());
        sequence::replaced(vm, whole, (places, part.len()), by, count)?
    };
    // Parts of UTF-8 between characters are UTF-8.
    let replaced = replaced.map_or(Ok(None), |bytes| vm.utf8(bytes))?;
    Ok(or_plain(text, replaced))
}

fn remove_affix<'a>(
    vm: &Vm,
    args: Args<'a>,
    argument: &str,
    strip: fn(&'a str, &str) -> Option<&'a str>,
) -> VmResult {
    let affix = only_argument(vm, args, argument)?;
    let text = this(args);
    Ok(strip(text.as_str(), affix.as_str()).map_or_else(|| plain(text), |rest| changed(text, rest)))
}

// --- The class --------------------------------------------------------------------------------------

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = class_argument(args);
    let text = match args.opt(1) {
        None => Str::new("").into_value(),
        Some(object) if args.opt(2).is_none() && args.opt(3).is_none() => {
            vm.str(object)?.into_value()
        }
        Some(object) => {
            let encoding = encoding::name_argument(vm, "str", "encoding", args.opt(2), "utf-8")?;
            let errors = encoding::name_argument(vm, "str", "errors", args.opt(3), "strict")?;
            if object.get::<Str>().is_some() {
                return Err(vm.type_error("decoding str is not supported"));
            }
            let Some(data) = bytes::buffer(vm, object)? else {
                let shown = type_name(vm, object);
                return Err(vm.type_error(format!(
                    "decoding to str: need a bytes-like object, {shown} found"
                )));
            };
            encoding::decode(vm, &data, encoding, errors)?.into()
        }
    };
    if class.is(&vm.types.str) {
        return Ok(text);
    }
    let text = text.get::<Str>().map_or("", |text| text.as_str());
    Ok(super::construct::of_class(vm, class, Str::payload(text)))
}

fn encode(vm: &Vm, args: Args<'_>) -> VmResult {
    let text = this(args);
    if args.opt(1).is_none() && args.opt(2).is_none() && text.is_ascii() {
        return Bytes::copied(vm, text.as_str().as_bytes()).map(Ref::into_value);
    }
    let encoding = encoding::name_argument(vm, "encode", "encoding", args.opt(1), "utf-8")?;
    let errors = encoding::name_argument(vm, "encode", "errors", args.opt(2), "strict")?;
    Ok(Bytes::new(encoding::encode(vm, this(args), encoding, errors)?).into_value())
}

fn format_method(vm: &Vm, args: Args<'_>) -> VmResult {
    let spec = format_argument(vm, args.at(1))?;
    if spec.is_empty() {
        return Ok(vm.str(&args[0])?.into_value());
    }
    let name = type_name(vm, &args[0]);
    let text = text_format::format_str(this(args).as_str(), spec, &name);
    padded(vm, text).map(Value::from)
}

fn multiply(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    match repeat_count(vm, count)? {
        Some(count) => repeat(vm, this.receiver(), count),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Declares a method that tests each character.
macro_rules! test_all {
    ($name:literal, $doc:literal, $test:path) => {
        NativeDef::new(concat!($name, "(self, /)"), $doc, |vm, args| {
            let text = this(args).as_str();
            let holds =
                if text.is_empty() { $test("") } else { vm.every_part_of_text(text, $test)? };
            Ok(Value::bool(holds))
        })
    };
}

/// Declares a method that tests the whole text.
macro_rules! test {
    ($name:literal, $doc:literal, $test:path) => {
        NativeDef::new(concat!($name, "(self, /)"), $doc, |vm, args| {
            vm.paced(|pace| $test(this(args).as_str(), pace)).map(Value::bool)
        })
    };
}

/// Declares a method that maps a text to another, part by part.
macro_rules! map {
    ($name:literal, $doc:literal, $map:path) => {
        NativeDef::new(concat!($name, "(self, /) -> str"), $doc, |vm, args| {
            let text = this(args).as_str();
            vm.mapped_text(text, |range, to| $map(text, range, to)).map(Value::from)
        })
    };
}

fn compare_method(_: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    Ok(match other.get::<Str>() {
        Some(other) => Value::bool(compare(op, this.receiver(), other)),
        None => Value::NOT_IMPLEMENTED,
    })
}

/// `str`
pub static CLASS: ClassDef = ClassDef {
    name: "str",
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    kind: Kind::Str,
    subclassable: true,
    methods: tables![
        &NativeDef::comparisons(compare_method),
        &[
            NativeDef::static_method(
                "__new__(cls, object='', encoding='utf-8', errors='strict')",
                "Create and return a new object.",
                construct,
            )
            .counting_first(),
            NativeDef::hash(|_, this| Ok(this.receiver::<Str>().hash())),
            NativeDef::unary(SpecialMethod::Repr, |vm, this| {
                vm.str_repr(this.receiver::<Str>().as_str()).map(Value::from)
            }),
            NativeDef::unary(SpecialMethod::Str, |_, this| Ok(plain(this.receiver()))),
            NativeDef::length(|_, this| Ok(this.receiver::<Str>().len())),
            NativeDef::unary(SpecialMethod::Iter, |vm, this| Ok(iterate(vm, this.receiver()))),
            NativeDef::contains(|vm, this, item| contains(vm, this.receiver(), item)),
            NativeDef::binary(SpecialMethod::GetItem, |vm, this, key| {
                get_item(vm, this.receiver(), key)
            }),
            NativeDef::sequence(SpecialMethod::Add, |vm, this, other| match other.get::<Str>() {
                Some(other) => Ok(concat(vm, this.receiver::<Str>(), other)?.into_value()),
                None => Ok(Value::NOT_IMPLEMENTED),
            }),
            NativeDef::sequence(SpecialMethod::Mul, multiply),
            NativeDef::sequence(SpecialMethod::RMul, multiply),
            NativeDef::binary(SpecialMethod::Mod, |vm, this, values| {
                str_format::percent(vm, this.receiver::<Str>().as_str(), values)
                    .map(Ref::into_value)
            }),
            NativeDef::binary(SpecialMethod::RMod, |vm, this, left| match left.get::<Str>() {
                Some(left) => str_format::percent(vm, left.as_str(), this).map(Ref::into_value),
                None => Ok(Value::NOT_IMPLEMENTED),
            }),
            NativeDef::new(
                "__format__(self, format_spec, /)",
                "Return a formatted version of the string as described by format_spec.",
                format_method,
            ),
            NativeDef::new("__getnewargs__(self, /)", "", |_, args| {
                Ok(Tuple::new([Str::new(this(args).as_str()).into_value()]).into_value())
            }),
            NativeDef::new(
                "__sizeof__(self, /)",
                "Return the size of the string in memory, in bytes.",
                |_, args| Ok(Value::from(size_of::<Str>() + this(args).as_str().len())),
            ),
            NativeDef::new(
                "encode(self, /, encoding='utf-8', errors='strict') -> bytes",
                "Encode the string using the codec registered for encoding.\n\n  encoding\n    The encoding in which to encode the string.\n  errors\n    The error handling scheme to use for encoding errors.\n    The default is 'strict' meaning that encoding errors raise a\n    UnicodeEncodeError.  Other possible values are 'ignore', 'replace' and\n    'xmlcharrefreplace'.",
                encode,
            ),
            NativeDef::new(
                "replace(self, old, new, /, count=-1) -> str",
                "Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.",
                replace,
            ),
            NativeDef::new(
                "split(self, /, sep=None, maxsplit=-1) -> list",
                "Return a list of the substrings in the string, using sep as the separator string.\n\nWithout a separator, runs of whitespace separate, and empty strings are\nleft out of the result. Splitting starts at the front of the string.",
                split,
            ),
            NativeDef::new(
                "rsplit(self, /, sep=None, maxsplit=-1) -> list",
                "Return a list of the substrings in the string, using sep as the separator string.\n\nSplitting starts at the end of the string and works to the front.",
                rsplit,
            ),
            NativeDef::new(
                "join(self, iterable, /) -> str",
                "Concatenate any number of strings.\n\nThe string whose method is called is inserted in between each given string.\nThe result is returned as a new string.\n\nExample: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'",
                |vm, args| join(vm, this(args), &args[1]),
            ),
            map!(
                "capitalize",
                "Return a capitalized version of the string.\n\nMore specifically, make the first character have upper case and the rest lower\ncase.",
                unicode::capitalize
            ),
            map!(
                "casefold",
                "Return a version of the string suitable for caseless comparisons.",
                unicode::casefold
            ),
            map!(
                "title",
                "Return a version of the string where each word is titlecased.\n\nMore specifically, words start with uppercased characters and all remaining\ncased characters have lower case.",
                unicode::title
            ),
            map!("lower", "Return a copy of the string converted to lowercase.", unicode::lower),
            map!("upper", "Return a copy of the string converted to uppercase.", unicode::upper),
            map!(
                "swapcase",
                "Convert uppercase characters to lowercase and lowercase characters to uppercase.",
                unicode::swapcase
            ),
            NativeDef::new(
                "center(self, width, fillchar=' ', /) -> str",
                "Return a centered string of length width.\n\nPadding is done using the specified fill character (default is a space).",
                |vm, args| justify(vm, args, Justify::Center),
            ),
            NativeDef::new(
                "ljust(self, width, fillchar=' ', /) -> str",
                "Return a left-justified string of length width.\n\nPadding is done using the specified fill character (default is a space).",
                |vm, args| justify(vm, args, Justify::Left),
            ),
            NativeDef::new(
                "rjust(self, width, fillchar=' ', /) -> str",
                "Return a right-justified string of length width.\n\nPadding is done using the specified fill character (default is a space).",
                |vm, args| justify(vm, args, Justify::Right),
            ),
            NativeDef::new(
                "zfill(self, width, /) -> str",
                "Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe string is never truncated.",
                |vm, args| {
                    let width = vm.index_clipped(&args[1])?;
                    vm.reserve(width.max(0) as usize)?;
                    let padded = str_ops::zfill(this(args).as_str(), width);
                    let padded = padded.map_err(|error| raised(vm, error))?;
                    let padded = padded.map(|padded| vm.paced(|pace| padded.text(pace)));
                    Ok(or_plain(this(args), padded.transpose()?))
                },
            ),
            NativeDef::new(
                "expandtabs(self, /, tabsize=8) -> str",
                "Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.",
                |vm, args| {
                    let size = c_int(vm, args.opt(1), 8)?;
                    let text = this(args).as_str();
                    let tabs = memchr::memchr_iter(b'\t', text.as_bytes()).count();
                    vm.reserve(
                        tabs.saturating_mul(size.max(0) as usize).saturating_add(text.len()),
                    )?;
                    let mut column = 0;
                    let starts_char = |byte| byte & 0xc0 != 0x80;
                    let mut expanded = Vec::with_capacity(text.len());
                    vm.in_parts(text.as_bytes(), |part| {
                        search::expand_tabs(part, size, &mut column, starts_char, &mut expanded);
                    })?;
                    // UTF-8 with spaces in place of tabs.
                    Ok(vm.utf8(expanded)?.unwrap_or_default().into())
                },
            ),
            NativeDef::new(
                "partition(self, sep, /) -> tuple",
                "Partition the string into three parts using the given separator.\n\nThis will search for the separator in the string.  If the separator is found,\nreturns a 3-tuple containing the part before the separator, the separator\nitself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing the original string\nand two empty strings.",
                partition,
            ),
            NativeDef::new(
                "rpartition(self, sep, /) -> tuple",
                "Partition the string into three parts using the given separator.\n\nThis will search for the separator in the string, starting at the end. If\nthe separator is found, returns a 3-tuple containing the part before the\nseparator, the separator itself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing two empty strings\nand the original string.",
                rpartition,
            ),
            NativeDef::new(
                "count(self, sub, start=None, end=None, /) -> int",
                "Return the number of non-overlapping occurrences of substring sub in string S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.",
                count,
            ),
            NativeDef::new(
                "find(self, sub, start=None, end=None, /) -> int",
                "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nReturn -1 on failure.",
                |vm, args| find_or_minus_one(vm, args, "find", str_ops::find),
            ),
            NativeDef::new(
                "rfind(self, sub, start=None, end=None, /) -> int",
                "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nReturn -1 on failure.",
                |vm, args| find_or_minus_one(vm, args, "rfind", str_ops::rfind),
            ),
            NativeDef::new(
                "index(self, sub, start=None, end=None, /) -> int",
                "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nRaises ValueError when the substring is not found.",
                |vm, args| find_or_raise(vm, args, "index", str_ops::find),
            ),
            NativeDef::new(
                "rindex(self, sub, start=None, end=None, /) -> int",
                "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice notation.\nRaises ValueError when the substring is not found.",
                |vm, args| find_or_raise(vm, args, "rindex", str_ops::rfind),
            ),
            NativeDef::new(
                "startswith(self, prefix, start=None, end=None, /)",
                "Return True if the string starts with the specified prefix, False otherwise.\n\n  prefix\n    A string or a tuple of strings to try.\n  start\n    Optional start position. Default: start of the string.\n  end\n    Optional stop position. Default: end of the string.",
                |vm, args| has_affix(vm, args, "startswith", |text, affix| text.starts_with(affix)),
            ),
            NativeDef::new(
                "endswith(self, suffix, start=None, end=None, /)",
                "Return True if the string ends with the specified suffix, False otherwise.\n\n  suffix\n    A string or a tuple of strings to try.\n  start\n    Optional start position. Default: start of the string.\n  end\n    Optional stop position. Default: end of the string.",
                |vm, args| has_affix(vm, args, "endswith", |text, affix| text.ends_with(affix)),
            ),
            NativeDef::new(
                "removeprefix(self, prefix, /) -> str",
                "Return a str with the given prefix string removed if present.\n\nIf the string starts with the prefix string, return string[len(prefix):].\nOtherwise, return a copy of the original string.",
                |vm, args| {
                    remove_affix(vm, args, "removeprefix() argument ", |text, affix| {
                        text.strip_prefix(affix)
                    })
                },
            ),
            NativeDef::new(
                "removesuffix(self, suffix, /) -> str",
                "Return a str with the given suffix string removed if present.\n\nIf the string ends with the suffix string and that suffix is not empty,\nreturn string[:-len(suffix)]. Otherwise, return a copy of the original\nstring.",
                |vm, args| {
                    remove_affix(vm, args, "removesuffix() argument ", |text, affix| {
                        text.strip_suffix(affix)
                    })
                },
            ),
            NativeDef::new(
                "strip(self, chars=None, /) -> str",
                "Return a copy of the string with leading and trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.",
                |vm, args| strip(vm, args, "strip", Side::Both),
            ),
            NativeDef::new(
                "lstrip(self, chars=None, /) -> str",
                "Return a copy of the string with leading whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.",
                |vm, args| strip(vm, args, "lstrip", Side::Left),
            ),
            NativeDef::new(
                "rstrip(self, chars=None, /) -> str",
                "Return a copy of the string with trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.",
                |vm, args| strip(vm, args, "rstrip", Side::Right),
            ),
            NativeDef::new(
                "splitlines(self, /, keepends=False) -> list",
                "Return a list of the lines in the string, breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends is given and\ntrue.",
                |vm, args| {
                    let keep = args.opt(1).map_or(Ok(false), |keep| vm.truthy(keep))?;
                    parts(vm, str_ops::split_lines(this(args).as_str(), keep))
                },
            ),
            NativeDef::new(
                "translate(self, table, /) -> str",
                "Replace each character in the string using the given translation table.\n\n  table\n    Translation table, which must be a mapping of Unicode ordinals to\n    Unicode ordinals, strings, or None.\n\nThe table must implement lookup/indexing via __getitem__, for instance a\ndictionary or list.  If this operation raises LookupError, the character is\nleft untouched.  Characters mapped to None are deleted.",
                translate,
            ),
            NativeDef::static_method(
                "maketrans(x, y=None, z=None, /)",
                "Return a translation table usable for str.translate().\n\nIf there is only one argument, it must be a dictionary mapping Unicode\nordinals (integers) or characters to Unicode ordinals, strings or None.\nCharacter keys will be then converted to ordinals.\nIf there are two arguments, they must be strings of equal length, and\nin the resulting dictionary, each character in x will be mapped to the\ncharacter at the same position in y. If there is a third argument, it\nmust be a string, whose characters will be mapped to None in the result.",
                make_table,
            ),
            NativeDef::new(
                "format(self, /, *args, **kwargs) -> str",
                "Return a formatted version of the string, using substitutions from args and kwargs.\n\nThe substitutions are identified by braces ('{' and '}').",
                |vm, args| {
                    let source =
                        Source::Call { positional: args.rest(), keywords: args.keywords() };
                    str_format::format(vm, this(args).as_str(), source).map(Value::from)
                },
            ),
            NativeDef::new(
                "format_map(self, mapping, /) -> str",
                "Return a formatted version of the string, using substitutions from mapping.\n\nThe substitutions are identified by braces ('{' and '}').",
                |vm, args| {
                    let source = Source::Mapping(args.at(1));
                    str_format::format(vm, this(args).as_str(), source).map(Value::from)
                },
            ),
            NativeDef::new(
                "isascii(self, /)",
                "Return True if all characters in the string are ASCII, False otherwise.\n\nASCII characters have code points in the range U+0000-U+007F.\nEmpty string is ASCII too.",
                |_, args| Ok(Value::bool(this(args).is_ascii())),
            ),
            test_all!(
                "isalnum",
                "Return True if the string is an alpha-numeric string, False otherwise.",
                unicode::str_is_alnum
            ),
            test_all!(
                "isalpha",
                "Return True if the string is an alphabetic string, False otherwise.",
                unicode::str_is_alpha
            ),
            test_all!(
                "isdecimal",
                "Return True if the string is a decimal string, False otherwise.",
                unicode::str_is_decimal
            ),
            test_all!(
                "isdigit",
                "Return True if the string is a digit string, False otherwise.",
                unicode::str_is_digit
            ),
            test!(
                "isidentifier",
                "Return True if the string is a valid Python identifier, False otherwise.",
                unicode::str_is_identifier
            ),
            test!(
                "islower",
                "Return True if the string is a lowercase string, False otherwise.",
                unicode::str_is_lower
            ),
            test_all!(
                "isnumeric",
                "Return True if the string is a numeric string, False otherwise.",
                unicode::str_is_numeric
            ),
            test_all!(
                "isprintable",
                "Return True if all characters in the string are printable, False otherwise.",
                unicode::str_is_printable
            ),
            test_all!(
                "isspace",
                "Return True if the string is a whitespace string, False otherwise.",
                unicode::str_is_space
            ),
            test!(
                "istitle",
                "Return True if the string is a title-cased string, False otherwise.",
                unicode::str_is_title
            ),
            test!(
                "isupper",
                "Return True if the string is an uppercase string, False otherwise.",
                unicode::str_is_upper
            ),
        ]
    ],
    ..ClassDef::BASE
};
