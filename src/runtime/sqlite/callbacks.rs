//! Functions of a program that SQLite calls.

use crate::runtime::Value;
use libsqlite3_sys as ffi;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr;
use std::rc::Rc;

/// A value of SQLite's.
#[derive(Clone, Copy, Debug)]
pub enum Datum<'a> {
    /// NULL
    Null,
    /// INTEGER
    Integer(i64),
    /// REAL
    Float(f64),
    /// TEXT, usually in UTF-8.
    Text(&'a [u8]),
    /// BLOB
    Blob(&'a [u8]),
}

/// The result of a function of the program.
pub enum Answer {
    /// NULL
    Null,
    /// INTEGER
    Integer(i64),
    /// REAL
    Float(f64),
    /// TEXT
    Text(Vec<u8>),
    /// BLOB
    Blob(Vec<u8>),
    /// A failure with this message.
    Error(String),
    /// There is too little memory.
    NoMemory,
    /// The result is too long.
    TooLong,
}

/// The interpreter, as SQLite's callbacks see it.
pub trait Host {
    /// Calls a function.
    fn call(&self, function: &Value, arguments: &[Datum<'_>]) -> Answer;
    /// Adds a row to an aggregate, or removes it. `state` is unset at first.
    fn step(
        &self,
        class: &Value,
        state: &Value,
        arguments: &[Datum<'_>],
        back: bool,
    ) -> Result<Value, String>;
    /// The value of an aggregate.
    fn value(&self, class: &Value, state: &Value, is_last: bool) -> Answer;
    /// Compares two texts.
    fn collate(&self, function: &Value, left: &[u8], right: &[u8]) -> i32;
    /// Whether an action is allowed: a result code.
    fn authorize(&self, function: &Value, action: i32, names: [Option<&CStr>; 4]) -> i32;
    /// Lets others run. True if the statement must stop.
    fn progress(&self, function: &Value) -> bool;
    /// Tells of a statement.
    fn trace(&self, function: &Value, statement: &[u8]);
    /// Waits briefly for a lock, after this many earlier waits. False to give up.
    fn wait(&self, times: i32, patience: f64) -> bool;
}

/// The link from callbacks to the interpreter.
pub(super) struct Link {
    host: Cell<Option<*const dyn Host>>,
    /// The time to wait for locks, in seconds.
    pub(super) patience: Cell<f64>,
    /// Whether the program may not use files.
    pub(super) restricted: bool,
}

impl Link {
    pub(super) fn new(restricted: bool) -> Link {
        Link { host: Cell::new(None), patience: Cell::new(5.0), restricted }
    }

    pub(super) fn enter(&self, host: &dyn Host) {
        // SAFETY: only the lifetime changes. The pointer is used only by callbacks, which run
        // inside calls of a database, and each of these begins with `enter`.
        let host =
            unsafe { std::mem::transmute::<*const dyn Host, *const (dyn Host + 'static)>(host) };
        self.host.set(Some(host));
    }

    /// Stops calling the program: it may be dropped without an interpreter.
    pub(super) fn leave(&self) {
        self.host.set(None);
    }

    fn host(&self) -> Option<&dyn Host> {
        // SAFETY: see `enter`.
        self.host.get().map(|host| unsafe { &*host })
    }
}

/// A function of the program with the means to call it.
pub(super) struct Callback {
    link: Rc<Link>,
    function: Value,
}

impl Callback {
    pub(super) fn new(link: &Rc<Link>, function: Value) -> Callback {
        Callback { link: link.clone(), function }
    }

    /// A pointer that SQLite frees with [`free`].
    pub(super) fn leak(link: &Rc<Link>, function: Value) -> *mut c_void {
        Box::into_raw(Box::new(Callback::new(link, function))).cast()
    }
}

/// Frees what [`Callback::leak`] made.
pub(super) extern "C" fn free(data: *mut c_void) {
    free_now(data);
}

pub(super) fn free_now(data: *mut c_void) {
    if !data.is_null() {
        // SAFETY: the pointer came from `Callback::leak`, and SQLite no longer uses it.
        drop(unsafe { Box::from_raw(data.cast::<Callback>()) });
    }
}

/// Memory of SQLite's; empty for null.
///
/// # Safety
/// The pointer is null or points to this many bytes, which stay unchanged as long as the result is
/// used.
pub(super) unsafe fn slice<'a>(data: *const u8, length: c_int) -> &'a [u8] {
    if data.is_null() || length <= 0 {
        return &[];
    }
    // SAFETY: as the caller promises.
    unsafe { std::slice::from_raw_parts(data, length as usize) }
}

/// The callback of a context.
///
/// # Safety
/// The context is that of a function made with a [`Callback`].
unsafe fn callback<'a>(context: *mut ffi::sqlite3_context) -> &'a Callback {
    // SAFETY: as the caller promises.
    unsafe { &*ffi::sqlite3_user_data(context).cast::<Callback>() }
}

/// The arguments of a function.
///
/// # Safety
/// The pointer is that of a call that is running.
unsafe fn arguments<'a>(count: c_int, values: *mut *mut ffi::sqlite3_value) -> Vec<Datum<'a>> {
    (0..count.max(0) as usize)
        .map(|i| {
            // SAFETY: there are this many values; texts and bytes stay in place during the call.
            unsafe {
                let value = *values.add(i);
                match ffi::sqlite3_value_type(value) {
                    ffi::SQLITE_INTEGER => Datum::Integer(ffi::sqlite3_value_int64(value)),
                    ffi::SQLITE_FLOAT => Datum::Float(ffi::sqlite3_value_double(value)),
                    ffi::SQLITE_TEXT => {
                        let text = ffi::sqlite3_value_text(value);
                        Datum::Text(slice(text, ffi::sqlite3_value_bytes(value)))
                    }
                    ffi::SQLITE_BLOB => {
                        let bytes = ffi::sqlite3_value_blob(value).cast();
                        Datum::Blob(slice(bytes, ffi::sqlite3_value_bytes(value)))
                    }
                    _ => Datum::Null,
                }
            }
        })
        .collect()
}

/// Gives SQLite a result.
///
/// # Safety
/// The context is that of a call that is running.
unsafe fn answer(context: *mut ffi::sqlite3_context, answer: &Answer) {
    // SAFETY: as the caller promises; SQLite copies texts and bytes.
    unsafe {
        match answer {
            Answer::Null => ffi::sqlite3_result_null(context),
            Answer::Integer(value) => ffi::sqlite3_result_int64(context, *value),
            Answer::Float(value) => ffi::sqlite3_result_double(context, *value),
            Answer::Text(text) => ffi::sqlite3_result_text64(
                context,
                text.as_ptr().cast(),
                text.len() as u64,
                ffi::SQLITE_TRANSIENT(),
                ffi::SQLITE_UTF8 as u8,
            ),
            Answer::Blob(bytes) => ffi::sqlite3_result_blob64(
                context,
                bytes.as_ptr().cast(),
                bytes.len() as u64,
                ffi::SQLITE_TRANSIENT(),
            ),
            Answer::Error(message) => {
                let length = message.len().min(c_int::MAX as usize) as c_int;
                ffi::sqlite3_result_error(context, message.as_ptr().cast(), length);
            }
            Answer::NoMemory => ffi::sqlite3_result_error_nomem(context),
            Answer::TooLong => ffi::sqlite3_result_error_toobig(context),
        }
    }
}

pub(super) unsafe extern "C" fn function(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls this for a function made with a callback.
    unsafe {
        let callback = callback(context);
        if let Some(host) = callback.link.host() {
            answer(context, &host.call(&callback.function, &arguments(count, values)));
        }
    }
}

/// The state of an aggregate: an instance of its class.
type State = RefCell<Value>;

/// The state of the aggregate that a context belongs to.
///
/// # Safety
/// The context is that of an aggregate.
unsafe fn state<'a>(context: *mut ffi::sqlite3_context) -> Option<&'a mut *mut State> {
    let size = size_of::<*mut State>() as c_int;
    // SAFETY: SQLite gives zeroed memory of this size, the same in each call for a group.
    unsafe { ffi::sqlite3_aggregate_context(context, size).cast::<*mut State>().as_mut() }
}

unsafe fn add(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
    back: bool,
) {
    // SAFETY: SQLite calls this for an aggregate made with a callback. Its state is null or a box.
    unsafe {
        let callback = callback(context);
        let (Some(place), Some(host)) = (state(context), callback.link.host()) else {
            return answer(context, &Answer::NoMemory);
        };
        if place.is_null() {
            *place = Box::into_raw(Box::new(RefCell::new(Value::UNSET)));
        }
        let state = &**place;
        let known = state.borrow().clone();
        match host.step(&callback.function, &known, &arguments(count, values), back) {
            Ok(new) => {
                let old = state.replace(new);
                drop(old);
            }
            Err(message) => answer(context, &Answer::Error(message)),
        }
    }
}

pub(super) unsafe extern "C" fn step(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: as for `add`.
    unsafe { add(context, count, values, false) }
}

pub(super) unsafe extern "C" fn inverse(
    context: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: as for `add`.
    unsafe { add(context, count, values, true) }
}

pub(super) unsafe extern "C" fn current(context: *mut ffi::sqlite3_context) {
    // SAFETY: as for `add`.
    unsafe {
        let callback = callback(context);
        if let (Some(place), Some(host)) = (state(context), callback.link.host())
            && !place.is_null()
        {
            let known = (**place).borrow().clone();
            answer(context, &host.value(&callback.function, &known, false));
        }
    }
}

pub(super) unsafe extern "C" fn finish(context: *mut ffi::sqlite3_context) {
    // SAFETY: as for `add`; the state is freed here and nowhere else.
    unsafe {
        let callback = callback(context);
        let pointer =
            state(context).map_or(ptr::null_mut(), |p| std::mem::replace(p, ptr::null_mut()));
        let known = match pointer.is_null() {
            true => Value::UNSET,
            false => Box::from_raw(pointer).into_inner(),
        };
        if let Some(host) = callback.link.host() {
            answer(context, &host.value(&callback.function, &known, true));
        }
    }
}

pub(super) unsafe extern "C" fn collate(
    data: *mut c_void,
    left_length: c_int,
    left: *const c_void,
    right_length: c_int,
    right: *const c_void,
) -> c_int {
    // SAFETY: SQLite calls this with a collation's callback and two texts.
    unsafe {
        let callback = &*data.cast::<Callback>();
        let (left, right) = (slice(left.cast(), left_length), slice(right.cast(), right_length));
        match callback.link.host() {
            Some(host) => host.collate(&callback.function, left, right),
            None => left.cmp(right) as c_int,
        }
    }
}

pub(super) unsafe extern "C" fn progress(data: *mut c_void) -> c_int {
    // SAFETY: the callback lives as long as the handler is set.
    let callback = unsafe { &*data.cast::<Callback>() };
    // The handler may be replaced while it runs.
    let function = callback.function.clone();
    c_int::from(callback.link.host().is_some_and(|host| host.progress(&function)))
}

pub(super) unsafe extern "C" fn trace(
    _: c_uint,
    data: *mut c_void,
    statement: *mut c_void,
    text: *mut c_void,
) -> c_int {
    // SAFETY: the callback lives as long as the handler is set; the statement is running, and the
    // texts end with null. SQLite made the longer one, which is freed.
    unsafe {
        let callback = &*data.cast::<Callback>();
        let function = callback.function.clone();
        let Some(host) = callback.link.host() else { return 0 };
        let text = CStr::from_ptr(text.cast()).to_bytes();
        let expanded = match text.starts_with(b"--") {
            true => ptr::null_mut(),
            false => ffi::sqlite3_expanded_sql(statement.cast()),
        };
        if expanded.is_null() {
            host.trace(&function, text);
        } else {
            host.trace(&function, CStr::from_ptr(expanded).to_bytes());
            ffi::sqlite3_free(expanded.cast());
        }
    }
    0
}

pub(super) unsafe extern "C" fn busy(data: *mut c_void, times: c_int) -> c_int {
    // SAFETY: the link lives as long as the database.
    let link = unsafe { &*data.cast::<Link>() };
    c_int::from(link.host().is_some_and(|host| host.wait(times, link.patience.get())))
}

/// Denies a program without file access everything that names a file.
unsafe fn is_forbidden(action: c_int, name: *const c_char) -> bool {
    // SAFETY: names are null or end with null.
    let name = if name.is_null() { c"" } else { unsafe { CStr::from_ptr(name) } };
    let name = name.to_bytes().to_ascii_lowercase();
    match action {
        ffi::SQLITE_ATTACH => true,
        ffi::SQLITE_PRAGMA => name.starts_with(b"temp_store") || name == b"data_store_directory",
        _ => false,
    }
}

pub(super) unsafe extern "C" fn confine(
    _: *mut c_void,
    action: c_int,
    name: *const c_char,
    _: *const c_char,
    _: *const c_char,
    _: *const c_char,
) -> c_int {
    // SAFETY: SQLite passes names.
    if unsafe { is_forbidden(action, name) } { ffi::SQLITE_DENY } else { ffi::SQLITE_OK }
}

pub(super) unsafe extern "C" fn authorize(
    data: *mut c_void,
    action: c_int,
    first: *const c_char,
    second: *const c_char,
    third: *const c_char,
    fourth: *const c_char,
) -> c_int {
    // SAFETY: the callback lives as long as the handler is set; names are null or end with null.
    unsafe {
        let callback = &*data.cast::<Callback>();
        if callback.link.restricted && is_forbidden(action, first) {
            return ffi::SQLITE_DENY;
        }
        let function = callback.function.clone();
        let name = |name: *const c_char| (!name.is_null()).then(|| CStr::from_ptr(name));
        let names = [name(first), name(second), name(third), name(fourth)];
        callback
            .link
            .host()
            .map_or(ffi::SQLITE_DENY, |host| host.authorize(&function, action, names))
    }
}
