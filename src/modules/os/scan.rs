//! `os.scandir`: the entries of a directory, with the types given by the directory.

use super::attributes::shown;
use super::paths::{Takes, require};
use super::{on_path, on_path_at, path_text, stat_items};
use crate::diagnostics::warnings::warn;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::text::os_text::{from_os, to_os};
use crate::vm::reach::Access;
use crate::vm::{Vm, VmResult};
use std::cell::{OnceCell, RefCell};
use std::fs::FileType;
use std::io::ErrorKind;
use std::vec::IntoIter;

/// The data of a `DirEntry`.
struct Entry {
    name: Value,
    path: Value,
    /// The open folder to which the path is relative; None if it is not.
    folder: Value,
    /// Of the entry itself, if it is a link.
    file_type: FileType,
    inode: u64,
    /// The results of `stat()`: of the entry itself, and of what it links to.
    attributes: [OnceCell<Value>; 2],
}

impl NativeObject for Entry {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.name);
        visit(&self.path);
        self.attributes.iter().filter_map(OnceCell::get).for_each(visit);
    }
}

/// The data of the iterator; None once it is at its end, or closed.
struct Scan(RefCell<Option<IntoIter<Value>>>);

impl NativeObject for Scan {
    fn traverse(&self, visit: Visitor<'_>) {
        self.0.borrow().iter().flat_map(IntoIter::as_slice).for_each(visit);
    }

    fn clear(&self) {
        drop(self.0.take());
    }
}

/// `os.scandir(path)`
///
/// # Errors
/// OSError; TypeError for an object that is not a path.
pub fn scandir(vm: &Vm, a: Args<'_>) -> VmResult {
    require(vm, a.opt(0).unwrap_or(&Value::NONE), "scandir: path", Takes::PathFileOrNone)?;
    let folder = a.some(0).cloned().unwrap_or_else(|| ".".into());
    let descriptor = if to_i64(&folder).is_some() { folder.clone() } else { Value::NONE };
    let entries = on_path(vm, &shown(vm, &folder)?, Access::Read, |path| {
        std::fs::read_dir(path)?
            .map(|entry| {
                let entry = entry?;
                let file_type = entry.file_type()?;
                Ok((from_os(&entry.file_name()), file_type, inode(&entry)))
            })
            .collect::<std::io::Result<Vec<_>>>()
    })?;
    let is_bytes = folder.get::<Bytes>().is_some();
    let mut prefix = match descriptor.is_none() {
        true => path_text(vm, &folder)?,
        false => String::new(),
    };
    if !prefix.is_empty() && !prefix.ends_with('/') {
        prefix.push('/');
    }
    let value = |text: &str| match is_bytes {
        true => Value::from(to_os(text).unwrap_or_default().as_encoded_bytes()),
        false => Value::from(text),
    };
    let class = vm.class_for(&ENTRY);
    let mut path = prefix.clone();
    let entries: Vec<Value> = entries
        .into_iter()
        .map(|(name, file_type, inode)| {
            path.truncate(prefix.len());
            path.push_str(&name);
            let (name, path, folder) = (value(&name), value(&path), descriptor.clone());
            let attributes = Default::default();
            let entry = Entry { name, path, folder, file_type, inode, attributes };
            Native::new(&class, entry).into_value()
        })
        .collect();
    let scan = Scan(RefCell::new(Some(entries.into_iter())));
    let scan = Native::new(&vm.class_for(&SCAN), scan).into_value();
    vm.note_finalizer(&scan);
    Ok(scan)
}

#[cfg(unix)]
fn inode(entry: &std::fs::DirEntry) -> u64 {
    std::os::unix::fs::DirEntryExt::ino(entry)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::DirEntry) -> u64 {
    0
}

/// Whether the entry, or the file that it links to, is of a type.
fn is_type(vm: &Vm, a: Args<'_>, wanted: fn(&FileType) -> bool) -> VmResult {
    let entry = a.data::<Entry>();
    let follow = a.opt(1).map_or(Ok(true), |follow| vm.truthy(follow))?;
    if !follow || !entry.file_type.is_symlink() {
        return Ok(Value::bool(wanted(&entry.file_type)));
    }
    // A dangling link has no type.
    let folder = Some(&entry.folder);
    let target =
        on_path_at(vm, &entry.path, folder, Access::Read, |path| match std::fs::metadata(path) {
            Ok(data) => Ok(Some(data.file_type())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })?;
    Ok(Value::bool(target.is_some_and(|target| wanted(&target))))
}

fn stat(vm: &Vm, a: Args<'_>) -> VmResult {
    let Entry { path, folder, attributes, file_type, .. } = a.data::<Entry>();
    let follow = a.opt(1).map_or(Ok(true), |follow| vm.truthy(follow))?;
    let known = &attributes[usize::from(follow && file_type.is_symlink())];
    if let Some(known) = known.get() {
        return Ok(known.clone());
    }
    let folder = Some(folder);
    let data = match follow {
        true => on_path_at(vm, path, folder, Access::Read, |path| std::fs::metadata(path))?,
        false => {
            on_path_at(vm, path, folder, Access::ReadLink, |path| std::fs::symlink_metadata(path))?
        }
    };
    let result = super::make(vm, &super::STAT_RESULT, stat_items(&data));
    Ok(known.get_or_init(|| result).clone())
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.repr(&a.data::<Entry>().name)?;
    Ok(Value::from(format!("<DirEntry {}>", name.as_str())))
}

fn property(value: &Value, part: fn(&Entry) -> &Value) -> VmResult {
    Ok(value.native::<Entry>().map(part).cloned().unwrap_or_default())
}

/// `os.DirEntry`
pub static ENTRY: ClassDef = ClassDef {
    name: "DirEntry",
    module: "posix",
    subclassable: false,
    methods: &[
        NativeDef::new(
            "is_dir(self, /, *, follow_symlinks=True)",
            "Return True if the entry is a directory; cached per entry.",
            |vm, a| is_type(vm, a, FileType::is_dir),
        ),
        NativeDef::new(
            "is_file(self, /, *, follow_symlinks=True)",
            "Return True if the entry is a file; cached per entry.",
            |vm, a| is_type(vm, a, FileType::is_file),
        ),
        NativeDef::new(
            "is_symlink(self, /)",
            "Return True if the entry is a symbolic link; cached per entry.",
            |_, a| Ok(Value::bool(a.data::<Entry>().file_type.is_symlink())),
        ),
        NativeDef::new(
            "is_junction(self, /)",
            "Return True if the entry is a junction; cached per entry.",
            |_, _| Ok(Value::FALSE),
        ),
        NativeDef::new(
            "stat(self, /, *, follow_symlinks=True)",
            "Return stat_result object for the entry; cached per entry.",
            stat,
        ),
        NativeDef::new("inode(self, /)", "Return inode of the entry; cached per entry.", |_, a| {
            Ok(Value::from(a.data::<Entry>().inode as i64))
        }),
        NativeDef::new("__fspath__(self, /)", "Returns the path for the entry.", |_, a| {
            Ok(a.data::<Entry>().path.clone())
        }),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        crate::objects::alias::CLASS_GETITEM,
    ],
    properties: &[
        PropertyDef {
            name: "name",
            doc: "the entry's base filename, relative to scandir() \"path\" argument",
            get: |_, value| property(value, |entry| &entry.name),
            set: None,
        },
        PropertyDef {
            name: "path",
            doc: "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)",
            get: |_, value| property(value, |entry| &entry.path),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// `__del__`: a warning about an iterator that is neither at its end nor closed.
fn finalize(vm: &Vm, a: Args<'_>) -> VmResult {
    if a.data::<Scan>().0.borrow().is_some() {
        let message = format!("unclosed scandir iterator {}", vm.repr_text(a.at(0)));
        warn(vm, Exc::ResourceWarning, &message, 1)?;
    }
    Ok(Value::NONE)
}

fn close(_: &Vm, a: Args<'_>) -> VmResult {
    drop(a.data::<Scan>().0.take());
    Ok(Value::NONE)
}

static SCAN: ClassDef = ClassDef {
    name: "ScandirIterator",
    module: "posix",
    subclassable: false,
    methods: &[
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |_, a| Ok(a[0].clone())),
        NativeDef::next(|_, this| {
            let scan = this.native::<Scan>().expect("the receiver was checked");
            let next = scan.0.borrow_mut().as_mut().and_then(Iterator::next);
            if next.is_none() {
                drop(scan.0.take());
            }
            Ok(next)
        }),
        NativeDef::new("__enter__(self, /)", "", |_, a| Ok(a[0].clone())),
        NativeDef::new("__exit__(self, /, *args)", "", close),
        NativeDef::new("close(self, /)", "", close),
        NativeDef::new("__del__(self, /)", "", finalize),
    ],
    ..ClassDef::BASE
};
