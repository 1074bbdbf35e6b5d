//! Databases, values read and written in parts, and copies.

use super::statement::Prepared;
use super::{c_text, error, failed};
use crate::event_loop::clock::SECOND;
use crate::event_loop::running;
use crate::event_loop::threads::ThreadId;
use crate::modules::asyncio::new_object;
use crate::objects::bytes::{self, Bytes};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, readable};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::sqlite::{self, Database, Failure};
use crate::runtime::{Kind, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// An open database, which one thread uses at a time.
pub struct Shared {
    pub database: Rc<Database>,
    /// The thread inside a call, and how deep.
    user: Cell<(ThreadId, usize)>,
}

/// A thread inside a call of a database.
pub struct Entered<'a>(&'a Shared);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let (thread, depth) = self.0.user.get();
        self.0.user.set((thread, depth - 1));
    }
}

impl Shared {
    /// Waits until no other thread is inside a call.
    ///
    /// # Errors
    /// KeyboardInterrupt and the like.
    pub fn enter<'a>(&'a self, vm: &Vm) -> VmResult<Entered<'a>> {
        let threads = &running(vm).threads;
        let current = threads.current();
        loop {
            let (user, depth) = self.user.get();
            if depth == 0 || user == current {
                self.user.set((current, depth + 1));
                self.database.enter(vm);
                return Ok(Entered(self));
            }
            let until = running(vm).clock.monotonic() + SECOND / 1000;
            threads.park(vm, Some(until))?;
        }
    }
}

/// The data of a database.
struct Handle(RefCell<Option<Rc<Shared>>>);

impl NativeObject for Handle {}

fn shared(vm: &Vm, value: &Value) -> VmResult<Rc<Shared>> {
    let open = value.native::<Handle>().and_then(|handle| handle.0.borrow().clone());
    open.ok_or_else(|| error(vm, "ProgrammingError", "Cannot operate on a closed database."))
}

/// Calls `f` with the database of the receiver.
fn with<R>(vm: &Vm, a: &Args<'_>, f: impl FnOnce(&Rc<Database>) -> VmResult<R>) -> VmResult<R> {
    let shared = shared(vm, a.at(0))?;
    let _entered = shared.enter(vm)?;
    f(&shared.database)
}

fn done(vm: &Vm, result: Result<(), Failure>) -> VmResult {
    result.map(|()| Value::NONE).map_err(|failure| failed(vm, failure))
}

fn number(vm: &Vm, value: &Value) -> VmResult<i32> {
    let number = vm.index_clipped(value)?;
    i32::try_from(number).map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

/// A function of the program; none for None.
fn callable(value: &Value) -> Option<Value> {
    (!value.is_none()).then(|| value.clone())
}

fn open(vm: &Vm, a: Args<'_>) -> VmResult {
    let path = crate::modules::os::path_text(vm, a.at(1))?;
    let flags = number(vm, a.at(2))?;
    let restricted = !vm.is_granted(Capability::AllFiles);
    if path != ":memory:" {
        vm.require(Capability::AllFiles)?;
    }
    let path = crate::text::os_text::to_os(&path).unwrap_or_default();
    let path = std::ffi::CString::new(std::os::unix::ffi::OsStringExt::into_vec(path));
    let path = path.map_err(|_| vm.value_error("embedded null character"))?;
    let database = Database::open(&path, flags, restricted).map_err(|f| failed(vm, f))?;
    let shared = Rc::new(Shared { database, user: Cell::new((0, 0)) });
    new_object(vm, a.at(0), Handle(RefCell::new(Some(shared))))
}

fn prepare(vm: &Vm, a: Args<'_>) -> VmResult {
    let text = c_text(vm, a.at(1))?;
    let shared = shared(vm, a.at(0))?;
    let _entered = shared.enter(vm)?;
    let (statement, length) = shared.database.prepare(&text).map_err(|f| failed(vm, f))?;
    let rest = String::from_utf8_lossy(&text.as_bytes()[length..]).into_owned();
    let statement = statement.map_or(Value::NONE, |statement| {
        Prepared::new(vm, &shared, statement, text.to_str().unwrap_or_default())
    });
    Ok(Tuple::new([statement, rest.into()]).into_value())
}

/// `_sqlite3._Database`
pub static DATABASE: ClassDef = ClassDef {
    name: "_Database",
    module: "_sqlite3",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls, path, flags)", "", open),
        NativeDef::new("close(self)", "", |_, a| {
            let closed = a.data::<Handle>().0.take();
            drop(closed);
            Ok(Value::NONE)
        }),
        NativeDef::new("prepare(self, sql)", "", prepare),
        NativeDef::new("is_autocommit(self)", "", |vm, a| {
            with(vm, &a, |database| Ok(Value::bool(database.is_autocommit())))
        }),
        NativeDef::new("changes(self)", "", |vm, a| {
            with(vm, &a, |database| Ok(database.changes().0.into()))
        }),
        NativeDef::new("total_changes(self)", "", |vm, a| {
            with(vm, &a, |database| Ok(database.changes().1.into()))
        }),
        NativeDef::new("last_row(self)", "", |vm, a| {
            with(vm, &a, |database| Ok(database.last_row().into()))
        }),
        NativeDef::new("interrupt(self)", "", |vm, a| {
            // In the middle of another thread's call.
            shared(vm, a.at(0))?.database.interrupt();
            Ok(Value::NONE)
        }),
        NativeDef::new("set_patience(self, seconds)", "", |vm, a| {
            let seconds = crate::objects::float::require(vm, a.at(1))?;
            with(vm, &a, |database| {
                database.set_patience(seconds);
                Ok(Value::NONE)
            })
        }),
        NativeDef::new("limit(self, category, value)", "", |vm, a| {
            let (category, value) = (number(vm, a.at(1))?, number(vm, a.at(2))?);
            with(vm, &a, |database| Ok(i64::from(database.limit(category, value)).into()))
        }),
        NativeDef::new("option(self, number, value)", "", |vm, a| {
            let (option, value) = (number(vm, a.at(1))?, number(vm, a.at(2))?);
            if !(1002..=1018).contains(&option) {
                return Err(
                    vm.value_error("unknown config 'op': ".to_string() + &option.to_string())
                );
            }
            with(vm, &a, |database| {
                database.option(option, value).map(Value::bool).map_err(|f| failed(vm, f))
            })
        }),
        NativeDef::new("set_function(self, name, count, flags, function)", "", |vm, a| {
            let (name, count, flags) =
                (c_text(vm, a.at(1))?, number(vm, a.at(2))?, number(vm, a.at(3))?);
            with(vm, &a, |database| {
                done(vm, database.set_function(&name, count, flags, callable(a.at(4))))
            })
        }),
        NativeDef::new("set_aggregate(self, name, count, factory, is_window)", "", |vm, a| {
            let (name, count) = (c_text(vm, a.at(1))?, number(vm, a.at(2))?);
            let is_window = vm.truthy(a.at(4))?;
            with(vm, &a, |database| {
                done(vm, database.set_aggregate(&name, count, callable(a.at(3)), is_window))
            })
        }),
        NativeDef::new("set_collation(self, name, function)", "", |vm, a| {
            let name = c_text(vm, a.at(1))?;
            with(vm, &a, |database| done(vm, database.set_collation(&name, callable(a.at(2)))))
        }),
        NativeDef::new("set_progress(self, function, count)", "", |vm, a| {
            let count = number(vm, a.at(2))?;
            with(vm, &a, |database| {
                database.set_progress(callable(a.at(1)).filter(|_| count > 0), count);
                Ok(Value::NONE)
            })
        }),
        NativeDef::new("set_trace(self, function)", "", |vm, a| {
            with(vm, &a, |database| {
                database.set_trace(callable(a.at(1)));
                Ok(Value::NONE)
            })
        }),
        NativeDef::new("set_authorizer(self, function)", "", |vm, a| {
            with(vm, &a, |database| {
                database.set_authorizer(callable(a.at(1)));
                Ok(Value::NONE)
            })
        }),
        NativeDef::new("serialize(self, name)", "", |vm, a| {
            let name = c_text(vm, a.at(1))?;
            with(vm, &a, |database| match database.serialize(&name) {
                Some(bytes) => Ok(Bytes::new(bytes).into_value()),
                None => {
                    let message = format!("unknown database '{}'", name.to_string_lossy());
                    Err(error(vm, "OperationalError", message))
                }
            })
        }),
        NativeDef::new("deserialize(self, data, name)", "", |vm, a| {
            let data = vm.copied(&bytes::require(vm, a.at(1))?)?;
            let name = c_text(vm, a.at(2))?;
            with(vm, &a, |database| done(vm, database.deserialize(&name, &data)))
        }),
        NativeDef::new("open_blob(self, name, table, column, row, writable)", "", |vm, a| {
            let names = [c_text(vm, a.at(1))?, c_text(vm, a.at(2))?, c_text(vm, a.at(3))?];
            let Some(row) = crate::objects::int::to_i64(a.at(4)) else {
                return Err(vm.overflow_error("Python int too large to convert to SQLite INTEGER"));
            };
            let writable = vm.truthy(a.at(5))?;
            let shared = shared(vm, a.at(0))?;
            let _entered = shared.enter(vm)?;
            let names = [&*names[0], &*names[1], &*names[2]];
            let blob =
                shared.database.open_blob(names, row, writable).map_err(|f| failed(vm, f))?;
            let blob = Blob { open: RefCell::new(Some(blob)), shared: shared.clone() };
            Ok(Native::new(&vm.class_for(&BLOB), blob).into_value())
        }),
        NativeDef::new("begin_backup(self, target, name)", "", |vm, a| {
            let name = c_text(vm, a.at(2))?;
            let (source, target) = (shared(vm, a.at(0))?, shared(vm, a.at(1))?);
            let (_one, _other) = (source.enter(vm)?, target.enter(vm)?);
            let begun = target.database.begin_backup(&source.database, &name);
            let backup = Backup(begun.map_err(|f| failed(vm, f))?);
            Ok(Native::new(&vm.class_for(&BACKUP), backup).into_value())
        }),
    ],
    ..ClassDef::BASE
};

/// The data of a value that is open.
struct Blob {
    open: RefCell<Option<sqlite::Blob>>,
    shared: Rc<Shared>,
}

impl NativeObject for Blob {}

fn with_blob<R>(
    vm: &Vm,
    a: &Args<'_>,
    f: impl FnOnce(&sqlite::Blob) -> VmResult<R>,
) -> VmResult<R> {
    let blob = a.data::<Blob>();
    let _entered = blob.shared.enter(vm)?;
    match &*blob.open.borrow() {
        Some(open) => f(open),
        None => Err(error(vm, "ProgrammingError", "Cannot operate on a closed blob.")),
    }
}

/// `_sqlite3._Blob`
pub static BLOB: ClassDef = ClassDef {
    name: "_Blob",
    module: "_sqlite3",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("close(self)", "", |_, a| {
            let closed = a.data::<Blob>().open.take();
            drop(closed);
            Ok(Value::NONE)
        }),
        NativeDef::new("size(self)", "", |vm, a| {
            with_blob(vm, &a, |blob| Ok(Value::from(blob.size())))
        }),
        NativeDef::new("read(self, offset, length)", "", |vm, a| {
            let (offset, length) = (vm.index_clipped(a.at(1))?, vm.index_clipped(a.at(2))?);
            let (offset, length) = (offset.max(0) as usize, length.max(0) as usize);
            vm.reserve(length)?;
            let mut room = vec![0; length];
            with_blob(vm, &a, |blob| blob.read(offset, &mut room).map_err(|f| failed(vm, f)))?;
            Ok(Bytes::new(room).into_value())
        }),
        NativeDef::new("write(self, offset, data)", "", |vm, a| {
            let offset = vm.index_clipped(a.at(1))?.max(0) as usize;
            let data = vm.copied(&bytes::require(vm, a.at(2))?)?;
            with_blob(vm, &a, |blob| done(vm, blob.write(offset, &data)))
        }),
    ],
    ..ClassDef::BASE
};

/// The data of a copy in progress.
struct Backup(sqlite::Backup);

impl NativeObject for Backup {}

/// `_sqlite3._Backup`
pub static BACKUP: ClassDef = ClassDef {
    name: "_Backup",
    module: "_sqlite3",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("step(self, pages)", "", |vm, a| {
            let pages = number(vm, a.at(1))?;
            Ok(i64::from(a.data::<Backup>().0.step(pages)).into())
        }),
        NativeDef::new("fail(self, code)", "", |vm, a| {
            let code = number(vm, a.at(1))?;
            Err(failed(vm, a.data::<Backup>().0.failure(code)))
        }),
    ],
    properties: &[
        readable!("remaining", Backup, |_, this| Ok(i64::from(this.0.pages().0).into())),
        readable!("pagecount", Backup, |_, this| Ok(i64::from(this.0.pages().1).into())),
    ],
    ..ClassDef::BASE
};

/// The words at the start of a statement, without comments.
pub fn skip_blank(text: &str) -> &str {
    let mut rest = text.trim_start_matches([' ', '\t', '\u{c}', '\n', '\r', ';']);
    loop {
        let after = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map_or("", |(_, after)| after)
        } else {
            return rest;
        };
        rest = after.trim_start_matches([' ', '\t', '\u{c}', '\n', '\r', ';']);
    }
}

/// The text of a value, for messages.
pub fn text_of(value: &Value) -> &str {
    value.get::<Str>().map_or("", |text| text.as_str())
}
