//! Either a slice of values or something else, in two words, which calls pass in the processor's
//! registers. (A Rust enum of both has two words as well, but is passed by its address.)

use super::value::Value;
use std::marker::PhantomData;
use std::ptr::NonNull;

/// A borrowed slice of values, or a borrowed `T`.
pub struct ValuesOr<'a, T> {
    /// The first value, or the `T`.
    start: NonNull<()>,
    /// The number of values, or [`OTHER`].
    count: usize,
    borrowed: PhantomData<(&'a [Value], &'a T)>,
}

/// Takes the place of the number of values if there is a `T`. No slice is that long.
const OTHER: usize = usize::MAX;

impl<T> Clone for ValuesOr<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ValuesOr<'_, T> {}

impl<'a, T> ValuesOr<'a, T> {
    /// A slice.
    #[inline(always)]
    pub fn values(values: &'a [Value]) -> Self {
        let start = NonNull::from(values).cast();
        ValuesOr { start, count: values.len(), borrowed: PhantomData }
    }

    /// Something else.
    #[inline(always)]
    pub fn other(other: &'a T) -> Self {
        ValuesOr { start: NonNull::from(other).cast(), count: OTHER, borrowed: PhantomData }
    }

    /// The slice, or the `T` in its place.
    #[inline(always)]
    pub fn get(self) -> Result<&'a [Value], &'a T> {
        // SAFETY: both were borrowed for `'a`, and the count says which one it was.
        unsafe {
            if self.count == OTHER {
                Err(self.start.cast::<T>().as_ref())
            } else {
                Ok(std::slice::from_raw_parts(self.start.cast::<Value>().as_ptr(), self.count))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_given_back_as_it_was() {
        let values = [Value::TRUE, Value::NONE];
        let slice = ValuesOr::<u8>::values(&values);
        assert!(slice.get().is_ok_and(|found| std::ptr::eq(found, &values[..])));
        assert!(ValuesOr::<u8>::values(&[]).get().is_ok_and(<[Value]>::is_empty));
        let other = ValuesOr::other(&7u8);
        assert!(other.get().is_err_and(|found| *found == 7));
    }
}
