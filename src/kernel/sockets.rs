//! The sockets of a kernel: routers, a publisher and the heartbeat, each on its own thread.

use super::zmtp::{self, Frames, Traffic};
use std::collections::HashMap;
use std::io::{self, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The time that a peer may take to accept a message or to greet, before it is dropped.
const PATIENCE: Duration = Duration::from_secs(30);

/// A peer after the handshake.
struct Peer {
    identity: Vec<u8>,
    reader: BufReader<TcpStream>,
    writer: TcpStream,
}

impl Peer {
    fn new(mut stream: TcpStream, kind: &str) -> io::Result<Peer> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let identity = zmtp::greet(&mut stream, kind)?;
        stream.set_read_timeout(None)?;
        let reader = BufReader::new(stream.try_clone()?);
        Ok(Peer { identity, reader, writer: stream })
    }
}

/// Accepts peers as a socket of type `kind`, each on its own thread.
fn listen(
    address: SocketAddr,
    kind: &'static str,
    serve: impl Fn(Peer) -> io::Result<()> + Send + Sync + 'static,
) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let serve = Arc::new(serve);
    let thread = |name: &str| std::thread::Builder::new().name(name.to_string());
    let accept = move || {
        for stream in listener.incoming().flatten() {
            let serve = serve.clone();
            // The thread ends if the peer disconnects, or is not a valid peer.
            let _ =
                thread("peer").spawn(move || Peer::new(stream, kind).and_then(|peer| serve(peer)));
        }
    };
    thread("listener").spawn(accept).map(drop)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads messages of a peer, and answers its pings. Ends with an error, at least that of the closed
/// connection.
fn read_messages(
    reader: &mut BufReader<TcpStream>,
    writer: &Mutex<TcpStream>,
    mut receive: impl FnMut(Traffic),
) -> io::Result<()> {
    loop {
        match zmtp::read(reader)? {
            Traffic::Command(name, data) if name == b"PING" => {
                // Two bytes give the ping's time to live.
                let context = data.get(2..).unwrap_or_default();
                lock(writer).write_all(&zmtp::command("PONG", context))?;
            }
            traffic => receive(traffic),
        }
    }
}

type Writers = Arc<Mutex<HashMap<Vec<u8>, Arc<Mutex<TcpStream>>>>>;

/// A ROUTER socket: exchanges messages with peers, which have identities.
#[derive(Clone)]
pub struct Router {
    writers: Writers,
}

impl Router {
    /// Binds an address. `receive` gets the identity of a peer and its message.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn bind(
        address: SocketAddr,
        receive: impl Fn(&Router, &[u8], Frames) + Send + Sync + 'static,
    ) -> io::Result<Router> {
        let router = Router { writers: Writers::default() };
        let (bound, unnamed) = (router.clone(), AtomicU32::new(0));
        listen(address, "ROUTER", move |peer| {
            let Peer { mut identity, mut reader, writer } = peer;
            if identity.is_empty() {
                let number = unnamed.fetch_add(1, Ordering::Relaxed);
                identity = [&[0], &number.to_be_bytes()[..]].concat();
            }
            let writer = Arc::new(Mutex::new(writer));
            lock(&bound.writers).insert(identity.clone(), writer.clone());
            let ended = read_messages(&mut reader, &writer, |traffic| {
                if let Traffic::Message(frames) = traffic {
                    receive(&bound, &identity, frames);
                }
            });
            let mut writers = lock(&bound.writers);
            // A peer that has connected again under its name stays.
            if writers.get(&identity).is_some_and(|current| Arc::ptr_eq(current, &writer)) {
                writers.remove(&identity);
            }
            ended
        })?;
        Ok(router)
    }

    /// Sends a message to a peer; does nothing if it has disconnected.
    pub fn send(&self, identity: &[u8], frames: &Frames) {
        let writer = lock(&self.writers).get(identity).cloned();
        if let Some(writer) = writer
            && lock(&writer).write_all(&zmtp::message(frames)).is_err()
        {
            lock(&self.writers).remove(identity);
        }
    }
}

/// A subscriber of a publisher.
struct Subscriber {
    topics: Vec<Vec<u8>>,
    writer: Arc<Mutex<TcpStream>>,
}

/// A PUB socket.
pub struct Publisher {
    subscribers: Arc<Mutex<Vec<Subscriber>>>,
}

impl Publisher {
    /// Binds an address.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn bind(address: SocketAddr) -> io::Result<Publisher> {
        let subscribers: Arc<Mutex<Vec<Subscriber>>> = Arc::default();
        let shared = subscribers.clone();
        listen(address, "PUB", move |mut peer| {
            let writer = Arc::new(Mutex::new(peer.writer));
            let subscriber = Subscriber { topics: Vec::new(), writer: writer.clone() };
            lock(&shared).push(subscriber);
            let ended = read_messages(&mut peer.reader, &writer, |traffic| {
                let mut all = lock(&shared);
                let own = all.iter_mut().find(|other| Arc::ptr_eq(&other.writer, &writer));
                if let Some(own) = own {
                    subscribe(&mut own.topics, traffic);
                }
            });
            lock(&shared).retain(|other| !Arc::ptr_eq(&other.writer, &writer));
            ended
        })?;
        Ok(Publisher { subscribers })
    }

    /// Sends a message, whose first frame is its topic, to its subscribers.
    pub fn send(&self, frames: &Frames) {
        let topic = frames.first().map_or(&[][..], Vec::as_slice);
        let bytes = zmtp::message(frames);
        let wants = |s: &&Subscriber| s.topics.iter().any(|wanted| topic.starts_with(wanted));
        let writers: Vec<_> =
            lock(&self.subscribers).iter().filter(wants).map(|s| s.writer.clone()).collect();
        for writer in writers {
            if lock(&writer).write_all(&bytes).is_err() {
                lock(&self.subscribers).retain(|s| !Arc::ptr_eq(&s.writer, &writer));
            }
        }
    }
}

/// Adds or removes a subscription: a message that begins with 1 or 0, or a command of ZMTP 3.1.
fn subscribe(topics: &mut Vec<Vec<u8>>, traffic: Traffic) {
    let (adds, topic) = match traffic {
        Traffic::Message(frames) => match frames.first().and_then(|frame| frame.split_first()) {
            Some((&adds @ (0 | 1), topic)) => (adds == 1, topic.to_vec()),
            _ => return,
        },
        Traffic::Command(name, topic) => match name.as_slice() {
            b"SUBSCRIBE" => (true, topic),
            b"CANCEL" => (false, topic),
            _ => return,
        },
    };
    if adds {
        topics.push(topic);
    } else if let Some(at) = topics.iter().position(|known| *known == topic) {
        topics.swap_remove(at);
    }
}

/// Binds the heartbeat: a socket that returns each message.
///
/// # Errors
/// Errors of the operating system.
pub fn echo(address: SocketAddr) -> io::Result<()> {
    Router::bind(address, |router, identity, frames| router.send(identity, &frames)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscriptions_come_and_go() {
        let mut topics = Vec::new();
        let message = |text: &[u8]| Traffic::Message(vec![text.to_vec()]);
        subscribe(&mut topics, message(b"\x01a"));
        subscribe(&mut topics, Traffic::Command(b"SUBSCRIBE".to_vec(), b"b".to_vec()));
        subscribe(&mut topics, message(b"hello"));
        subscribe(&mut topics, message(b""));
        assert_eq!(topics, [b"a", b"b"]);
        subscribe(&mut topics, message(b"\x00a"));
        subscribe(&mut topics, Traffic::Command(b"CANCEL".to_vec(), b"b".to_vec()));
        assert!(topics.is_empty());
    }
}
