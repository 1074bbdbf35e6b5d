//! Unwinding: from a raised exception to the handler that takes it.
