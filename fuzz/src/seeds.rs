//! Inputs to begin with, and changes to them.

use super::rust;
use std::path::{Path, PathBuf};

/// The folder of the project.
fn project() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Included by a test of the project, or built as its own package.
    let here = manifest.join("tests/golden");
    if here.is_dir() { manifest.to_path_buf() } else { manifest.join("..") }
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
}

fn contents(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    files(&project().join(folder), ending, &mut paths);
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a file that was listed")).collect()
}

/// The programs of the golden tests.
pub fn programs() -> Vec<Vec<u8>> {
    contents("tests/golden", "py")
}

/// The stored code of short programs, without its header.
pub fn stored() -> Vec<Vec<u8>> {
    let all = programs();
    all.iter().filter(|text| text.len() < 3000).filter_map(|text| rust::stored_code(text)).collect()
}

/// Recorded traces.
pub fn traces() -> Vec<Vec<u8>> {
    contents("fuzz/seeds", "json")
}

/// A byte for the kind of message, and messages of HTTP.
pub fn messages() -> Vec<Vec<u8>> {
    let all: [&[u8]; 8] = [
        b"\0GET /a?b#c HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, x\r\n\r\n",
        b"\0POST http://u@h:1/ HTTP/1.0\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\n\r\n",
        b"\0PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nabc\r\n0\r\nT: u\r\n\r\n",
        b"\0GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nmore",
        b"\0PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x01HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204\r\n\r\n",
        b"\x01HTTP/1.0 404 Not Found\r\nA: b\r\n\r\nuntil the end",
        b"\xffGET /\nA : b\x01\n c\nTransfer-Encoding: chunked, gzip\n\n1 \nab\n",
    ];
    all.iter().map(|message| message.to_vec()).collect()
}

/// Random numbers that follow from a seed: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014).
pub struct Random(u64);

impl Random {
    /// The numbers of this seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number below `limit`; 0 if that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) as usize).checked_rem(limit).unwrap_or(0)
    }
}

/// A seed with a few changes: bytes flipped, inserted and removed, parts copied, swapped and taken from another seed.
pub fn change(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut data = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(data.len() + 1);
        let end = (at + random.below(40)).min(data.len());
        match random.below(7) {
            0 if at < data.len() => data[at] ^= 1 << random.below(8),
            1 => data.insert(at, random.below(256) as u8),
            2 => drop(data.drain(at..end)),
            3 => {
                let part = data[at..end].to_vec();
                let to = random.below(data.len() + 1);
                data.splice(to..to, part);
            }
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let part = &other[from..(from + random.below(40)).min(other.len())];
                data.splice(at..end, part.iter().copied());
            }
            5 => data.truncate(at),
            _ => {
                let signs = b"()[]{}:,.=\"'\\\n\t #@*-+0129_eExX\0\xff\x80";
                data.insert(at, signs[random.below(signs.len())]);
            }
        }
    }
    data
}
