//! `date`

use super::common::{
    Clock, Day, IMMUTABLE_NEW, format, format_method, hash_state, int_argument, number, numbers,
    pickled_state, receiver, text_argument,
};
use super::delta::{Delta, shown_class};
use super::local;
use super::moment::Moment;
use crate::bytecode::Comparison;
use crate::modules::struct_sequence;
use crate::modules::time::time_tuple;
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, tables};
use crate::objects::scalar::class_argument;
use crate::objects::sequence::holds;
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::objects::tuple_methods;
use crate::runtime::{Kind, Ref, Value};
use crate::text::calendar::{self, BadWeek};
use crate::vm::{Vm, VmResult};

impl NativeObject for Day {}

/// The date of a `date` or `datetime`.
pub fn day_of(value: &Value) -> Option<Day> {
    match value.native::<Day>() {
        Some(day) => Some(*day),
        None => value.native::<Moment>().map(|moment| moment.day),
    }
}

/// The date of the receiver, which the call has checked to be one.
fn this(value: &Value) -> Day {
    day_of(value).expect("the receiver was checked")
}

/// A `date` object of a class: one of the program's is called.
pub fn make(vm: &Vm, class: &Ref<Class>, day: Day) -> VmResult {
    if class.is(&vm.class_for(&CLASS)) {
        return Ok(Native::new(class, day).into_value());
    }
    vm.call(class.as_value(), &day.numbers().map(Value::small_int))
}

/// A plain `date` object.
pub fn plain(vm: &Vm, day: Day) -> Value {
    Native::new(&vm.class_for(&CLASS), day).into_value()
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let day = match (a.opt(1), a.opt(2)) {
        (Some(state), None)
            if let Some([high, low, month @ 1..=12, day]) = pickled_state(state) =>
        {
            // A month's number distinguishes such bytes from an invalid year.
            let year = i64::from(u16::from_be_bytes([high, low]));
            Day::new(vm, [year, month.into(), day.into()])?
        }
        _ => {
            check_given(vm, a, &["year", "month", "day"])?;
            Day::new(vm, numbers(vm, a, 1, [0; 3])?)?
        }
    };
    let made = Native::new(class, day).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

/// Checks that the required arguments of `__new__` were passed, and that numbers are ints.
///
/// # Errors
/// TypeError in CPython's words; OverflowError.
pub fn check_given(vm: &Vm, a: Args<'_>, names: &[&str]) -> VmResult<()> {
    for (i, name) in names.iter().enumerate() {
        let position = i + 1;
        match a.opt(position) {
            Some(given) => drop(int_argument(vm, given)?),
            None => {
                return Err(vm.type_error(format!(
                    "function missing required argument '{name}' (pos {position})"
                )));
            }
        }
    }
    Ok(())
}

fn from_timestamp(vm: &Vm, a: Args<'_>) -> VmResult {
    let (seconds, _) = local::timestamp_argument(vm, a.at(1))?;
    let (day, _, _) = local::to_local(vm, seconds, 0)?;
    make(vm, receiver(vm, a)?, day)
}

fn today(vm: &Vm, a: Args<'_>) -> VmResult {
    let (seconds, micros) = local::now(vm);
    let class = receiver(vm, a)?;
    if class.is(&vm.class_for(&CLASS)) {
        let (day, _, _) = local::to_local(vm, seconds, micros)?;
        return make(vm, class, day);
    }
    let now = Value::float(seconds as f64 + f64::from(micros) * 1e-6);
    vm.call_method(&a[0], &intern("fromtimestamp"), &[now])
}

fn from_ordinal(vm: &Vm, a: Args<'_>) -> VmResult {
    let ordinal = int_argument(vm, a.at(1))?;
    if ordinal < 1 {
        return Err(vm.value_error("ordinal must be >= 1"));
    }
    if ordinal > calendar::MAX_ORDINAL {
        let (year, _, _) = calendar::from_ordinal(ordinal);
        return Err(vm.value_error(format!("year {year} is out of range")));
    }
    make(vm, receiver(vm, a)?, Day::from_ordinal(vm, ordinal)?)
}

fn from_iso_format(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(text) = a[1].get::<crate::objects::str::Str>() else {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    };
    let parsed = calendar::parse_date(text.as_str().as_bytes());
    let (year, month, day) = parsed.ok_or_else(|| invalid_iso(vm, &a[1]))?;
    make(vm, receiver(vm, a)?, Day::new(vm, [year, month, day])?)
}

/// ValueError for a text that is not a date or time.
#[cold]
pub fn invalid_iso(vm: &Vm, text: &Value) -> crate::vm::Raised {
    match vm.repr(text) {
        Ok(shown) => vm.value_error(format!("Invalid isoformat string: {}", shown.as_str())),
        Err(raised) => raised,
    }
}

fn from_iso_calendar(vm: &Vm, a: Args<'_>) -> VmResult {
    let numbers = numbers(vm, a, 1, [0; 3]);
    let [year, week, day] =
        numbers.map_err(|raised| match vm.is_exception(&raised, Exc::OverflowError) {
            true => vm.value_error("ISO calendar component out of range"),
            false => raised,
        })?;
    let ordinal = calendar::from_iso_calendar(year, week, day).map_err(|bad| {
        vm.value_error(match bad {
            BadWeek::Year => format!("Year is out of range: {year}"),
            BadWeek::Week => format!("Invalid week: {week}"),
            BadWeek::Day => format!("Invalid day: {day} (range is [1, 7])"),
        })
    })?;
    if !(1..=calendar::MAX_ORDINAL).contains(&ordinal) {
        let (year, _, _) = calendar::from_ordinal(ordinal);
        return Err(vm.value_error(format!("year {year} is out of range")));
    }
    make(vm, receiver(vm, a)?, Day::from_ordinal(vm, ordinal)?)
}

fn replace(vm: &Vm, a: Args<'_>) -> VmResult {
    let day = Day::new(vm, numbers(vm, a, 1, this(&a[0]).numbers())?)?;
    make(vm, vm.class_ref(&a[0]), day)
}

fn repr(vm: &Vm, value: &Value) -> VmResult {
    let [year, month, day] = this(value).numbers();
    Ok(format!("{}({year}, {month}, {day})", shown_class(vm, value)).into())
}

fn compare(_: &Vm, left: &Value, right: &Value, op: Comparison) -> VmResult {
    // A `datetime` is a date, but is not compared with one by its date alone.
    Ok(match (right.native::<Day>(), left.native::<Moment>()) {
        (Some(other), None) => Value::bool(holds(op, this(left).cmp(other))),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn shifted(vm: &Vm, value: &Value, days: i64) -> VmResult {
    let day = Day::from_ordinal(vm, this(value).ordinal() + days)?;
    make(vm, vm.class_ref(value), day)
}

fn add(vm: &Vm, value: &Value, other: &Value) -> VmResult {
    match Delta::of(other) {
        Some(delta) => shifted(vm, value, delta.days.into()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn sub(vm: &Vm, value: &Value, other: &Value) -> VmResult {
    if let Some(delta) = Delta::of(other) {
        return shifted(vm, value, -i64::from(delta.days));
    }
    match other.native::<Day>() {
        Some(other) => {
            let days = this(value).ordinal() - other.ordinal();
            Ok(Delta { days: days as i32, seconds: 0, micros: 0 }.into_value(vm))
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `ctime()`
pub fn ctime(day: Day, clock: Clock) -> Value {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Clock { hour, minute, second, .. } = clock;
    format!(
        "{} {} {:2} {hour:02}:{minute:02}:{second:02} {:04}",
        DAYS[day.weekday() as usize],
        MONTHS[usize::from(day.month) - 1],
        day.day,
        day.year
    )
    .into()
}

/// A time tuple; `summer` is -1 if it is not known whether it is summer time.
pub fn tuple(vm: &Vm, day: Day, clock: Clock, summer: i64) -> Value {
    let ([year, month, date], [hour, minute, second, _]) = (day.numbers(), clock.numbers());
    let (weekday, day_of_year) = (day.weekday(), day.day_of_year());
    time_tuple(vm, [year, month, date, hour, minute, second, weekday, day_of_year, summer])
}

fn strftime(vm: &Vm, a: Args<'_>) -> VmResult {
    let template = text_argument(vm, "strftime() argument 1", a.at(1))?;
    format(vm, &a[0], template, this(&a[0]), Clock::default()).map(Value::from)
}

/// The result of `isocalendar()`.
static ISO_CALENDAR: ClassDef = ClassDef {
    name: "IsoCalendarDate",
    module: "datetime",
    doc: "The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as a tuple of\n  ((year, week, weekday))\nor via the object attributes as named in the above tuple.",
    base: Some(&tuple_methods::CLASS),
    kind: Kind::Tuple,
    subclassable: false,
    methods: &[
        struct_sequence::REPR,
        NativeDef::new("__reduce__(self, /)", "", |vm, a| {
            let items = Tuple::new(a.this::<Tuple>().items().to_vec()).into_value();
            let class = vm.types.tuple.as_value().clone();
            Ok(Tuple::new([class, Tuple::new([items]).into_value()]).into_value())
        }),
    ],
    properties: &[
        struct_sequence::field("year", struct_sequence::item::<0>),
        struct_sequence::field("week", struct_sequence::item::<1>),
        struct_sequence::field("weekday", struct_sequence::item::<2>),
    ],
    ..ClassDef::BASE
};

fn iso_calendar(vm: &Vm, a: Args<'_>) -> VmResult {
    let [year, month, day] = this(&a[0]).numbers();
    let (year, week, day) = calendar::iso_calendar(year, month, day);
    let items = [year, week, day].map(Value::small_int);
    let class = vm.class_for(&ISO_CALENDAR).into_value();
    Ok(Tuple::with_class(items, Some(class), false).into_value())
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = Bytes::new(&this(&a[0]).state()[..]).into_value();
    let arguments = Tuple::new([state]).into_value();
    Ok(Tuple::new([vm.class_of(&a[0]).into_value(), arguments]).into_value())
}

/// Sets `min`, `max` and `resolution`.
pub fn add_limits(vm: &Vm) {
    let class = vm.class_for(&CLASS);
    class.set(&intern("min"), plain(vm, Day { year: 1, month: 1, day: 1 }));
    class.set(&intern("max"), plain(vm, Day { year: 9999, month: 12, day: 31 }));
    let resolution = Delta { days: 1, ..Delta::default() };
    class.set(&intern("resolution"), resolution.into_value(vm));
}

/// `date`
pub static CLASS: ClassDef = ClassDef {
    name: "date",
    module: "datetime",
    doc: "date(year, month, day) --> date object",
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method(
                "__new__(cls, year=None, month=None, day=None)",
                IMMUTABLE_NEW,
                new,
            ),
            NativeDef::unary(SpecialMethod::Repr, repr),
            NativeDef::unary(SpecialMethod::Str, |vm, value| {
                vm.call_method(value, &intern("isoformat"), &[])
            }),
            NativeDef::hash(|_, value| Ok(hash_state(&this(value).state()))),
            NativeDef::binary(SpecialMethod::Add, add),
            NativeDef::binary(SpecialMethod::RAdd, add),
            NativeDef::binary(SpecialMethod::Sub, sub),
            NativeDef::class(
                "fromtimestamp(cls, timestamp, /)",
                "Create a date from a POSIX timestamp.\n\nThe timestamp is a number, e.g. created via time.time(), that is interpreted\nas local time.",
                from_timestamp,
            ),
            NativeDef::class(
                "fromordinal(cls, ordinal, /)",
                "int -> date corresponding to a proleptic Gregorian ordinal.",
                from_ordinal,
            ),
            NativeDef::class(
                "fromisoformat(cls, string, /)",
                "str -> Construct a date from a string in ISO 8601 format.",
                from_iso_format,
            ),
            NativeDef::class(
                "fromisocalendar(cls, year, week, day)",
                "int, int, int -> Construct a date from the ISO year, week number and weekday.\n\nThis is the inverse of the date.isocalendar() function",
                from_iso_calendar,
            ),
            NativeDef::class(
                "today(cls)",
                "Current date or datetime:  same as self.__class__.fromtimestamp(time.time()).",
                today,
            ),
            NativeDef::new("ctime(self, /)", "Return ctime() style string.", |_, a| {
                Ok(ctime(this(&a[0]), Clock::default()))
            }),
            NativeDef::new(
                "strftime(self, /, format)",
                "format -> strftime() style string.",
                strftime
            ),
            NativeDef::binary(SpecialMethod::Format, format_method)
                .with_doc("Formats self with strftime."),
            NativeDef::new(
                "isoformat(self, /)",
                "Return string in ISO 8601 format, YYYY-MM-DD.",
                |_, a| Ok(this(&a[0]).show().into()),
            ),
            NativeDef::new(
                "isoweekday(self, /)",
                "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7",
                |_, a| Ok(Value::small_int(this(&a[0]).weekday() + 1)),
            ),
            NativeDef::new(
                "isocalendar(self, /)",
                "Return a named tuple containing ISO year, week number, and weekday.",
                iso_calendar,
            ),
            NativeDef::new(
                "toordinal(self, /)",
                "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1.",
                |_, a| Ok(Value::small_int(this(&a[0]).ordinal())),
            ),
            NativeDef::new(
                "weekday(self, /)",
                "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6",
                |_, a| Ok(Value::small_int(this(&a[0]).weekday())),
            ),
            NativeDef::new(
                "timetuple(self, /)",
                "Return time tuple, compatible with time.localtime().",
                |vm, a| Ok(tuple(vm, this(&a[0]), Clock::default(), -1)),
            ),
            NativeDef::new(
                "replace(self, /, year=unchanged, month=unchanged, day=unchanged)",
                "Return date with new specified fields.",
                replace,
            ),
            NativeDef::new(
                "__replace__(self, /, year=unchanged, month=unchanged, day=unchanged)",
                "The same as replace().",
                replace,
            ),
            NativeDef::new("__reduce__(self, /)", "__reduce__() -> (cls, state)", reduce),
        ]
    ],
    properties: &[number!("year", year), number!("month", month), number!("day", day)],
    ..ClassDef::BASE
};
