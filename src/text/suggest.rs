//! "Did you mean": the name nearest to a misspelt one, by CPython's metric.
//!
//! The metric is Levenshtein's with CPython's weights: changing only the case of a letter costs
//! half as much as another change. Lengths and letters are those of UTF-8 bytes.

/// The cost of inserting, deleting or replacing a letter.
const MOVE: usize = 2;
/// The cost of changing a letter's case.
const CASE: usize = 1;
/// The maximum number of candidates.
const MOST_CANDIDATES: usize = 750;
/// The maximum length of differing parts.
const LONGEST: usize = 40;

/// The candidate nearest to `wrong`, the first of equals; `None` if none is near enough.
///
/// The caller chooses the candidates: for an attribute the result of `dir(obj)`, for a name the
/// frame's locals, globals and builtins; names with an underscore only if `wrong` has one, too.
pub fn suggest<'a>(
    wrong: &str,
    candidates: impl ExactSizeIterator<Item = &'a str>,
) -> Option<&'a str> {
    if candidates.len() >= MOST_CANDIDATES {
        return None;
    }
    let (mut best, mut best_distance) = (None, usize::MAX);
    for candidate in candidates.filter(|&candidate| candidate != wrong) {
        // No more than a third of the letters may differ, and less than in the best so far.
        let near = (wrong.len() + candidate.len() + 3) * MOVE / 6;
        let limit = near.min(best_distance - 1);
        if let Some(distance) = distance(wrong.as_bytes(), candidate.as_bytes(), limit) {
            (best, best_distance) = (Some(candidate), distance);
            if distance == 0 {
                break;
            }
        }
    }
    best
}

/// The candidate in which two neighbouring letters of `wrong` are exchanged.
///
/// ```
/// # use hob::text::suggest::swapped;
/// assert_eq!(swapped("nmae", ["name", "main"].into_iter()), Some("name"));
/// ```
pub fn swapped<'a>(wrong: &str, mut candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.as_bytes();
    candidates.find(|candidate| {
        let (a, b) = (wrong, candidate.as_bytes());
        let at = a.iter().zip(b).position(|(x, y)| x != y);
        at.is_some_and(|at| {
            a.len() == b.len()
                && at + 1 < a.len()
                && (a[at], a[at + 1]) == (b[at + 1], b[at])
                && a[at + 2..] == b[at + 2..]
        })
    })
}

/// Whether a name of three letters or more is what is left of a longer word with the same first
/// letter, if letters are left out.
///
/// ```
/// # use hob::text::suggest::within;
/// assert!(within("sqrt", "squareroot"));
/// assert!(!within("root", "squareroot"));
/// ```
pub fn within(name: &str, word: &str) -> bool {
    let mut letters = word.chars();
    name.len() >= 3
        && name.len() < word.len()
        && name.chars().next() == word.chars().next()
        && name.chars().all(|letter| letters.any(|other| other == letter))
}

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

/// The weighted distance of two words; `None` if it is over `limit`.
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return Some(long.len() * MOVE).filter(|&distance| distance <= limit);
    }
    if long.len() > LONGEST || (long.len() - short.len()) * MOVE > limit {
        return None;
    }
    // row[i]: the distance of the part of `long` so far and of short[..=i].
    let mut row: Vec<usize> = (1..=short.len()).map(|length| length * MOVE).collect();
    for (done, &letter) in long.iter().enumerate() {
        let (mut diagonal, mut left) = (done * MOVE, (done + 1) * MOVE);
        for (cell, &other) in row.iter_mut().zip(short) {
            let above = *cell;
            let moved = left.min(above) + MOVE;
            left = moved.min(diagonal + substitution(letter, other));
            diagonal = above;
            *cell = left;
        }
        if row.iter().all(|&cell| cell > limit) {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests() {
        for (wrong, candidates, expected) in [
            ("pritn", &["print", "repr"][..], Some("print")),
            ("Print", &["print", "Prin"], Some("print")),
            ("appendd", &["extend", "append"], Some("append")),
            ("xyz", &["append", "pop"], None),
            ("a", &["a"], None),
            ("foo", &[], None),
            ("blech", &["fluch", "bluch"], Some("bluch")),
        ] {
            assert_eq!(suggest(wrong, candidates.iter().copied()), expected, "{wrong}");
        }
    }
}
