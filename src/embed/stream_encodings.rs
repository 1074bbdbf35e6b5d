//! The encodings of the standard streams, as `PYTHONIOENCODING` sets them.

use super::error::Result;
use super::interpreter::Interpreter;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The streams: their names, descriptors, modes, and line endings.
const STREAMS: [(&str, i64, &str, Option<&str>); 3] =
    [("stdin", 0, "r", None), ("stdout", 1, "w", Some("\n")), ("stderr", 2, "w", Some("\n"))];

impl Interpreter {
    /// Sets the encoding and the error handler of the standard streams from a setting,
    /// `encoding:errors`, in which either may be missing. Output is written at once if
    /// `unbuffered`.
    ///
    /// # Errors
    /// LookupError for an unknown encoding or error handler.
    pub(crate) fn set_stream_encoding(&self, setting: &str, unbuffered: bool) -> Result<()> {
        let vm = self.machine();
        open(&vm, setting, unbuffered).map_err(|raised| self.error(raised))
    }
}

fn open(vm: &Vm, setting: &str, unbuffered: bool) -> VmResult<()> {
    let (encoding, errors) = setting.split_once(':').unwrap_or((setting, ""));
    let or = |given: &str, usual: &str| Value::from(if given.is_empty() { usual } else { given });
    let codecs = vm.import_module("codecs")?;
    let codec = vm.call_method(&codecs, &intern("lookup"), &[or(encoding, "utf-8")])?;
    let encoding = vm.get_attribute(&codec, &intern("name"))?;
    let sys = vm.import_module("sys")?;
    let open = vm.get_attribute(&vm.import_module("io")?, &intern("open"))?;
    for (name, descriptor, mode, newline) in STREAMS {
        // Output for a missing descriptor is lost as before.
        if crate::runtime::fd::borrow(descriptor as i32).is_none() {
            continue;
        }
        // Reports of errors must not fail.
        let errors = match name {
            "stderr" => "backslashreplace".into(),
            _ if setting.trim_end_matches(':').is_empty() => vm.output.error_handler().into(),
            _ => or(errors, "strict"),
        };
        let newline = newline.map_or(Value::NONE, Value::from);
        let arguments = [
            descriptor.into(),
            mode.into(),
            (-1i64).into(),
            encoding.clone(),
            errors,
            newline,
            Value::bool(false),
        ];
        let stream = vm.call(&open, &arguments)?;
        if unbuffered && mode == "w" {
            let reconfigure = vm.get_attribute(&stream, &intern("reconfigure"))?;
            vm.call_keywords(&reconfigure, &[Value::bool(true)], &["write_through".into()])?;
        }
        vm.set_attribute(&sys, &intern(name), stream)?;
    }
    Ok(())
}
