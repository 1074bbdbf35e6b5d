//! Jupyter messages (protocol 5.3): parts, signatures, the connection file.

use super::zmtp::Frames;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

/// The version of the protocol.
pub const VERSION: &str = "5.3";

/// Separates the addresses of a message from its contents.
const DELIMITER: &[u8] = b"<IDS|MSG>";

/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// The key of a connection, which signs all messages.
#[derive(Clone)]
pub struct Signer {
    /// The key, padded to a block; none for messages without signatures.
    key: Option<[u8; BLOCK]>,
}

impl Signer {
    /// A signer with the key of a connection file.
    pub fn new(key: &str) -> Signer {
        let mut block = [0; BLOCK];
        match key.len() <= BLOCK {
            true => block[..key.len()].copy_from_slice(key.as_bytes()),
            false => block[..32].copy_from_slice(&Sha256::digest(key)),
        }
        Signer { key: (!key.is_empty()).then_some(block) }
    }

    /// HMAC-SHA256 (RFC 2104) of the parts, in hexadecimal digits; empty without a key.
    pub fn sign<P: AsRef<[u8]>>(&self, parts: &[P]) -> String {
        let Some(key) = &self.key else { return String::new() };
        let mut inner = Sha256::new_with_prefix(key.map(|byte| byte ^ 0x36));
        parts.iter().for_each(|part| inner.update(part));
        let mut outer = Sha256::new_with_prefix(key.map(|byte| byte ^ 0x5c));
        outer.update(inner.finalize());
        outer.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a signature is that of the parts. Takes the same time wherever the first difference
    /// is.
    fn is_valid(&self, parts: &[Vec<u8>], signature: &[u8]) -> bool {
        let right = self.sign(parts);
        let pairs = right.as_bytes().iter().zip(signature);
        right.len() == signature.len() && pairs.fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

/// A received message.
#[derive(Clone, Debug)]
pub struct Message {
    /// The identity of the peer.
    pub peer: Vec<u8>,
    /// Further addresses, which a reply repeats.
    pub route: Frames,
    /// The header.
    pub header: Json,
    /// The parent's header.
    pub parent: Json,
    /// The content.
    pub content: Json,
}

impl Message {
    /// Reads a message from the wire; none if it is malformed or its signature is wrong.
    pub fn read(signer: &Signer, peer: &[u8], mut frames: Frames) -> Option<Message> {
        let at = frames.iter().position(|frame| frame == DELIMITER)?;
        let parts = frames.split_off(at + 1);
        frames.pop();
        let (signature, parts) = parts.split_first()?;
        let parts = parts.get(..4)?;
        if !signer.is_valid(parts, signature) {
            return None;
        }
        let json = |part: usize| serde_json::from_slice::<Json>(&parts[part]).ok();
        let (header, parent, content) = (json(0)?, json(1)?, json(3)?);
        Some(Message { peer: peer.to_vec(), route: frames, header, parent, content })
    }

    /// The type, such as `execute_request`.
    pub fn kind(&self) -> &str {
        self.header["msg_type"].as_str().unwrap_or_default()
    }
}

/// Makes the messages of a kernel.
#[derive(Clone)]
pub struct Writer {
    signer: Signer,
    session: String,
}

impl Writer {
    /// A writer with a new session.
    pub fn new(signer: Signer) -> Writer {
        Writer { signer, session: unique() }
    }

    /// A message on the wire, after its addresses or its topic.
    pub fn write(
        &self,
        addresses: Frames,
        kind: &str,
        parent: &Json,
        content: &Json,
        metadata: &Json,
    ) -> Frames {
        let header = json!({
            "msg_id": unique(),
            "session": self.session,
            "username": "kernel",
            "date": jiff::Timestamp::now().to_string(),
            "msg_type": kind,
            "version": VERSION,
        });
        let parts = [&header, parent, metadata, content].map(|part| part.to_string().into_bytes());
        let mut frames = addresses;
        frames.push(DELIMITER.to_vec());
        frames.push(self.signer.sign(&parts).into_bytes());
        frames.extend(parts);
        frames
    }
}

/// A unique name.
fn unique() -> String {
    let mut bytes = [0; 16];
    // Names need not be secret, so a system without randomness is not an error.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The contents of a connection file.
#[derive(Debug)]
pub struct Connection {
    file: Json,
    address: IpAddr,
    /// The key of the signatures.
    pub key: String,
}

impl Connection {
    /// Reads a connection file.
    ///
    /// # Errors
    /// A message: the file cannot be read, or requires something that is not supported.
    pub fn read(path: &Path) -> Result<Connection, String> {
        let text = std::fs::read(path).map_err(|error| {
            format!("can't read the connection file '{}': {error}", path.display())
        })?;
        Connection::parse(&text)
            .map_err(|error| format!("connection file '{}': {error}", path.display()))
    }

    fn parse(text: &[u8]) -> Result<Connection, String> {
        let file: Json = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        let text = |name: &str, usual: &str| file[name].as_str().unwrap_or(usual).to_string();
        let transport = text("transport", "tcp");
        if transport != "tcp" {
            return Err(format!("the transport `{transport}` is not supported, only `tcp`"));
        }
        let scheme = text("signature_scheme", "hmac-sha256");
        if scheme != "hmac-sha256" {
            return Err(format!(
                "the signature scheme `{scheme}` is not supported, only `hmac-sha256`"
            ));
        }
        let ip = text("ip", "127.0.0.1");
        let address = match ip.as_str() {
            "localhost" => IpAddr::from([127, 0, 0, 1]),
            "*" => IpAddr::from([0, 0, 0, 0]),
            ip => ip.parse().map_err(|_| format!("`ip` is not an address: {ip}"))?,
        };
        Ok(Connection { address, key: text("key", ""), file })
    }

    /// The address of a socket, such as `shell`.
    ///
    /// # Errors
    /// A message: the file gives no port for it.
    pub fn address(&self, socket: &str) -> Result<SocketAddr, String> {
        let name = format!("{socket}_port");
        let port = self.file[&name].as_u64().and_then(|port| u16::try_from(port).ok());
        let port = port.ok_or_else(|| format!("the connection file has no `{name}`"))?;
        Ok(SocketAddr::new(self.address, port))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures() {
        // RFC 4231, cases 2 and 6.
        assert_eq!(
            Signer::new("Jefe").sign(&["what do ya want ", "for nothing?"]),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let long: String = "k".repeat(200);
        assert_eq!(Signer::new(&long).sign(&["x"]).len(), 64);
        assert_ne!(Signer::new(&long).sign(&["x"]), Signer::new(&long[1..]).sign(&["x"]));
        assert_eq!(Signer::new("").sign(&["x"]), "");
    }

    #[test]
    fn messages_are_read_back() {
        let signer = Signer::new("secret");
        let writer = Writer::new(signer.clone());
        let (parent, content) = (json!({"msg_id": "p"}), json!({"code": "1 + 1"}));
        let frames =
            writer.write(vec![b"route".to_vec()], "execute_request", &parent, &content, &json!({}));
        let read = Message::read(&signer, b"me", frames.clone()).unwrap();
        assert_eq!(
            (read.kind(), &read.parent, &read.content),
            ("execute_request", &parent, &content)
        );
        assert_eq!((read.peer, read.route), (b"me".to_vec(), vec![b"route".to_vec()]));
        assert!(Message::read(&Signer::new("other"), b"me", frames.clone()).is_none());
        for i in 1..frames.len() {
            assert!(Message::read(&signer, b"me", frames[..i].to_vec()).is_none());
            let mut changed = frames.clone();
            changed[i].push(b' ');
            assert!(Message::read(&signer, b"me", changed).is_none());
        }
    }

    #[test]
    fn connection_files() {
        let good = br#"{"ip": "127.0.0.1", "shell_port": 5001, "key": "k", "hb_port": 70000}"#;
        let connection = Connection::parse(good).unwrap();
        assert_eq!(connection.address("shell").unwrap().to_string(), "127.0.0.1:5001");
        assert!(connection.address("hb").unwrap_err().contains("hb_port"));
        for (text, part) in [
            (r#"{"transport": "ipc"}"#, "ipc"),
            (r#"{"signature_scheme": "hmac-md5"}"#, "hmac-md5"),
            (r#"{"ip": "nowhere"}"#, "nowhere"),
            ("{", "EOF"),
        ] {
            assert!(Connection::parse(text.as_bytes()).unwrap_err().contains(part), "{text}");
        }
    }
}
