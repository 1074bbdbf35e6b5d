//! `os`: files, processes and the environment.

use crate::objects::bytes::Bytes;
use crate::objects::str::{Str, intern};
use crate::runtime::Value;
use crate::vm::{R, Vm};

/// The text of a path: `str`, `bytes` or an object with `__fspath__`.
///
/// # Errors
/// TypeError for anything else.
pub fn path_text(vm: &Vm, path: &Value) -> R<String> {
    let direct = |value: &Value| {
        let text = value.get::<Str>().map(|s| s.as_str().to_string());
        text.or_else(|| Some(String::from_utf8_lossy(&value.get::<Bytes>()?.data).into_owned()))
    };
    if let Some(text) = direct(path) {
        if text.contains('\0') {
            return Err(vm.value_error("embedded null byte"));
        }
        return Ok(text);
    }
    if let Some(result) = vm.call_special(path, &intern("__fspath__"), &[])? {
        return direct(&result).ok_or_else(|| {
            let (class, given) = (vm.class_ref(path).name(), vm.class_ref(&result).name());
            vm.type_error(format!(
                "expected {class}.__fspath__() to return str or bytes, not {given}"
            ))
        });
    }
    let shown = vm.class_ref(path).name();
    Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {shown}")))
}
