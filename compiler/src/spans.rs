//! The places of instructions in the source as bytes: most are near the previous one.

use hob_grammar::ast::Span;

/// Packs spans: for each the distance of its start from the previous one, and its length.
pub fn pack(spans: &[Span]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(spans.len() * 3);
    let mut last = 0;
    for span in spans {
        let distance = i64::from(span.start) - i64::from(last);
        // The sign is the lowest bit, so that short steps back are small numbers, too.
        push(&mut packed, ((distance << 1) ^ (distance >> 63)) as u64);
        push(&mut packed, u64::from(span.end.saturating_sub(span.start)));
        last = span.start;
    }
    packed
}

/// The spans that [`pack`] packed; other bytes give whatever they can be read as.
pub fn unpack(mut packed: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut last = 0;
    while let (Some(distance), Some(length)) = (take(&mut packed), take(&mut packed)) {
        let distance = (distance >> 1) as i64 ^ -((distance & 1) as i64);
        let start = (i64::from(last)).wrapping_add(distance) as u32;
        spans.push(Span { start, end: start.saturating_add(length as u32) });
        last = start;
    }
    spans
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn push(packed: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        packed.push(n as u8 | 0x80);
        n >>= 7;
    }
    packed.push(n as u8);
}

fn take(packed: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = packed.split_first()?;
        *packed = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_back() {
        let spans = [(5, 9), (0, 400_000), (4_000_000_000, u32::MAX), (7, 7), (6, 300)];
        let spans = spans.map(|(start, end)| Span { start, end });
        assert_eq!(unpack(&pack(&spans)), spans);
        assert_eq!(unpack(&[0xff; 40]), []);
    }
}
