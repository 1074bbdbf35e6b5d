//! What patterns are matched against, and the runs of the matching engine.

use crate::objects::bytes::{Bytes, buffer};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use rustpython_sre_engine::{Request, SearchIter, State, StrDrive};

/// Text or bytes.
pub enum Subject {
    /// Text.
    Text(Ref<Str>),
    /// Bytes; a bytearray's are copied, for the program may change them.
    Bytes(Vec<u8>),
}

/// A match: the places of the whole and of its groups, in characters or bytes.
#[derive(Clone)]
pub struct Found {
    /// From group 0 on; none for groups that took no part.
    pub spans: Vec<Option<(usize, usize)>>,
    /// The group that was closed last; 0 for none.
    pub last_group: usize,
}

/// How a pattern must fit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// At the start.
    Match,
    /// From the start to the end.
    FullMatch,
    /// Anywhere.
    Search,
}

fn found(state: &State, groups: usize) -> Found {
    let mut spans = vec![Some((state.start, state.cursor.position))];
    for group in 0..groups {
        let (start, end) = state.marks.get(group);
        spans.push(start.into_option().zip(end.into_option()));
    }
    Found { spans, last_group: state.marks.last_index().max(0) as usize }
}

fn one<S: StrDrive>(request: Request<'_, S>, groups: usize, mode: Mode) -> Option<Found> {
    let mut state = State::default();
    let fits = match mode {
        Mode::Search => state.search(request),
        Mode::Match | Mode::FullMatch => state.py_match(&request),
    };
    fits.then(|| found(&state, groups))
}

fn many<S: StrDrive>(request: Request<'_, S>, groups: usize, most: usize) -> Vec<Found> {
    let mut all = Vec::new();
    let mut search = SearchIter { req: request, state: State::default() };
    while all.len() < most && search.next().is_some() {
        all.push(found(&search.state, groups));
    }
    all
}

impl Subject {
    /// The subject that a value is, if the kind of pattern fits.
    ///
    /// # Errors
    /// TypeError if it is neither text nor bytes, or not what the pattern is.
    pub fn of(vm: &Vm, value: &Value, bytes_pattern: Option<bool>) -> VmResult<Subject> {
        let subject = match value.get::<Str>() {
            Some(text) => Subject::Text(text.clone()),
            None => match buffer(value) {
                Some(bytes) => Subject::Bytes(bytes.to_vec()),
                None => {
                    let shown = vm.class_ref(value).message_name();
                    return Err(vm.type_error(format!(
                        "expected string or bytes-like object, got '{shown}'"
                    )));
                }
            },
        };
        match (&subject, bytes_pattern) {
            (Subject::Text(_), Some(true)) => {
                Err(vm.type_error("cannot use a bytes pattern on a string-like object"))
            }
            (Subject::Bytes(_), Some(false)) => {
                Err(vm.type_error("cannot use a string pattern on a bytes-like object"))
            }
            _ => Ok(subject),
        }
    }

    /// The number of characters or bytes.
    pub fn len(&self) -> usize {
        match self {
            Subject::Text(text) => text.len(),
            Subject::Bytes(bytes) => bytes.len(),
        }
    }

    /// A part, as far as it is there: a bytearray may be shorter now than when it was searched.
    pub fn slice(&self, (start, end): (usize, usize)) -> Value {
        let (start, end) = (start.min(self.len()), end.min(self.len()));
        match self {
            Subject::Text(text) if start == 0 && end == text.len() => text.as_value().clone(),
            Subject::Text(text) => Value::from(text.slice(start, end)),
            Subject::Bytes(bytes) => Bytes::new(&bytes[start..end]).into_value(),
        }
    }

    /// The first match.
    pub fn find(
        &self,
        codes: &[u32],
        groups: usize,
        (start, end): (usize, usize),
        mode: Mode,
    ) -> Option<Found> {
        let whole = mode == Mode::FullMatch;
        match self {
            // The engine walks over plain bytes faster, and finds places in them at once.
            Subject::Text(text) if text.is_ascii() => {
                one(Request::new(text.as_str().as_bytes(), start, end, codes, whole), groups, mode)
            }
            Subject::Text(text) => {
                one(Request::new(text.as_str(), start, end, codes, whole), groups, mode)
            }
            Subject::Bytes(bytes) => {
                one(Request::new(&bytes[..], start, end, codes, whole), groups, mode)
            }
        }
    }

    /// All matches, at most so many.
    pub fn find_all(
        &self,
        codes: &[u32],
        groups: usize,
        (start, end): (usize, usize),
        most: usize,
    ) -> Vec<Found> {
        match self {
            Subject::Text(text) if text.is_ascii() => {
                many(Request::new(text.as_str().as_bytes(), start, end, codes, false), groups, most)
            }
            Subject::Text(text) => {
                many(Request::new(text.as_str(), start, end, codes, false), groups, most)
            }
            Subject::Bytes(bytes) => {
                many(Request::new(&bytes[..], start, end, codes, false), groups, most)
            }
        }
    }
}
