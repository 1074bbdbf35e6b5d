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
    let (_, remarks) = REMARKS.iter().find(|(name, _)| *name == module || *name == package)?;
    remarks.iter().find_map(|language| *language)
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
