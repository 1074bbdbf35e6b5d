//! Parts that the types share: fields and their ranges, hashes, arguments, texts.

use super::delta::Delta;
use super::zone;
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::encoding;
use crate::objects::int::to_i64;
use crate::objects::native::Args;
use crate::objects::str::{Str, hash_bytes, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::text::calendar;
use crate::text::hash::{hash_int, hash_tuple};
use crate::text::strftime::{self, BrokenDown};
use crate::text::surrogate;
use crate::vm::{Vm, VmResult};

/// The docstring of every `__new__`.
pub const IMMUTABLE_NEW: &str =
    "Create and return a new object.  See help(type) for accurate signature.";

/// The class on which a class method was called.
///
/// # Errors
/// TypeError if it is not a class.
pub fn receiver<'a>(vm: &Vm, a: Args<'a>) -> VmResult<&'a Ref<Class>> {
    a.at(0).get::<Class>().ok_or_else(|| vm.type_error("a class is needed"))
}

/// The hash of a tuple of numbers.
pub fn hash_numbers<const N: usize>(numbers: [i64; N]) -> i64 {
    hash_tuple(numbers.into_iter().map(hash_int))
}

/// The hash of bytes, which is that of the string with them.
pub fn hash_state(state: &[u8]) -> u64 {
    hash_bytes(state)
}

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Day {
    /// # Errors
    /// ValueError if there is no such day.
    pub fn new(vm: &Vm, [year, month, day]: [i64; 3]) -> VmResult<Day> {
        if !(calendar::MIN_YEAR..=calendar::MAX_YEAR).contains(&year) {
            return Err(vm.value_error(format!("year {year} is out of range")));
        }
        if !(1..=12).contains(&month) {
            return Err(vm.value_error("month must be in 1..12"));
        }
        if !(1..=calendar::days_in_month(year, month)).contains(&day) {
            return Err(vm.value_error("day is out of range for month"));
        }
        Ok(Day { year: year as u16, month: month as u8, day: day as u8 })
    }

    /// # Errors
    /// OverflowError if the day number is beyond the years 1 to 9999.
    pub fn from_ordinal(vm: &Vm, ordinal: i64) -> VmResult<Day> {
        if !(1..=calendar::MAX_ORDINAL).contains(&ordinal) {
            return Err(vm.overflow_error("date value out of range"));
        }
        let (year, month, day) = calendar::from_ordinal(ordinal);
        Ok(Day { year: year as u16, month: month as u8, day: day as u8 })
    }

    /// Year, month and day.
    pub fn numbers(self) -> [i64; 3] {
        [self.year.into(), self.month.into(), self.day.into()]
    }

    /// The day number.
    pub fn ordinal(self) -> i64 {
        let [year, month, day] = self.numbers();
        calendar::to_ordinal(year, month, day)
    }

    /// 0 (Monday) to 6.
    pub fn weekday(self) -> i64 {
        (self.ordinal() + 6) % 7
    }

    /// 1 to 366.
    pub fn day_of_year(self) -> i64 {
        let [year, month, day] = self.numbers();
        calendar::day_of_year(year, month, day)
    }

    /// Four bytes, in the order of comparison.
    pub fn state(self) -> [u8; 4] {
        let [high, low] = self.year.to_be_bytes();
        [high, low, self.month, self.day]
    }

    /// In ISO 8601's notation.
    pub fn show(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 0 to 999,999.
    pub micro: u32,
}

impl Clock {
    /// # Errors
    /// ValueError if there is no such time.
    pub fn new(vm: &Vm, [hour, minute, second, micro]: [i64; 4]) -> VmResult<Clock> {
        let wrong = match () {
            () if !(0..24).contains(&hour) => "hour must be in 0..23",
            () if !(0..60).contains(&minute) => "minute must be in 0..59",
            () if !(0..60).contains(&second) => "second must be in 0..59",
            () if !(0..1_000_000).contains(&micro) => "microsecond must be in 0..999999",
            () => {
                let (hour, minute, second) = (hour as u8, minute as u8, second as u8);
                return Ok(Clock { hour, minute, second, micro: micro as u32 });
            }
        };
        Err(vm.value_error(wrong))
    }

    /// Hour, minute, second, microsecond.
    pub fn numbers(self) -> [i64; 4] {
        [self.hour.into(), self.minute.into(), self.second.into(), self.micro.into()]
    }

    /// Seconds since midnight.
    pub fn seconds(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    /// The time of day this many seconds after midnight.
    pub fn from_seconds(seconds: i64, micro: u32) -> Clock {
        Clock {
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            micro,
        }
    }

    /// Six bytes, in the order of comparison.
    pub fn state(self) -> [u8; 6] {
        let [_, a, b, c] = self.micro.to_be_bytes();
        [self.hour, self.minute, self.second, a, b, c]
    }

    /// As `isoformat(timespec)` shows it.
    ///
    /// # Errors
    /// ValueError for an unknown `timespec`.
    pub fn show(self, vm: &Vm, timespec: Option<&Value>) -> VmResult<String> {
        let Clock { hour, minute, second, micro } = self;
        let spec = match timespec {
            None => "auto",
            Some(value) => text_argument(vm, "isoformat() argument 1", value)?,
        };
        let seconds = || format!("{hour:02}:{minute:02}:{second:02}");
        Ok(match spec {
            "auto" if micro == 0 => seconds(),
            "auto" | "microseconds" => format!("{}.{micro:06}", seconds()),
            "hours" => format!("{hour:02}"),
            "minutes" => format!("{hour:02}:{minute:02}"),
            "seconds" => seconds(),
            "milliseconds" => format!("{}.{:03}", seconds(), micro / 1000),
            _ => return Err(vm.value_error("Unknown timespec value")),
        })
    }
}

/// The numbers from the arguments, if passed, and otherwise those of `default`.
///
/// # Errors
/// TypeError if one is not an int; OverflowError if it is too large.
pub fn numbers<const N: usize>(
    vm: &Vm,
    a: Args<'_>,
    first: usize,
    default: [i64; N],
) -> VmResult<[i64; N]> {
    let mut numbers = default;
    for (i, number) in numbers.iter_mut().enumerate() {
        if let Some(value) = a.opt(first + i) {
            *number = int_argument(vm, value)?;
        }
    }
    Ok(numbers)
}

/// A C int.
///
/// # Errors
/// Same as [`numbers`].
pub fn int_argument(vm: &Vm, value: &Value) -> VmResult<i64> {
    let number = match value.as_small_int() {
        Some(small) => small,
        None => {
            let index = vm.index(value)?;
            to_i64(&index)
                .ok_or_else(|| vm.overflow_error("Python int too large to convert to C long"))?
        }
    };
    if i32::try_from(number).is_err() {
        let end = if number < 0 { "less than minimum" } else { "greater than maximum" };
        return Err(vm.overflow_error(format!("signed integer is {end}")));
    }
    Ok(number)
}

/// The `fold` argument.
///
/// # Errors
/// ValueError if it is neither 0 nor 1.
pub fn fold_argument(vm: &Vm, value: Option<&Value>, default: bool) -> VmResult<bool> {
    match value.map(|value| int_argument(vm, value)).transpose()? {
        None => Ok(default),
        Some(fold @ (0 | 1)) => Ok(fold == 1),
        Some(_) => Err(vm.value_error("fold must be either 0 or 1")),
    }
}

/// The `tzinfo` argument.
///
/// # Errors
/// TypeError if it is neither None nor a `tzinfo`.
pub fn zone_argument(vm: &Vm, value: Option<&Value>) -> VmResult {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(Value::NONE) };
    if zone::is_zone(vm, value) {
        return Ok(value.clone());
    }
    let shown = vm.class_ref(value).message_name();
    Err(vm.type_error(format!(
        "tzinfo argument must be None or of a tzinfo subclass, not type '{shown}'"
    )))
}

/// `+HH:MM`, with seconds and microseconds if they are not zero.
pub fn show_offset(offset: Delta, separator: &str) -> String {
    let micros = offset.total_micros();
    let sign = if micros < 0 { '-' } else { '+' };
    let (seconds, micros) = (micros.abs() / 1_000_000, micros.abs() % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = format!("{sign}{hours:02}{separator}{minutes:02}");
    if seconds != 0 || micros != 0 {
        text += &format!("{separator}{seconds:02}");
    }
    if micros != 0 {
        text += &format!(".{micros:06}");
    }
    text
}

/// `strftime` of a date or time. Zone and offset are requested from `object`, and only if the
/// template shows them.
///
/// # Errors
/// Any exception raised by the zone.
pub fn format(vm: &Vm, object: &Value, template: &str, day: Day, clock: Clock) -> VmResult<String> {
    let mut prepared = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        prepared.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(code) = rest.chars().next() else {
            prepared.push('%');
            break;
        };
        rest = &rest[code.len_utf8()..];
        let text = match code {
            'z' => offset_text(vm, object, "")?,
            ':' if rest.starts_with('z') => {
                rest = &rest[1..];
                offset_text(vm, object, ":")?
            }
            'Z' => zone_text(vm, object)?,
            code => {
                prepared.push('%');
                prepared.push(code);
                continue;
            }
        };
        prepared.push_str(&text.replace('%', "%%"));
    }
    prepared.push_str(rest);
    let time = BrokenDown {
        year: day.year.into(),
        month: day.month.into(),
        day: day.day.into(),
        hour: clock.hour.into(),
        minute: clock.minute.into(),
        second: clock.second.into(),
        microsecond: clock.micro,
        weekday: ((day.weekday() + 1) % 7) as u32,
        day_of_year: day.day_of_year() as u32,
        offset: None,
        zone: String::new(),
        epoch: super::local::from_local(vm, day, clock, false),
    };
    vm.paced(|pace| strftime::format(&prepared, &time, pace))
}

fn offset_text(vm: &Vm, object: &Value, separator: &str) -> VmResult<String> {
    let Some(method) = vm.find_attribute(object, &intern("utcoffset"))? else {
        return Ok(String::new());
    };
    let offset = vm.call(&method, &[])?;
    Ok(Delta::of(&offset).map_or_else(String::new, |offset| show_offset(offset, separator)))
}

fn zone_text(vm: &Vm, object: &Value) -> VmResult<String> {
    let Some(method) = vm.find_attribute(object, &intern("tzname"))? else {
        return Ok(String::new());
    };
    let name = vm.call(&method, &[])?;
    let Some(text) = name.get::<Str>() else { return Ok(String::new()) };
    let text = text.as_str();
    if surrogate::is_in(text) {
        encoding::encode(vm, &Str::new(text), "utf-8", "strict")?;
    }
    if name.get_exact::<Str>().is_none() {
        // CPython doubles the percent signs by the method of a subclass.
        let replaced = vm.call_method(&name, &intern("replace"), &["%".into(), "%%".into()])?;
        if replaced.get::<Str>().is_none() {
            return Err(vm.type_error("tzname.replace() did not return a string"));
        }
    }
    Ok(text.to_string())
}

/// A text argument.
///
/// # Errors
/// TypeError `{what} must be str, not T`.
pub fn text_argument<'a>(vm: &Vm, what: &str, value: &'a Value) -> VmResult<&'a str> {
    value.get::<Str>().map(|text| text.as_str()).ok_or_else(|| {
        let shown = vm.class_ref(value).message_name();
        vm.type_error(format!("{what} must be str, not {shown}"))
    })
}

/// `__format__`: `str()` without a specification, `strftime()` with one.
///
/// # Errors
/// Any exception raised by these.
pub fn format_method(vm: &Vm, value: &Value, spec: &Value) -> VmResult {
    match text_argument(vm, "__format__() argument 1", spec)? {
        "" => Ok(vm.str(value)?.into_value()),
        _ => vm.call_method(value, &intern("strftime"), std::slice::from_ref(spec)),
    }
}

/// The bytes from which an object is unpickled. Python 2 wrote them as text.
pub fn pickled_state<const N: usize>(value: &Value) -> Option<[u8; N]> {
    if let Some(bytes) = value.get::<Bytes>() {
        return <[u8; N]>::try_from(&*bytes.data).ok();
    }
    let text = value.get::<Str>()?;
    let bytes: Option<Vec<u8>> = text.as_str().chars().map(|c| u8::try_from(c).ok()).collect();
    <[u8; N]>::try_from(bytes?).ok()
}

/// Declares a read-only attribute that is a small number: a field of `this(value)`.
macro_rules! number {
    ($name:literal, $($field:ident).+) => {
        number!($name, "", $($field).+)
    };
    ($name:literal, $doc:literal, $($field:ident).+) => {
        $crate::objects::native::PropertyDef {
            name: $name,
            doc: $doc,
            get: |_, value| Ok(Value::small_int(this(value).$($field).+.into())),
            set: None,
        }
    };
}
pub(super) use number;

/// Declares the attributes that `time` and `datetime` share.
macro_rules! time_properties {
    () => {
        &[
            number!("hour", clock.hour),
            number!("minute", clock.minute),
            number!("second", clock.second),
            number!("microsecond", clock.micro),
            $crate::objects::native::PropertyDef {
                name: "tzinfo",
                doc: "",
                get: |_, value| Ok(this(value).zone.clone()),
                set: None,
            },
            number!("fold", fold),
        ]
    };
}
pub(super) use time_properties;

/// Declares `__reduce_ex__` and `__reduce__` of `time` and `datetime`.
macro_rules! reduce_methods {
    ($reduce:ident) => {
        &[
            NativeDef::new(
                "__reduce_ex__(self, proto, /)",
                "__reduce_ex__(proto) -> (cls, state)",
                |vm, a| $reduce(vm, &a[0], vm.index_clipped(&a[1])?),
            ),
            NativeDef::new("__reduce__(self, /)", "__reduce__() -> (cls, state)", |vm, a| {
                $reduce(vm, &a[0], 2)
            }),
        ]
    };
}
pub(super) use reduce_methods;

/// The result of `__reduce__` of `time` and `datetime`: the constructor's arguments are the state
/// and the zone, if there is one. The top bit of the byte `fold`, if given, marks the second of two
/// equal times.
pub fn reduced(
    vm: &Vm,
    value: &Value,
    mut state: Vec<u8>,
    fold: Option<usize>,
    zone: &Value,
) -> VmResult {
    if let Some(byte) = fold {
        state[byte] |= 0x80;
    }
    let mut arguments = vec![Bytes::new(state).into_value()];
    arguments.extend(Some(zone.clone()).filter(|zone| !zone.is_none()));
    let arguments = Tuple::new(arguments).into_value();
    Ok(Tuple::new([vm.class_of(value).into_value(), arguments]).into_value())
}

/// A difference of times as `utcoffset()` and `dst()` return it.
pub fn optional_delta(vm: &Vm, offset: Option<Delta>) -> VmResult {
    Ok(offset.map_or(Value::NONE, |offset| offset.into_value(vm)))
}
