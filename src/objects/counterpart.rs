//! The language in which CPython's modules are written, where messages depend on it.

/// One of CPython's two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// C: classes are shown with their module.
    C,
    /// Python: wrong arguments are reported as for a program's own functions.
    Python,
}

/// A remark of the table, if it is about the language.
macro_rules! language {
    (c) => {
        Some(Language::C)
    };
    (python) => {
        Some(Language::Python)
    };
    ($other:ident) => {
        None
    };
}

macro_rules! modules {
    ($(
        $(#[$on:meta])* $name:literal $from:ident $(($($declaration:tt)*))? $($doc:literal)?
        [$($remark:ident),*];
    )*) => {
        const REMARKS: &[(&str, &[Option<Language>])] =
            &[$($(#[$on])* ($name, &[$(language!($remark)),*])),*];
    };
}

include!(concat!(env!("CARGO_MANIFEST_DIR"), "/stdlib/modules.rs"));

/// The language of a module, or of the package that contains it, if Hob uses the other one.
pub fn language(module: &str) -> Option<Language> {
    let package = module.split('.').next().unwrap_or(module);
    let mut of_module = LANGUAGES.iter().filter(|(name, _)| *name == module || *name == package);
    of_module.next().map(|(_, language)| *language)
}

/// The rows of the table with such a remark, which are few.
static LANGUAGES: [(&str, Language); COUNT] = {
    let (mut found, mut count, mut row) = ([("", Language::C); COUNT], 0, 0);
    while row < REMARKS.len() {
        if let Some(language) = remark(REMARKS[row].1) {
            found[count] = (REMARKS[row].0, language);
            count += 1;
        }
        row += 1;
    }
    found
};

const COUNT: usize = {
    let (mut count, mut row) = (0, 0);
    while row < REMARKS.len() {
        count += remark(REMARKS[row].1).is_some() as usize;
        row += 1;
    }
    count
};

const fn remark(remarks: &[Option<Language>]) -> Option<Language> {
    let mut i = 0;
    while i < remarks.len() {
        if remarks[i].is_some() {
            return remarks[i];
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn submodules_are_in_the_language_of_their_package() {
        assert_eq!(language("asyncio.locks"), Some(Language::Python));
        assert_eq!(language("datetime"), Some(Language::C));
        assert_eq!(language("math"), None);
    }
}
