//! Long work on text, which its caller may end between two parts.

/// The size of a part, in bytes of text: well under a millisecond's work.
pub const PART: usize = 16 * 1024;

/// The caller ended the work. It knows the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended;

/// A caller that may end long work.
pub trait Pace {
    /// Counts work that is about to be done, each unit about as long as a pass of a small loop.
    ///
    /// # Errors
    /// The work is to end.
    fn tick(&self, work: usize) -> Result<(), Ended>;
}

/// The parts of a text, cut between characters.
pub fn parts(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (part, rest) = text.split_at(text.floor_char_boundary(PART));
        text = rest;
        Some(part).filter(|part| !part.is_empty())
    })
}

/// Appends a character `count` times over.
///
/// # Errors
/// As for [`Pace::tick`].
pub fn push_fill(
    out: &mut String,
    fill: char,
    mut count: usize,
    pace: &dyn Pace,
) -> Result<(), Ended> {
    out.reserve(count.saturating_mul(fill.len_utf8()));
    while count > 0 {
        let part = count.min(PART);
        pace.tick(part)?;
        out.extend(std::iter::repeat_n(fill, part));
        count -= part;
    }
    Ok(())
}

/// A text with fill before it, inside it and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Padded {
    text: String,
    /// The place of the fill inside, in bytes.
    inside: usize,
    fill: char,
    /// The amounts of fill before, inside and after the text, in characters.
    amounts: [usize; 3],
}

impl Padded {
    /// The text `head` + `body`, with these amounts of fill before, between and after the two.
    pub fn new(head: &[&str], body: &[&str], fill: char, amounts: [usize; 3]) -> Padded {
        let [before, between, after] = amounts;
        let padding = amounts.iter().fold(0usize, |sum, amount| sum.saturating_add(*amount));
        let is_short = padding <= PART;
        let length = |texts: &[&str]| texts.iter().map(|text| text.len()).sum::<usize>();
        let room = if is_short { padding * fill.len_utf8() } else { 0 };
        let mut text = String::with_capacity(length(head) + length(body) + room);
        let mut push = |texts: &[&str], amount: usize| {
            texts.iter().for_each(|part| text.push_str(part));
            text.extend(std::iter::repeat_n(fill, if is_short { amount } else { 0 }));
        };
        push(&[], before);
        push(head, between);
        push(body, after);
        let amounts = if is_short { [0; 3] } else { amounts };
        Padded { text, inside: length(head), fill, amounts }
    }

    /// The whole, if the fill is short.
    pub fn short(self) -> String {
        debug_assert_eq!(self.amounts, [0; 3]);
        self.text
    }

    /// The whole.
    ///
    /// # Errors
    /// As for [`Pace::tick`].
    pub fn text(self, pace: &dyn Pace) -> Result<String, Ended> {
        if self.amounts == [0; 3] {
            return Ok(self.text);
        }
        let [before, inside, after] = self.amounts;
        let (head, body) = self.text.split_at(self.inside);
        let mut out = String::new();
        push_fill(&mut out, self.fill, before, pace)?;
        out.push_str(head);
        push_fill(&mut out, self.fill, inside, pace)?;
        out.push_str(body);
        push_fill(&mut out, self.fill, after, pace)?;
        Ok(out)
    }
}

/// A text without fill.
impl From<String> for Padded {
    fn from(text: String) -> Padded {
        Padded { text, inside: 0, fill: ' ', amounts: [0; 3] }
    }
}

/// Work that goes on to its end, for text that is short.
pub struct AtOnce;

impl Pace for AtOnce {
    fn tick(&self, _: usize) -> Result<(), Ended> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_padding_are_alike() {
        for amounts in [[0, 0, 0], [1, 2, 3], [PART + 1, 0, 2], [0, PART, 7], [3 * PART, 1, 1]] {
            let fill = |count: usize| "é".repeat(count);
            let expected =
                [&fill(amounts[0]), "-0x", &fill(amounts[1]), "5f", &fill(amounts[2])].concat();
            let padded = Padded::new(&["-", "0x"], &["5", "f"], 'é', amounts);
            assert_eq!(padded.text(&AtOnce), Ok(expected));
        }
    }

    #[test]
    fn work_ends() {
        struct Never;
        impl Pace for Never {
            fn tick(&self, _: usize) -> Result<(), Ended> {
                Err(Ended)
            }
        }
        let padded = Padded::new(&[], &["a"], ' ', [0, 0, PART + 1]);
        assert_eq!(padded.text(&Never), Err(Ended));
    }
}
