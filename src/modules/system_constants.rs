//! Tables of the system's constants.

/// The table of a module's constants: names that the crate `libc` has, and others with their values
/// on Linux.
macro_rules! system_constants {
    ([$($name:ident),* $(,)?] [$($other:ident = $value:expr),* $(,)?]) => {
        &[
            $((stringify!($name), |_| $crate::runtime::Value::from(libc::$name as i64)),)*
            $((stringify!($other), |_| $crate::runtime::Value::from($value as i64)),)*
        ]
    };
}
pub(crate) use system_constants;
