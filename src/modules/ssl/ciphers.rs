//! Cipher suites under OpenSSL's names, and its language for choosing among them.

use crate::objects::dict::Dict;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use rustls::crypto::ring::ALL_CIPHER_SUITES;
use rustls::{CipherSuite, ProtocolVersion, SupportedCipherSuite};

/// A cipher suite in OpenSSL's terms.
pub struct Cipher {
    /// The suite's number.
    id: CipherSuite,
    /// The name.
    pub name: &'static str,
    /// The strength in bits.
    pub bits: i64,
    encryption: &'static str,
    symmetric: &'static str,
    authentication: &'static str,
}

const fn cipher(
    id: CipherSuite,
    name: &'static str,
    bits: i64,
    encryption: &'static str,
    symmetric: &'static str,
    authentication: &'static str,
) -> Cipher {
    Cipher { id, name, bits, encryption, symmetric, authentication }
}

const AES128: (&str, &str) = ("AESGCM(128)", "aes-128-gcm");
const AES256: (&str, &str) = ("AESGCM(256)", "aes-256-gcm");
const CHACHA: (&str, &str) = ("CHACHA20/POLY1305(256)", "chacha20-poly1305");

/// All supported suites, the preferred ones first.
#[rustfmt::skip]
static CIPHERS: &[Cipher] = &[
    cipher(CipherSuite::TLS13_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384", 256, AES256.0, AES256.1, "any"),
    cipher(CipherSuite::TLS13_CHACHA20_POLY1305_SHA256, "TLS_CHACHA20_POLY1305_SHA256", 256, CHACHA.0, CHACHA.1, "any"),
    cipher(CipherSuite::TLS13_AES_128_GCM_SHA256, "TLS_AES_128_GCM_SHA256", 128, AES128.0, AES128.1, "any"),
    cipher(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "ECDHE-ECDSA-AES256-GCM-SHA384", 256, AES256.0, AES256.1, "ECDSA"),
    cipher(CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "ECDHE-RSA-AES256-GCM-SHA384", 256, AES256.0, AES256.1, "RSA"),
    cipher(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "ECDHE-ECDSA-AES128-GCM-SHA256", 128, AES128.0, AES128.1, "ECDSA"),
    cipher(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "ECDHE-RSA-AES128-GCM-SHA256", 128, AES128.0, AES128.1, "RSA"),
    cipher(CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-ECDSA-CHACHA20-POLY1305", 256, CHACHA.0, CHACHA.1, "ECDSA"),
    cipher(CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-RSA-CHACHA20-POLY1305", 256, CHACHA.0, CHACHA.1, "RSA"),
];

/// The suite of this number.
pub fn find(id: CipherSuite) -> Option<&'static Cipher> {
    CIPHERS.iter().find(|cipher| cipher.id == id)
}

/// `TLSv1.3`
pub fn version_name(version: ProtocolVersion) -> Option<&'static str> {
    match version {
        ProtocolVersion::TLSv1_2 => Some("TLSv1.2"),
        ProtocolVersion::TLSv1_3 => Some("TLSv1.3"),
        _ => None,
    }
}

impl Cipher {
    /// Whether it belongs to TLS 1.3, whose suites cannot be selected.
    fn is_of_1_3(&self) -> bool {
        self.authentication == "any"
    }

    fn version(&self) -> &'static str {
        if self.is_of_1_3() { "TLSv1.3" } else { "TLSv1.2" }
    }

    /// `('TLS_AES_256_GCM_SHA384', 'TLSv1.3', 256)`
    pub fn as_tuple(&self) -> Value {
        Tuple::new([self.name.into(), self.version().into(), self.bits.into()]).into_value()
    }

    /// An entry of `get_ciphers()`.
    fn as_dict(&self) -> Value {
        let dict = Dict::new();
        let exchange = if self.is_of_1_3() { "any" } else { "ECDH" };
        dict.set_text("id", i64::from(u16::from(self.id)) | 0x300_0000);
        dict.set_text("name", self.name);
        dict.set_text("protocol", self.version());
        let description = format!(
            "{:<30} {} Kx={exchange:<8} Au={:<5} Enc={:<22} Mac=AEAD",
            self.name,
            self.version(),
            self.authentication,
            self.encryption
        );
        dict.set_text("description", description);
        dict.set_text("strength_bits", self.bits);
        dict.set_text("alg_bits", self.bits);
        dict.set_text("aead", Value::TRUE);
        dict.set_text("symmetric", self.symmetric);
        dict.set_text("digest", Value::NONE);
        let kea = if self.is_of_1_3() { "kx-any" } else { "kx-ecdhe" };
        dict.set_text("kea", kea);
        dict.set_text("auth", format!("auth-{}", self.authentication.to_lowercase()));
        dict.into_value()
    }

    /// Whether a word of the cipher language names it.
    fn is_named(&self, word: &str) -> bool {
        match word {
            "ALL" | "DEFAULT" | "COMPLEMENTOFDEFAULT" | "HIGH" | "FIPS" | "AEAD" | "TLSv1.2" => {
                true
            }
            "ECDH" | "kECDHE" | "ECDHE" | "EECDH" | "kEECDH" => true,
            "AES" => self.name.contains("AES"),
            "AESGCM" => self.name.contains("-GCM-"),
            "AES128" => self.name.contains("AES128"),
            "AES256" => self.name.contains("AES256"),
            "CHACHA20" => self.name.contains("CHACHA20"),
            "SHA256" => self.name.ends_with("SHA256"),
            "SHA384" => self.name.ends_with("SHA384"),
            "ECDSA" | "aECDSA" => self.authentication == "ECDSA",
            "RSA" | "aRSA" => self.authentication == "RSA",
            name => self.name == name,
        }
    }

    fn matches(&self, words: &str) -> bool {
        words.split('+').all(|word| self.is_named(word))
    }
}

/// The suites of TLS 1.2 selected by a text in OpenSSL's language, in order; none if there are
/// none.
pub fn choose(text: &str) -> Option<Vec<&'static Cipher>> {
    let of_1_2 = || CIPHERS.iter().filter(|cipher| !cipher.is_of_1_3());
    let mut chosen: Vec<&'static Cipher> = Vec::new();
    let mut killed: Vec<&'static str> = Vec::new();
    for word in text.split([':', ',', ' ', ';']).filter(|word| !word.is_empty()) {
        if word.starts_with('@') {
            continue;
        }
        match word.split_at(1) {
            ("!", words) => {
                killed.extend(of_1_2().filter(|c| c.matches(words)).map(|c| c.name));
                chosen.retain(|c| !c.matches(words));
            }
            ("-", words) => chosen.retain(|c| !c.matches(words)),
            ("+", words) => {
                let (last, first) = chosen.iter().partition::<Vec<_>, _>(|c| c.matches(words));
                chosen = first.into_iter().chain(last).collect();
            }
            _ => {
                let found: Vec<_> = of_1_2()
                    .filter(|c| c.matches(word) && !killed.contains(&c.name))
                    .filter(|c| chosen.iter().all(|known| known.name != c.name))
                    .collect();
                chosen.extend(found);
            }
        }
    }
    (!chosen.is_empty()).then_some(chosen)
}

/// The initial TLS 1.2 suites of a context.
pub fn defaults() -> Vec<&'static Cipher> {
    CIPHERS.iter().filter(|cipher| !cipher.is_of_1_3()).collect()
}

fn of_1_3() -> impl Iterator<Item = &'static Cipher> {
    CIPHERS.iter().filter(|cipher| cipher.is_of_1_3())
}

/// The result of `get_ciphers()`.
pub fn as_list(chosen: &[&'static Cipher]) -> Value {
    let all = of_1_3().chain(chosen.iter().copied());
    Value::from(all.map(Cipher::as_dict).collect::<Vec<_>>())
}

/// The suites in rustls.
pub fn suites(chosen: &[&'static Cipher]) -> Vec<SupportedCipherSuite> {
    let suite =
        |cipher: &Cipher| ALL_CIPHER_SUITES.iter().find(|s| s.suite() == cipher.id).copied();
    of_1_3().chain(chosen.iter().copied()).filter_map(suite).collect()
}
