//! The system's locales as objects, which leave the locale of the process alone.

use std::ffi::{CStr, CString};
use std::sync::{Mutex, PoisonError};

/// The number of categories, `LC_ALL` among them.
pub const CATEGORIES: usize = 13;

/// The name of the locale that the environment sets for characters; none for the plain one, "C",
/// which also stands for a locale that the system does not have.
pub fn of_characters() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let name = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set)?;
    if matches!(name.as_str(), "C" | "POSIX") {
        return None;
    }
    let text = CString::new(name.as_str()).ok()?;
    // SAFETY: the name ends with a zero; the object is freed at once.
    let is_known = unsafe {
        let locale = libc::newlocale(libc::LC_CTYPE_MASK, text.as_ptr(), std::ptr::null_mut());
        if !locale.is_null() {
            libc::freelocale(locale);
        }
        !locale.is_null()
    };
    is_known.then_some(name)
}

/// A locale of the system.
#[derive(Debug)]
pub struct Locale(libc::locale_t);

/// The texts of `localeconv`, in the order of its structure, and its numbers.
pub type Conventions = ([CString; 10], [i8; 8]);

/// Whether a category includes all others.
pub fn is_all(category: usize) -> bool {
    category as i32 == libc::LC_ALL
}

impl Locale {
    /// The locale with these names for its categories; none if one of them is not known.
    pub fn new(names: &[CString; CATEGORIES]) -> Option<Locale> {
        let mut locale = Locale(std::ptr::null_mut());
        for (category, name) in names.iter().enumerate() {
            if is_all(category) {
                continue;
            }
            // SAFETY: the name ends with a zero; the old object is ours, or null, and is consumed
            // if there is a new one.
            let next = unsafe { libc::newlocale(1 << category, name.as_ptr(), locale.0) };
            if next.is_null() {
                return None;
            }
            locale.0 = next;
        }
        Some(locale)
    }

    /// Calls `body` while this is the thread's locale.
    fn within<T>(&self, body: impl FnOnce() -> T) -> T {
        // SAFETY: the object is alive until the thread has its old locale again.
        let old = unsafe { libc::uselocale(self.0) };
        let result = body();
        // SAFETY: the locale was the thread's before.
        unsafe { libc::uselocale(old) };
        result
    }

    /// The order of two texts: less than, equal to or greater than 0.
    pub fn compare(&self, one: &CStr, other: &CStr) -> i32 {
        // SAFETY: both end with a zero.
        self.within(|| unsafe { libc::strcoll(one.as_ptr(), other.as_ptr()) })
    }

    /// Bytes that are ordered as texts are by [`Locale::compare`].
    pub fn key(&self, text: &CStr) -> Vec<u8> {
        self.within(|| {
            // SAFETY: the text ends with a zero; no buffer is written to.
            let length = unsafe { libc::strxfrm(std::ptr::null_mut(), text.as_ptr(), 0) };
            let mut room = vec![0u8; length + 1];
            // SAFETY: as above, and the buffer has the stated size.
            unsafe { libc::strxfrm(room.as_mut_ptr().cast(), text.as_ptr(), room.len()) };
            room.pop();
            room
        })
    }

    /// An item of information about the locale, by a number of the C library.
    pub fn fact(&self, item: i32) -> CString {
        // SAFETY: the text that is returned belongs to the locale, and is copied at once.
        unsafe {
            let text = libc::nl_langinfo_l(item, self.0);
            if text.is_null() { CString::default() } else { CStr::from_ptr(text).to_owned() }
        }
    }

    /// The conventions for numbers.
    pub fn conventions(&self) -> Conventions {
        // The C library has one structure for all threads.
        static STRUCTURE: Mutex<()> = Mutex::new(());
        let _guard = STRUCTURE.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: the structure and its texts are valid until the next call, which the lock delays;
        // they are copied.
        self.within(|| unsafe {
            let found = &*libc::localeconv();
            let texts = [
                found.decimal_point,
                found.thousands_sep,
                found.grouping,
                found.int_curr_symbol,
                found.currency_symbol,
                found.mon_decimal_point,
                found.mon_thousands_sep,
                found.mon_grouping,
                found.positive_sign,
                found.negative_sign,
            ];
            let numbers = [
                found.int_frac_digits,
                found.frac_digits,
                found.p_cs_precedes,
                found.p_sep_by_space,
                found.n_cs_precedes,
                found.n_sep_by_space,
                found.p_sign_posn,
                found.n_sign_posn,
            ];
            (
                texts.map(|text| CStr::from_ptr(text).to_owned()),
                numbers.map(|n| i8::from_ne_bytes(n.to_ne_bytes())),
            )
        })
    }
}

impl Drop for Locale {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: the object is ours, and no thread's locale.
            unsafe { libc::freelocale(self.0) };
        }
    }
}
