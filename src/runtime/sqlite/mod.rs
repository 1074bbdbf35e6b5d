//! SQLite, behind safe types.
//!
//! Functions of a program that SQLite calls reach the interpreter through a [`Host`], which is
//! passed again to every call of a database: it is used only while that call runs.

mod callbacks;
mod memory;

pub use callbacks::{Answer, Datum, Host};

use callbacks::{Callback, Link};
use libsqlite3_sys as ffi;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::{self, NonNull};
use std::rc::Rc;

/// An error's extended code and message.
pub struct Failure {
    /// The extended result code.
    pub code: i32,
    /// The message.
    pub message: String,
}

/// The result of a call.
pub type Outcome<T> = Result<T, Failure>;

unsafe extern "C" {
    // The bindings leave it out in favour of `sqlite3_close`, which fails while statements are open.
    fn sqlite3_close_v2(database: *mut ffi::sqlite3) -> c_int;
}

/// The type of `sqlite3_set_authorizer`'s callback.
type Authorizer = Option<
    unsafe extern "C" fn(
        *mut c_void,
        c_int,
        *const c_char,
        *const c_char,
        *const c_char,
        *const c_char,
    ) -> c_int,
>;

/// The number of instructions of a query between two checks of the interpreter.
const ATTEND: c_int = 2000;

/// An open database.
pub struct Database {
    raw: NonNull<ffi::sqlite3>,
    link: Rc<Link>,
    progress: RefCell<Option<Box<Callback>>>,
    trace: RefCell<Option<Box<Callback>>>,
    authorizer: RefCell<Option<Box<Callback>>>,
}

impl Drop for Database {
    fn drop(&mut self) {
        self.link.leave();
        // SAFETY: the handle is open and not used afterwards. Remaining statements keep what they
        // need.
        unsafe { sqlite3_close_v2(self.raw.as_ptr()) };
    }
}

/// The limits of restricted databases: the length of a value in bytes, and that of a pattern of `LIKE`
/// and `GLOB`. A function of SQLite cannot be interrupted: on longer ones it could take very long
/// (SQLite, "Defense Against The Dark Arts").
const RESTRICTED: [(c_int, c_int); 2] =
    [(ffi::SQLITE_LIMIT_LENGTH, 1 << 24), (ffi::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50)];

impl Database {
    /// Opens a file. `flags` are those of `sqlite3_open_v2`.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn open(path: &CStr, flags: i32, restricted: bool) -> Outcome<Rc<Database>> {
        memory::configure();
        // The threads of a program take turns, and one at most is inside a database.
        let flags = flags | ffi::SQLITE_OPEN_NOMUTEX;
        let mut raw = ptr::null_mut();
        // SAFETY: the path ends with null; the handle is written even if opening fails.
        let code = unsafe { ffi::sqlite3_open_v2(path.as_ptr(), &raw mut raw, flags, ptr::null()) };
        let Some(raw) = NonNull::new(raw) else {
            return Err(Failure { code: ffi::SQLITE_NOMEM, message: "out of memory".to_string() });
        };
        let link = Rc::new(Link::new(restricted));
        let database = Database {
            raw,
            link,
            progress: RefCell::default(),
            trace: RefCell::default(),
            authorizer: RefCell::default(),
        };
        if code != ffi::SQLITE_OK {
            return Err(database.failure(code));
        }
        // SAFETY: the handle is open. The link lives as long as the database.
        unsafe {
            ffi::sqlite3_extended_result_codes(raw.as_ptr(), 1);
            let link = Rc::as_ptr(&database.link).cast_mut().cast();
            ffi::sqlite3_busy_handler(raw.as_ptr(), Some(callbacks::busy), link);
            if restricted {
                for (category, most) in RESTRICTED {
                    ffi::sqlite3_limit(raw.as_ptr(), category, most);
                }
                // SQLite's own temporary files are not used either.
                let in_memory = c"PRAGMA temp_store = MEMORY".as_ptr();
                ffi::sqlite3_exec(raw.as_ptr(), in_memory, None, ptr::null_mut(), ptr::null_mut());
                ffi::sqlite3_set_authorizer(
                    raw.as_ptr(),
                    Some(callbacks::confine),
                    ptr::null_mut(),
                );
            }
        }
        // The bundled library enforces foreign keys, which programs don't expect.
        database.option(ffi::SQLITE_DBCONFIG_ENABLE_FKEY, 0)?;
        if restricted {
            database.option(ffi::SQLITE_DBCONFIG_DEFENSIVE, 1)?;
        }
        database.set_progress(None, 0);
        Ok(Rc::new(database))
    }

    /// Sets the host that the program's functions use. Must be called before any other method.
    pub fn enter(&self, host: &dyn Host) {
        self.link.enter(host);
    }

    /// The time to wait for locks of other connections, in seconds.
    pub fn set_patience(&self, seconds: f64) {
        self.link.patience.set(seconds);
    }

    fn failure(&self, code: i32) -> Failure {
        // SAFETY: the handle is open; the message is copied before the next call.
        let (code, message) = unsafe {
            let extended = ffi::sqlite3_extended_errcode(self.raw.as_ptr());
            let code = if extended & 0xFF == code & 0xFF { extended } else { code };
            let text = if extended & 0xFF == code & 0xFF {
                ffi::sqlite3_errmsg(self.raw.as_ptr())
            } else {
                ffi::sqlite3_errstr(code)
            };
            (code, CStr::from_ptr(text).to_string_lossy().into_owned())
        };
        Failure { code, message }
    }

    fn check(&self, code: i32) -> Outcome<()> {
        if code == ffi::SQLITE_OK { Ok(()) } else { Err(self.failure(code)) }
    }

    /// Compiles the first statement of a text. Returns it with the length of its text; none if
    /// there is only blank space.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn prepare(self: &Rc<Self>, text: &CStr) -> Outcome<(Option<Statement>, usize)> {
        let (mut raw, mut end) = (ptr::null_mut(), ptr::null());
        let start = text.as_ptr();
        // SAFETY: the text ends with null, and its end is within it.
        let (code, length) = unsafe {
            let code = ffi::sqlite3_prepare_v3(
                self.raw.as_ptr(),
                start,
                -1,
                0,
                &raw mut raw,
                &raw mut end,
            );
            let length =
                if end.is_null() { text.count_bytes() } else { end.offset_from(start) as usize };
            (code, length)
        };
        self.check(code)?;
        let statement = NonNull::new(raw).map(|raw| Statement {
            raw,
            database: self.clone(),
            is_busy: Cell::new(false),
        });
        Ok((statement, length))
    }

    /// Whether there is no open transaction.
    pub fn is_autocommit(&self) -> bool {
        // SAFETY: the handle is open.
        unsafe { ffi::sqlite3_get_autocommit(self.raw.as_ptr()) != 0 }
    }

    /// The number of rows changed by the last statement, and by all statements.
    pub fn changes(&self) -> (i64, i64) {
        // SAFETY: the handle is open.
        unsafe {
            (
                ffi::sqlite3_changes64(self.raw.as_ptr()),
                ffi::sqlite3_total_changes64(self.raw.as_ptr()),
            )
        }
    }

    /// The number of the last row inserted.
    pub fn last_row(&self) -> i64 {
        // SAFETY: the handle is open.
        unsafe { ffi::sqlite3_last_insert_rowid(self.raw.as_ptr()) }
    }

    /// Makes the running statement end with an error.
    pub fn interrupt(&self) {
        // SAFETY: the handle is open.
        unsafe { ffi::sqlite3_interrupt(self.raw.as_ptr()) };
    }

    /// Sets a limit, unless it is negative, and returns the old one. Those of restricted databases
    /// are upper bounds.
    pub fn limit(&self, category: i32, value: i32) -> i32 {
        let bound = RESTRICTED.iter().find(|(bounded, _)| *bounded == category);
        let value = match bound {
            Some((_, most)) if self.link.restricted => value.min(*most),
            _ => value,
        };
        // SAFETY: the handle is open; unknown limits are refused.
        unsafe { ffi::sqlite3_limit(self.raw.as_ptr(), category, value) }
    }

    /// Sets an option that is on or off, unless `value` is negative. Returns its state. Restricted
    /// databases stay protected against programs that would damage them.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn option(&self, number: i32, value: i32) -> Outcome<bool> {
        let is_kept = self.link.restricted && number == ffi::SQLITE_DBCONFIG_DEFENSIVE;
        let value = if is_kept && value == 0 { -1 } else { value };
        let mut state: c_int = 0;
        // SAFETY: all options but the first two, which callers refuse, take an int and a pointer to one.
        let code = unsafe {
            ffi::sqlite3_db_config(self.raw.as_ptr(), number, value as c_int, &raw mut state)
        };
        self.check(code)?;
        Ok(state != 0)
    }

    /// Defines a function of SQL; none removes it.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn set_function(
        &self,
        name: &CStr,
        count: i32,
        flags: i32,
        function: Option<super::Value>,
    ) -> Outcome<()> {
        let call = function.is_some().then_some(callbacks::function as _);
        let data = function.map_or(ptr::null_mut(), |f| Callback::leak(&self.link, f));
        // SAFETY: SQLite frees the data, also when this fails.
        self.check(unsafe {
            ffi::sqlite3_create_function_v2(
                self.raw.as_ptr(),
                name.as_ptr(),
                count,
                ffi::SQLITE_UTF8 | flags,
                data,
                call,
                None,
                None,
                Some(callbacks::free),
            )
        })
    }

    /// Defines an aggregate by a class; none removes it.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn set_aggregate(
        &self,
        name: &CStr,
        count: i32,
        class: Option<super::Value>,
        is_window: bool,
    ) -> Outcome<()> {
        let is_set = class.is_some();
        let data = class.map_or(ptr::null_mut(), |class| Callback::leak(&self.link, class));
        let (raw, name) = (self.raw.as_ptr(), name.as_ptr());
        let (step, last) =
            (is_set.then_some(callbacks::step as _), is_set.then_some(callbacks::finish as _));
        // SAFETY: SQLite frees the data, also when this fails.
        self.check(unsafe {
            if is_window {
                ffi::sqlite3_create_window_function(
                    raw,
                    name,
                    count,
                    ffi::SQLITE_UTF8,
                    data,
                    step,
                    last,
                    is_set.then_some(callbacks::current as _),
                    is_set.then_some(callbacks::inverse as _),
                    Some(callbacks::free),
                )
            } else {
                ffi::sqlite3_create_function_v2(
                    raw,
                    name,
                    count,
                    ffi::SQLITE_UTF8,
                    data,
                    None,
                    step,
                    last,
                    Some(callbacks::free),
                )
            }
        })
    }

    /// Defines a collation; none removes it.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn set_collation(&self, name: &CStr, function: Option<super::Value>) -> Outcome<()> {
        let call = function.is_some().then_some(callbacks::collate as _);
        let data = function.map_or(ptr::null_mut(), |f| Callback::leak(&self.link, f));
        // SAFETY: SQLite frees the data when the collation is removed, and not when this fails.
        let code = unsafe {
            ffi::sqlite3_create_collation_v2(
                self.raw.as_ptr(),
                name.as_ptr(),
                ffi::SQLITE_UTF8,
                data,
                call,
                Some(callbacks::free),
            )
        };
        if code != ffi::SQLITE_OK && !data.is_null() {
            callbacks::free_now(data);
        }
        self.check(code)
    }

    fn keep(place: &RefCell<Option<Box<Callback>>>, new: Option<Box<Callback>>) {
        let old = place.replace(new);
        drop(old);
    }

    fn callback(&self, function: Option<super::Value>) -> (Option<Box<Callback>>, *mut c_void) {
        let callback = function.map(|function| Box::new(Callback::new(&self.link, function)));
        let pointer =
            callback.as_deref().map_or(ptr::null_mut(), |c| ptr::from_ref(c).cast_mut().cast());
        (callback, pointer)
    }

    /// Sets a function to call after this many instructions of a query.
    pub fn set_progress(&self, function: Option<super::Value>, count: i32) {
        let count = if function.is_some() { count.max(1) } else { ATTEND };
        let function = function.unwrap_or(super::Value::NONE);
        let (callback, pointer) = self.callback(Some(function));
        // SAFETY: the callback lives until it is replaced.
        unsafe {
            ffi::sqlite3_progress_handler(
                self.raw.as_ptr(),
                count,
                Some(callbacks::progress),
                pointer,
            );
        }
        Database::keep(&self.progress, callback);
    }

    /// Sets a function to call for each statement that is run.
    pub fn set_trace(&self, function: Option<super::Value>) {
        let (callback, pointer) = self.callback(function);
        let mask = if pointer.is_null() { 0 } else { ffi::SQLITE_TRACE_STMT };
        let call = (!pointer.is_null()).then_some(callbacks::trace as _);
        // SAFETY: the callback lives until it is replaced.
        unsafe { ffi::sqlite3_trace_v2(self.raw.as_ptr(), mask as _, call, pointer) };
        Database::keep(&self.trace, callback);
    }

    /// Sets a function that decides whether a statement is allowed.
    pub fn set_authorizer(&self, function: Option<super::Value>) {
        let (callback, pointer) = self.callback(function);
        // SAFETY: the callback lives until it is replaced.
        unsafe {
            let call: Authorizer = match pointer.is_null() {
                false => Some(callbacks::authorize),
                true if self.link.restricted => Some(callbacks::confine),
                true => None,
            };
            ffi::sqlite3_set_authorizer(self.raw.as_ptr(), call, pointer);
        }
        Database::keep(&self.authorizer, callback);
    }

    /// The bytes of a database as they would be in a file; none if there is no such database.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn serialize(&self, name: &CStr) -> Option<Vec<u8>> {
        let mut size = 0;
        // SAFETY: the result is a block of this size that SQLite made, which is copied and freed.
        unsafe {
            let data = ffi::sqlite3_serialize(self.raw.as_ptr(), name.as_ptr(), &raw mut size, 0);
            if data.is_null() {
                return None;
            }
            let bytes = std::slice::from_raw_parts(data, size.max(0) as usize).to_vec();
            ffi::sqlite3_free(data.cast());
            Some(bytes)
        }
    }

    /// Replaces a database by the contents of a file.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn deserialize(&self, name: &CStr, bytes: &[u8]) -> Outcome<()> {
        let size = bytes.len() as i64;
        // SAFETY: SQLite owns the copy from here on, also when this fails.
        let code = unsafe {
            let data: *mut u8 = ffi::sqlite3_malloc64(size.max(1) as u64).cast();
            if data.is_null() {
                return Err(Failure {
                    code: ffi::SQLITE_NOMEM,
                    message: "out of memory".to_string(),
                });
            }
            ptr::copy_nonoverlapping(bytes.as_ptr(), data, bytes.len());
            let flags = ffi::SQLITE_DESERIALIZE_FREEONCLOSE | ffi::SQLITE_DESERIALIZE_RESIZEABLE;
            ffi::sqlite3_deserialize(self.raw.as_ptr(), name.as_ptr(), data, size, size, flags)
        };
        self.check(code)
    }

    /// Opens a value for reading and writing in parts.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn open_blob(
        self: &Rc<Self>,
        names: [&CStr; 3],
        row: i64,
        writable: bool,
    ) -> Outcome<Blob> {
        let mut raw = ptr::null_mut();
        let [database, table, column] = names.map(CStr::as_ptr);
        // SAFETY: the names end with null.
        self.check(unsafe {
            ffi::sqlite3_blob_open(
                self.raw.as_ptr(),
                database,
                table,
                column,
                row,
                c_int::from(writable),
                &raw mut raw,
            )
        })?;
        match NonNull::new(raw) {
            Some(raw) => Ok(Blob { raw, database: self.clone() }),
            None => Err(self.failure(ffi::SQLITE_ERROR)),
        }
    }

    /// Begins a copy of another database into this one.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn begin_backup(self: &Rc<Self>, from: &Rc<Database>, name: &CStr) -> Outcome<Backup> {
        // SAFETY: both handles are open, and the names end with null.
        let raw = unsafe {
            ffi::sqlite3_backup_init(
                self.raw.as_ptr(),
                c"main".as_ptr(),
                from.raw.as_ptr(),
                name.as_ptr(),
            )
        };
        match NonNull::new(raw) {
            Some(raw) => Ok(Backup { raw, target: self.clone(), _source: from.clone() }),
            None => Err(self.failure(ffi::SQLITE_ERROR)),
        }
    }
}

/// A compiled statement.
pub struct Statement {
    raw: NonNull<ffi::sqlite3_stmt>,
    database: Rc<Database>,
    is_busy: Cell<bool>,
}

impl Drop for Statement {
    fn drop(&mut self) {
        self.database.link.leave();
        // SAFETY: the statement is not used afterwards.
        unsafe { ffi::sqlite3_finalize(self.raw.as_ptr()) };
    }
}

impl Statement {
    /// The database.
    pub fn database(&self) -> &Rc<Database> {
        &self.database
    }

    /// Whether it changes nothing.
    pub fn is_read_only(&self) -> bool {
        // SAFETY: the statement is open.
        unsafe { ffi::sqlite3_stmt_readonly(self.raw.as_ptr()) != 0 }
    }

    /// Whether it is inside a call, during which code of the program runs.
    pub fn is_busy(&self) -> bool {
        self.is_busy.get()
    }

    /// Runs to the next row. False at the end.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn step(&self) -> Outcome<bool> {
        if self.is_busy.replace(true) {
            let message = "the statement is being run already".to_string();
            return Err(Failure { code: ffi::SQLITE_MISUSE, message });
        }
        // SAFETY: the statement is open.
        let code = unsafe { ffi::sqlite3_step(self.raw.as_ptr()) };
        self.is_busy.set(false);
        match code {
            ffi::SQLITE_ROW => Ok(true),
            ffi::SQLITE_DONE => Ok(false),
            code => Err(self.database.failure(code)),
        }
    }

    /// Resets to the start. Errors of the last run were already reported.
    pub fn reset(&self) {
        if !self.is_busy.get() {
            // SAFETY: the statement is open and not being run.
            unsafe { ffi::sqlite3_reset(self.raw.as_ptr()) };
        }
    }

    /// Forgets all parameters.
    pub fn clear_parameters(&self) {
        // SAFETY: the statement is open.
        unsafe { ffi::sqlite3_clear_bindings(self.raw.as_ptr()) };
    }

    /// The number of parameters.
    pub fn parameter_count(&self) -> usize {
        // SAFETY: the statement is open.
        unsafe { ffi::sqlite3_bind_parameter_count(self.raw.as_ptr()).max(0) as usize }
    }

    /// The name of a parameter, counted from 1, with its prefix.
    pub fn parameter_name(&self, number: usize) -> Option<String> {
        // SAFETY: the statement is open; the name is copied.
        unsafe {
            let name = ffi::sqlite3_bind_parameter_name(self.raw.as_ptr(), number as c_int);
            (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy().into_owned())
        }
    }

    /// Sets a parameter, counted from 1.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn bind(&self, number: usize, value: &Datum<'_>) -> Outcome<()> {
        let (raw, number) = (self.raw.as_ptr(), number as c_int);
        // SAFETY: the statement is open; SQLite copies texts and bytes.
        self.database.check(unsafe {
            match value {
                Datum::Null => ffi::sqlite3_bind_null(raw, number),
                Datum::Integer(value) => ffi::sqlite3_bind_int64(raw, number, *value),
                Datum::Float(value) => ffi::sqlite3_bind_double(raw, number, *value),
                Datum::Text(text) => ffi::sqlite3_bind_text64(
                    raw,
                    number,
                    text.as_ptr().cast(),
                    text.len() as u64,
                    ffi::SQLITE_TRANSIENT(),
                    ffi::SQLITE_UTF8 as u8,
                ),
                Datum::Blob([]) => ffi::sqlite3_bind_zeroblob(raw, number, 0),
                Datum::Blob(bytes) => ffi::sqlite3_bind_blob64(
                    raw,
                    number,
                    bytes.as_ptr().cast(),
                    bytes.len() as u64,
                    ffi::SQLITE_TRANSIENT(),
                ),
            }
        })
    }

    /// The number of columns of the result; 0 for a statement without rows.
    pub fn column_count(&self) -> usize {
        // SAFETY: the statement is open.
        unsafe { ffi::sqlite3_column_count(self.raw.as_ptr()).max(0) as usize }
    }

    /// The number of values of the current row; 0 if there is none.
    pub fn row_width(&self) -> usize {
        // SAFETY: the statement is open.
        unsafe { ffi::sqlite3_data_count(self.raw.as_ptr()).max(0) as usize }
    }

    fn text_of(&self, text: *const std::ffi::c_char) -> Option<String> {
        // SAFETY: a text of SQLite's ends with null and lives until the next call; it is copied.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text).to_string_lossy().into_owned() })
    }

    /// The name of a column.
    pub fn column_name(&self, at: usize) -> Option<String> {
        // SAFETY: the statement is open; other columns have no name.
        self.text_of(unsafe { ffi::sqlite3_column_name(self.raw.as_ptr(), at as c_int) })
    }

    /// The declared type of a column.
    pub fn column_type(&self, at: usize) -> Option<String> {
        // SAFETY: as above.
        self.text_of(unsafe { ffi::sqlite3_column_decltype(self.raw.as_ptr(), at as c_int) })
    }

    /// Calls `f` with a value of the current row. `f` must not use the statement.
    pub fn column<R>(&self, at: usize, f: impl FnOnce(Datum<'_>) -> R) -> R {
        let (raw, at) = (self.raw.as_ptr(), at as c_int);
        // SAFETY: the statement is open; a column that does not exist is null. Text and bytes stay
        // in place until the next call.
        let datum = unsafe {
            match ffi::sqlite3_column_type(raw, at) {
                ffi::SQLITE_INTEGER => Datum::Integer(ffi::sqlite3_column_int64(raw, at)),
                ffi::SQLITE_FLOAT => Datum::Float(ffi::sqlite3_column_double(raw, at)),
                ffi::SQLITE_TEXT => {
                    let text = ffi::sqlite3_column_text(raw, at);
                    Datum::Text(callbacks::slice(text, ffi::sqlite3_column_bytes(raw, at)))
                }
                ffi::SQLITE_BLOB => {
                    let bytes = ffi::sqlite3_column_blob(raw, at).cast();
                    Datum::Blob(callbacks::slice(bytes, ffi::sqlite3_column_bytes(raw, at)))
                }
                _ => Datum::Null,
            }
        };
        f(datum)
    }

    /// The bytes of a value of the current row as text or unchanged; none for null.
    pub fn column_bytes(&self, at: usize) -> Option<Vec<u8>> {
        let (raw, at) = (self.raw.as_ptr(), at as c_int);
        // SAFETY: as above; the bytes are copied.
        unsafe {
            if ffi::sqlite3_column_type(raw, at) == ffi::SQLITE_NULL {
                return None;
            }
            let bytes = ffi::sqlite3_column_blob(raw, at).cast();
            Some(callbacks::slice(bytes, ffi::sqlite3_column_bytes(raw, at)).to_vec())
        }
    }
}

/// An open value.
pub struct Blob {
    raw: NonNull<ffi::sqlite3_blob>,
    database: Rc<Database>,
}

impl Drop for Blob {
    fn drop(&mut self) {
        // SAFETY: the value is not used afterwards.
        unsafe { ffi::sqlite3_blob_close(self.raw.as_ptr()) };
    }
}

impl Blob {
    /// The database.
    pub fn database(&self) -> &Rc<Database> {
        &self.database
    }

    /// The number of bytes.
    pub fn size(&self) -> usize {
        // SAFETY: the value is open.
        unsafe { ffi::sqlite3_blob_bytes(self.raw.as_ptr()).max(0) as usize }
    }

    /// Reads a range.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn read(&self, offset: usize, room: &mut [u8]) -> Outcome<()> {
        let (data, length) = (room.as_mut_ptr().cast(), room.len() as c_int);
        // SAFETY: SQLite writes as many bytes as there is room for.
        self.database.check(unsafe {
            ffi::sqlite3_blob_read(self.raw.as_ptr(), data, length, offset as c_int)
        })
    }

    /// Writes a range.
    ///
    /// # Errors
    /// An error of SQLite.
    pub fn write(&self, offset: usize, data: &[u8]) -> Outcome<()> {
        let (bytes, length) = (data.as_ptr().cast(), data.len() as c_int);
        // SAFETY: SQLite reads as many bytes as there are.
        self.database.check(unsafe {
            ffi::sqlite3_blob_write(self.raw.as_ptr(), bytes, length, offset as c_int)
        })
    }
}

/// A copy that is under way.
pub struct Backup {
    raw: NonNull<ffi::sqlite3_backup>,
    target: Rc<Database>,
    _source: Rc<Database>,
}

impl Drop for Backup {
    fn drop(&mut self) {
        // SAFETY: the copy is not used afterwards.
        unsafe { ffi::sqlite3_backup_finish(self.raw.as_ptr()) };
    }
}

impl Backup {
    /// Copies this many pages, all if negative. Returns the result code.
    pub fn step(&self, pages: i32) -> i32 {
        // SAFETY: both databases are open.
        unsafe { ffi::sqlite3_backup_step(self.raw.as_ptr(), pages) }
    }

    /// The numbers of remaining and of all pages.
    pub fn pages(&self) -> (i32, i32) {
        let raw = self.raw.as_ptr();
        // SAFETY: the copy is open.
        unsafe { (ffi::sqlite3_backup_remaining(raw), ffi::sqlite3_backup_pagecount(raw)) }
    }

    /// The error of a result code.
    pub fn failure(&self, code: i32) -> Failure {
        let mut failure = self.target.failure(code);
        failure.message = error_text(code);
        failure
    }
}

/// The description of a result code.
pub fn error_text(code: i32) -> String {
    // SAFETY: the description is a constant.
    unsafe { CStr::from_ptr(ffi::sqlite3_errstr(code)).to_string_lossy().into_owned() }
}

/// Whether a text ends with a complete statement.
pub fn is_complete(text: &CString) -> bool {
    memory::configure();
    // SAFETY: the text ends with null.
    unsafe { ffi::sqlite3_complete(text.as_ptr()) != 0 }
}

/// SQLite's version.
pub fn version() -> &'static str {
    ffi::SQLITE_VERSION.to_str().unwrap_or_default()
}
