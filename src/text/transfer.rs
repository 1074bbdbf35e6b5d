//! Bytes as ASCII text and back: base64, hexadecimal digits, uuencoding, quoted-printable.
//!
//! Decoders have two kinds of errors: the caller has stopped the work, or the text is malformed,
//! with CPython's message.

use super::pace::{Ended, PART, Pace, Stride};

/// The decoded bytes, or the message about malformed text.
pub type Decoded = Result<Vec<u8>, String>;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The value of each byte as a digit of base64; 64 and above for all others.
const BASE64_VALUES: [u8; 256] = {
    let mut values = [0xFF; 256];
    let mut i = 0;
    while i < 64 {
        values[BASE64[i] as usize] = i as u8;
        i += 1;
    }
    values
};

/// Base64 with padding, without a line ending.
pub fn to_base64(data: &[u8], out: &mut Vec<u8>) {
    out.reserve(data.len().div_ceil(3) * 4 + 1);
    let digit = |bits: u32| BASE64[bits as usize & 63];
    let (groups, rest) = data.as_chunks();
    let start = out.len();
    out.resize(start + groups.len() * 4, 0);
    for (to, [a, b, c]) in out[start..].as_chunks_mut().0.iter_mut().zip(groups) {
        let bits = u32::from_be_bytes([0, *a, *b, *c]);
        *to = [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)];
    }
    match *rest {
        [a] => {
            let bits = u32::from(a) << 16;
            out.extend_from_slice(&[digit(bits >> 18), digit(bits >> 12), b'=', b'=']);
        }
        [a, b] => {
            let bits = u32::from(a) << 16 | u32::from(b) << 8;
            out.extend_from_slice(&[digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), b'=']);
        }
        _ => {}
    }
}

/// Writes the bytes of the groups of four base64 digits at the start of a text. Returns the number
/// of digits.
fn whole_groups(text: &[u8], out: &mut Vec<u8>) -> usize {
    const AT_ONCE: usize = 16;
    let mut done = 0;
    for groups in text.as_chunks::<4>().0.chunks(AT_ONCE) {
        let (mut bytes, mut whole) = ([[0; 3]; AT_ONCE], 0);
        for (to, group) in bytes.iter_mut().zip(groups) {
            let [a, b, c, d] = group.map(|byte| BASE64_VALUES[usize::from(byte)]);
            if (a | b | c | d) >= 64 {
                break;
            }
            *to = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d];
            whole += 1;
        }
        out.extend_from_slice(bytes[..whole].as_flattened());
        done += whole * 4;
        if whole < groups.len() {
            break;
        }
    }
    done
}

/// Bytes from base64. Other characters are skipped, unless `strict`.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn from_base64(text: &[u8], strict: bool, pace: &dyn Pace) -> Result<Decoded, Ended> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    if strict && text.first() == Some(&b'=') {
        return Ok(Err("Leading padding not allowed".into()));
    }
    let (mut digits, mut left, mut pads, mut padding) = (0, 0u8, 0, false);
    let (mut at, mut stride) = (0, Stride::new(pace));
    while at < text.len() {
        stride.reach(at)?;
        if digits == 0 && !padding {
            let end = text.len().min(at + PART);
            at += whole_groups(&text[at..end], &mut out);
            if at == end {
                continue;
            }
        }
        let byte = text[at];
        at += 1;
        if byte == b'=' {
            padding = true;
            if strict && digits == 0 {
                return Ok(Err("Excess padding not allowed".into()));
            }
            if digits >= 2 {
                pads += 1;
                if digits + pads >= 4 {
                    if strict && at < text.len() {
                        return Ok(Err("Excess data after padding".into()));
                    }
                    return Ok(Ok(out));
                }
            }
            continue;
        }
        let value = BASE64_VALUES[usize::from(byte)];
        if value >= 64 {
            if strict {
                return Ok(Err("Only base64 data is allowed".into()));
            }
            continue;
        }
        if strict && padding {
            return Ok(Err("Discontinuous padding not allowed".into()));
        }
        pads = 0;
        match digits {
            0 => left = value,
            1 => {
                out.push(left << 2 | value >> 4);
                left = value & 0x0F;
            }
            2 => {
                out.push(left << 4 | value >> 2);
                left = value & 0x03;
            }
            _ => {
                out.push(left << 6 | value);
                left = 0;
            }
        }
        digits = (digits + 1) % 4;
    }
    Ok(match digits {
        0 => Ok(out),
        1 => Err(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            out.len() / 3 * 4 + 1
        )),
        _ => Err("Incorrect padding".into()),
    })
}

/// The value of each byte as a hexadecimal digit; 16 and above for all others.
const HEX_VALUES: [u8; 256] = {
    let mut values = [0xFF; 256];
    let mut i = 0;
    while i < 10 {
        values[b'0' as usize + i] = i as u8;
        i += 1;
    }
    i = 0;
    while i < 6 {
        values[b'a' as usize + i] = 10 + i as u8;
        values[b'A' as usize + i] = 10 + i as u8;
        i += 1;
    }
    values
};

/// Bytes from hexadecimal digits.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn from_hex(digits: &[u8], pace: &dyn Pace) -> Result<Decoded, Ended> {
    if digits.len() % 2 == 1 {
        return Ok(Err("Odd-length string".into()));
    }
    let (mut seen, mut out) = (0, Vec::with_capacity(digits.len() / 2));
    for part in digits.chunks(PART) {
        pace.tick(part.len())?;
        out.extend(part.as_chunks().0.iter().map(|[high, low]| {
            let (high, low) = (HEX_VALUES[usize::from(*high)], HEX_VALUES[usize::from(*low)]);
            seen |= high | low;
            high << 4 | low
        }));
    }
    Ok(if seen < 16 { Ok(out) } else { Err("Non-hexadecimal digit found".into()) })
}

/// A line of uuencoded data.
///
/// # Errors
/// CPython's message.
pub fn to_uu(data: &[u8], backtick: bool) -> Result<Vec<u8>, String> {
    if data.len() > 45 {
        return Err("At most 45 bytes at once".into());
    }
    let sign = |bits: u8| if backtick && bits == 0 { b'`' } else { b' ' + bits };
    let mut out = vec![sign(data.len() as u8)];
    for chunk in data.chunks(3) {
        let byte = |i: usize| chunk.get(i).copied().unwrap_or(0);
        let bits = u32::from_be_bytes([0, byte(0), byte(1), byte(2)]);
        out.extend([18, 12, 6, 0].map(|shift| sign((bits >> shift) as u8 & 63)));
    }
    out.push(b'\n');
    Ok(out)
}

/// Bytes from a line of uuencoded data.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn from_uu(line: &[u8], pace: &dyn Pace) -> Result<Decoded, Ended> {
    let (first, rest) = line.split_first().unwrap_or((&0, &[]));
    let length = usize::from(first.wrapping_sub(b' ') & 63);
    let (mut out, mut bits, mut count) = (Vec::with_capacity(length), 0u32, 0);
    let mut signs = rest.iter();
    while out.len() < length {
        // Spaces at the end of a line may have been lost.
        let value = match signs.next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(sign @ b' '..=b'`') => (sign - b' ') & 63,
            Some(_) => return Ok(Err("Illegal char".into())),
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    for part in signs.as_slice().chunks(PART) {
        pace.tick(part.len())?;
        if !part.iter().all(|sign| matches!(sign, b' ' | b'`' | b'\n' | b'\r')) {
            return Ok(Err("Trailing garbage".into()));
        }
    }
    Ok(Ok(out))
}

/// Bytes from quoted-printable text. In headers, `_` is a space.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn from_quoted(text: &[u8], header: bool, pace: &dyn Pace) -> Result<Vec<u8>, Ended> {
    let mut out = Vec::with_capacity(text.len());
    let (mut rest, mut stride) = (text, Stride::new(pace));
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        stride.reach(text.len() - rest.len())?;
        if byte != b'=' {
            out.push(if header && byte == b'_' { b' ' } else { byte });
            continue;
        }
        match *rest {
            [] => break,
            // A line ending that does not belong to the data.
            [b'\n' | b'\r', ..] => {
                let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
                rest = &rest[end..];
            }
            [b'=', ..] => {
                out.push(b'=');
                rest = &rest[1..];
            }
            [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(HEX_VALUES[usize::from(high)] << 4 | HEX_VALUES[usize::from(low)]);
                rest = &rest[2..];
            }
            _ => out.push(b'='),
        }
    }
    Ok(out)
}

/// The treatment of white space and line endings by [`to_quoted`].
#[derive(Clone, Copy)]
pub struct Quoting {
    /// Quote white space everywhere, not only at the end of lines.
    pub tabs: bool,
    /// Leave line endings unchanged.
    pub is_text: bool,
    /// Write spaces as `_`.
    pub header: bool,
}

/// Quoted-printable text, in lines of at most 76 characters.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn to_quoted(data: &[u8], how: Quoting, pace: &dyn Pace) -> Result<Vec<u8>, Ended> {
    const MOST: usize = 76;
    let crlf = memchr::memchr(b'\n', data).is_some_and(|at| at > 0 && data[at - 1] == b'\r');
    let line_end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let quoted = |byte: u8| [b'=', hex_digit(byte >> 4), hex_digit(byte & 15)];
    let (mut out, mut length, mut at) = (Vec::with_capacity(data.len() + 16), 0, 0);
    let mut stride = Stride::new(pace);
    while let Some(&byte) = data.get(at) {
        stride.reach(at)?;
        let next = data.get(at + 1).copied();
        let blank = matches!(byte, b' ' | b'\t');
        let end = matches!(byte, b'\r' | b'\n');
        let must_quote = byte > 126
            || byte == b'='
            || how.header && byte == b'_'
            || byte == b'.' && length == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0))
            || !how.is_text && end
            || blank && next.is_none()
            || byte < 33 && !end && (how.tabs || !blank);
        if must_quote {
            if length + 3 >= MOST {
                out.push(b'=');
                out.extend_from_slice(line_end);
                length = 0;
            }
            out.extend_from_slice(&quoted(byte));
            (at, length) = (at + 1, length + 3);
        } else if how.is_text && (byte == b'\n' || byte == b'\r' && next == Some(b'\n')) {
            length = 0;
            // White space at the end of a line would be lost.
            if let Some(&last @ (b' ' | b'\t')) = out.last() {
                out.pop();
                out.extend_from_slice(&quoted(last));
            }
            out.extend_from_slice(line_end);
            at += if byte == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some_and(|next| next != b'\n') && length + 1 >= MOST {
                out.push(b'=');
                out.extend_from_slice(line_end);
                length = 0;
            }
            length += 1;
            out.push(if how.header && byte == b' ' { b'_' } else { byte });
            at += 1;
        }
    }
    Ok(out)
}

fn hex_digit(value: u8) -> u8 {
    b"0123456789ABCDEF"[usize::from(value)]
}

/// The checksum of BinHex: CRC-CCITT, the highest bit first.
pub fn crc_hqx(data: &[u8], crc: u16) -> u16 {
    data.iter().fold(crc, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 }
        })
    })
}
