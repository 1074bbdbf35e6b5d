//! `_locale`: the basis of the library's `locale`. A locale belongs to the interpreter: that of the
//! process is not changed.

use super::ModuleDef;
use super::system_constants::system_constants;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::Str;
use crate::runtime::locale::{self, CATEGORIES, Locale};
use crate::runtime::{Value, system};
use crate::text::os_text;
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;
use std::ffi::{CStr, CString};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_locale",
    doc: "Support for POSIX locales.",
    functions: &[
        NativeDef::new("_names()", "", |vm, _| {
            let state = vm.extension::<State>();
            let names = &state.0.borrow().names;
            let names = names.iter().map(|name| text(name));
            Ok(List::new(names.collect()).into_value())
        }),
        NativeDef::new("_set(names)", "", set),
        NativeDef::new(
            "strcoll(os1, os2, /)",
            "Compares two strings according to the locale.",
            |vm, a| {
                let one = argument(vm, a.at(0), "strcoll() argument 1")?;
                let other = argument(vm, a.at(1), "strcoll() argument 2")?;
                let state = vm.extension::<State>();
                let state = state.0.borrow();
                let order = match &state.locale {
                    Some(locale) => locale.compare(&one, &other),
                    None => one.cmp(&other) as i32,
                };
                Ok(i64::from(order).into())
            },
        ),
        NativeDef::new(
            "strxfrm(string, /)",
            "Return a string that can be used as a key for locale-aware comparisons.",
            |vm, a| {
                let given = argument(vm, a.at(0), "strxfrm() argument")?;
                let state = vm.extension::<State>();
                let state = state.0.borrow();
                match &state.locale {
                    Some(locale) if !is_plain(&state.names[libc::LC_COLLATE as usize]) => {
                        let key = locale.key(&given);
                        Ok(key.into_iter().map(char::from).collect::<String>().into())
                    }
                    _ => Ok(a[0].clone()),
                }
            },
        ),
        NativeDef::new("_fact(item, /)", "", |vm, a| {
            let item = vm.index_clipped(a.at(0))? as i32;
            with_locale(vm, |locale| text(&locale.fact(item)))
        }),
        NativeDef::new("_conventions()", "", |vm, _| with_locale(vm, conventions)),
    ],
    constants: system_constants! {
        [
            LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL, ABDAY_1, ABDAY_2,
            ABDAY_3, ABDAY_4, ABDAY_5, ABDAY_6, ABDAY_7, ABMON_1, ABMON_2, ABMON_3, ABMON_4,
            ABMON_5, ABMON_6, ABMON_7, ABMON_8, ABMON_9, ABMON_10, ABMON_11, ABMON_12, ALT_DIGITS,
            AM_STR, CODESET, CRNCYSTR, DAY_1, DAY_2, DAY_3, DAY_4, DAY_5, DAY_6, DAY_7, D_FMT,
            D_T_FMT, ERA, ERA_D_FMT, ERA_D_T_FMT, ERA_T_FMT, MON_1, MON_2, MON_3, MON_4, MON_5,
            MON_6, MON_7, MON_8, MON_9, MON_10, MON_11, MON_12, NOEXPR, PM_STR, RADIXCHAR, THOUSEP,
            T_FMT, T_FMT_AMPM, YESEXPR,
        ]
        [CHAR_MAX = 127, _DATE_FMT = 131_180]
    },
    source: include_str!("locale.py"),
    ..ModuleDef::BASE
};

/// The interpreter's locale.
struct State(RefCell<Names>);

/// The names of a locale's categories. Its object is made when the first one is set.
struct Names {
    names: [CString; CATEGORIES],
    locale: Option<Locale>,
}

impl Default for State {
    fn default() -> State {
        let mut names: [CString; CATEGORIES] = std::array::from_fn(|_| c"C".to_owned());
        // As in CPython, which takes the encoding of text from the environment, but never ASCII.
        names[libc::LC_CTYPE as usize] = c"C.UTF-8".to_owned();
        State(RefCell::new(Names { names, locale: None }))
    }
}

/// Whether texts are in the order of their characters in a locale.
fn is_plain(name: &CStr) -> bool {
    matches!(name.to_bytes(), b"C" | b"POSIX" | b"C.UTF-8" | b"C.utf8")
}

fn text(text: &CStr) -> Value {
    os_text::from_bytes(text.to_bytes()).into()
}

/// The text of an argument, called `place` in messages.
fn argument(vm: &Vm, value: &Value, place: &str) -> VmResult<CString> {
    let Some(text) = value.get::<Str>() else {
        let shown = vm.class_ref(value).message_name();
        return Err(vm.type_error(format!("{place} must be str, not {shown}")));
    };
    let bytes = os_text::to_os(text.as_str()).unwrap_or_default();
    system::c_string(bytes.as_encoded_bytes())
        .map_err(|_| vm.value_error("embedded null character"))
}

/// Sets the names of all categories, if the system knows them; returns whether it does.
fn set(vm: &Vm, a: Args<'_>) -> VmResult {
    let given = vm.to_vec(a.at(0))?;
    let mut names: [CString; CATEGORIES] = std::array::from_fn(|_| CString::default());
    for (name, given) in names.iter_mut().zip(&given) {
        let bytes = os_text::to_os(vm.str(given)?.as_str()).unwrap_or_default();
        let Ok(given) = system::c_string(bytes.as_encoded_bytes()) else {
            return Ok(Value::bool(false));
        };
        *name = given;
    }
    let Some(locale) = Locale::new(&names) else { return Ok(Value::bool(false)) };
    *vm.extension::<State>().0.borrow_mut() = Names { names, locale: Some(locale) };
    Ok(Value::bool(true))
}

fn with_locale(vm: &Vm, body: impl FnOnce(&Locale) -> Value) -> VmResult {
    let state = vm.extension::<State>();
    let mut state = state.0.borrow_mut();
    if state.locale.is_none() {
        state.locale = Locale::new(&state.names);
    }
    match &state.locale {
        Some(locale) => Ok(body(locale)),
        None => Err(vm.runtime_error("the system has no locale C.UTF-8")),
    }
}

/// The names of [`locale::Conventions`].
const TEXTS: [&str; 10] = [
    "decimal_point",
    "thousands_sep",
    "grouping",
    "int_curr_symbol",
    "currency_symbol",
    "mon_decimal_point",
    "mon_thousands_sep",
    "mon_grouping",
    "positive_sign",
    "negative_sign",
];
const NUMBERS: [&str; 8] = [
    "int_frac_digits",
    "frac_digits",
    "p_cs_precedes",
    "p_sep_by_space",
    "n_cs_precedes",
    "n_sep_by_space",
    "p_sign_posn",
    "n_sign_posn",
];

fn conventions(locale: &Locale) -> Value {
    let (texts, numbers): locale::Conventions = locale.conventions();
    let found = Dict::new();
    for (name, value) in TEXTS.iter().zip(&texts) {
        let value = match name.ends_with("grouping") {
            true => grouping(value.to_bytes_with_nul()),
            false => text(value),
        };
        found.set_text(name, value);
    }
    for (name, value) in NUMBERS.iter().zip(numbers) {
        found.set_text(name, i64::from(value));
    }
    found.into_value()
}

/// The sizes of groups of digits, up to and including the one that is repeated or ends the
/// grouping.
fn grouping(sizes: &[u8]) -> Value {
    const LAST: u8 = 127;
    let end = sizes.iter().position(|size| matches!(*size, 0 | LAST)).unwrap_or_default();
    let sizes = if end == 0 && sizes[0] == 0 { &[][..] } else { &sizes[..=end] };
    List::new(sizes.iter().map(|size| i64::from(*size).into()).collect()).into_value()
}
