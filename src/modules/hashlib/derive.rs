//! Keys derived from passwords: PBKDF2 (RFC 8018) and scrypt (RFC 7914).

use super::hmac::Keyed;
use super::{find, unknown};
use crate::event_loop::running;
use crate::objects::bytes::{Bytes, require_steady};
use crate::objects::native::{Args, NativeDef};
use crate::vm::{Vm, VmResult};

/// The memory that scrypt may use by default, in bytes, as in OpenSSL.
const SCRYPT_MEMORY: u64 = 32 << 20;

/// `pbkdf2_hmac`
pub const PBKDF2_HMAC: NativeDef = NativeDef::new(
    "pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)",
    "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.",
    pbkdf2,
);

/// `scrypt`
pub const SCRYPT: NativeDef = NativeDef::new(
    "scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)",
    "scrypt password-based key derivation function.",
    scrypt,
);

fn pbkdf2(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = vm.str(a.at(0))?;
    let (password, salt) = (require_steady(vm, a.at(1))?, require_steady(vm, a.at(2))?);
    let rounds = vm.index_clipped(a.at(3))?;
    if rounds < 1 {
        return Err(vm.value_error("iteration value must be greater than 0."));
    }
    let algorithm = find(name.as_str());
    let keyed = algorithm.map(|known| Keyed::new(vm, known, &password)).transpose()?.flatten();
    let Some(keyed) = keyed else { return Err(unknown(vm, name.as_str())) };
    let size = a.some(4).map_or(Ok(keyed.digest_size as i64), |size| vm.index_clipped(size))?;
    if size < 1 {
        return Err(vm.value_error("key length must be greater than 0."));
    }
    Ok(Bytes::new(stretch(vm, &keyed, &salt, rounds, size as usize)?).into_value())
}

/// PBKDF2: the two keyed states of the HMAC are made once and copied for each round.
fn stretch(vm: &Vm, keyed: &Keyed, salt: &[u8], rounds: i64, size: usize) -> VmResult<Vec<u8>> {
    let hmac = |texts: &[&[u8]]| -> VmResult<Vec<u8>> {
        let mut state = keyed.copy();
        for text in texts {
            vm.in_parts(text, |part| state.update(part))?;
        }
        Ok(state.digest())
    };
    let mut derived = vm.vec_with_capacity(size)?;
    let mut block = 0u32;
    while derived.len() < size {
        block += 1;
        vm.tick(50)?;
        let mut last = hmac(&[salt, &block.to_be_bytes()])?;
        let mut sum = last.clone();
        for _ in 1..rounds {
            vm.tick(50)?;
            running(vm).threads.attend(vm);
            last = hmac(&[&last])?;
            sum.iter_mut().zip(&last).for_each(|(sum, byte)| *sum ^= byte);
        }
        derived.extend(sum);
    }
    derived.truncate(size);
    Ok(derived)
}

fn scrypt(vm: &Vm, a: Args<'_>) -> VmResult {
    let password = require_steady(vm, a.at(0))?;
    let Some(salt) = a.some(1) else { return Err(vm.type_error("salt is required")) };
    let salt = require_steady(vm, salt)?;
    let number = |at: usize, name: &str| match a.some(at).map(|value| vm.index_clipped(value)) {
        Some(Ok(value)) if (0..i64::MAX).contains(&value) => Ok(value as u64),
        Some(Err(raised)) => Err(raised),
        _ => Err(vm.type_error(format!("{name} is required and must be an unsigned int"))),
    };
    let n = number(2, "n")?;
    if n < 2 || !n.is_power_of_two() {
        return Err(vm.value_error("n must be a power of 2."));
    }
    let (r, p) = (number(3, "r")?, number(4, "p")?);
    let size = |at: usize, usual| a.some(at).map_or(Ok(usual), |value| vm.index_clipped(value));
    let (most, size) = (size(5, 0)?, size(6, 64)?);
    let largest = i64::from(i32::MAX);
    if !(0..=largest).contains(&most) {
        let message = format!("maxmem must be positive and smaller than {largest}");
        return Err(vm.value_error(message));
    }
    if !(1..=largest).contains(&size) {
        let message = format!("dklen must be greater than 0 and smaller than {largest}");
        return Err(vm.value_error(message));
    }
    if r == 0 || p == 0 {
        return Err(vm.value_error("Invalid parameter combination for n, r, p, maxmem."));
    }
    let rows = n.saturating_add(2).saturating_add(p);
    let needed = r.saturating_mul(128).saturating_mul(rows);
    if r.saturating_mul(p) >= 1 << 30
        || needed > if most == 0 { SCRYPT_MEMORY } else { most as u64 }
    {
        return Err(vm.value_error("[digital envelope routines] memory limit exceeded"));
    }
    vm.reserve(needed as usize)?;
    let algorithm = find("sha256");
    let keyed = algorithm.map(|known| Keyed::new(vm, known, &password)).transpose()?.flatten();
    let Some(keyed) = keyed else {
        return Err(unknown(vm, "sha256"));
    };
    let block = 128 * r as usize;
    let mut mixed = stretch(vm, &keyed, &salt, 1, block * p as usize)?;
    let mut table = vec![0; 32 * r as usize * n as usize];
    for part in mixed.chunks_exact_mut(block) {
        let mut words: Vec<u32> = part
            .chunks_exact(4)
            .map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .collect();
        mix(vm, &mut words, &mut table)?;
        for (bytes, word) in part.chunks_exact_mut(4).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
    }
    Ok(Bytes::new(stretch(vm, &keyed, &mixed, 1, size as usize)?).into_value())
}

/// scryptROMix: `table` has room for `cost` copies of `block`.
fn mix(vm: &Vm, block: &mut Vec<u32>, table: &mut [u32]) -> VmResult<()> {
    let size = block.len();
    let rows = table.len() / size;
    let mut next = vec![0; size];
    for row in table.chunks_exact_mut(size) {
        row.copy_from_slice(block);
        mix_block(vm, block, &mut next)?;
        std::mem::swap(block, &mut next);
        running(vm).threads.attend(vm);
    }
    for _ in 0..rows {
        let at = block[size - 16] as usize & (rows - 1);
        let row = &table[at * size..(at + 1) * size];
        block.iter_mut().zip(row).for_each(|(word, other)| *word ^= other);
        mix_block(vm, block, &mut next)?;
        std::mem::swap(block, &mut next);
        running(vm).threads.attend(vm);
    }
    Ok(())
}

/// scryptBlockMix: from `block` to `out`, whose first half gets the even parts.
fn mix_block(vm: &Vm, block: &[u32], out: &mut [u32]) -> VmResult<()> {
    let half = block.len() / 2;
    let mut state = [0; 16];
    state.copy_from_slice(&block[block.len() - 16..]);
    for (i, part) in block.chunks_exact(16).enumerate() {
        vm.tick(16)?;
        state.iter_mut().zip(part).for_each(|(word, other)| *word ^= other);
        salsa20_8(&mut state);
        let start = i / 2 * 16 + if i % 2 == 0 { 0 } else { half };
        out[start..start + 16].copy_from_slice(&state);
    }
    Ok(())
}

/// The core of Salsa20 with eight rounds.
fn salsa20_8(state: &mut [u32; 16]) {
    let mut x = *state;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
        x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
        x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
        x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
    };
    for _ in 0..4 {
        quarter(0, 4, 8, 12);
        quarter(5, 9, 13, 1);
        quarter(10, 14, 2, 6);
        quarter(15, 3, 7, 11);
        quarter(0, 1, 2, 3);
        quarter(5, 6, 7, 4);
        quarter(10, 11, 8, 9);
        quarter(15, 12, 13, 14);
    }
    state.iter_mut().zip(x).for_each(|(word, mixed)| *word = word.wrapping_add(mixed));
}
