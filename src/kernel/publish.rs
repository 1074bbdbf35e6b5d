//! Messages to all front ends: a thread that joins pieces of output.

use super::message::Writer;
use super::sockets::Publisher;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

/// The time that output waits for more.
const GATHER: Duration = Duration::from_millis(20);
/// The maximum number of bytes of output collected before they are sent.
const MOST: usize = 1 << 16;
/// The maximum number of messages that wait for the thread. A program that prints faster must wait.
const QUEUE: usize = 4096;

/// A message to publish.
enum Order {
    Message {
        kind: &'static str,
        parent: Arc<Json>,
        content: Json,
    },
    /// Output of a cell.
    Output {
        stream: &'static str,
        parent: Arc<Json>,
        text: String,
    },
    /// Tells the sender that everything before it has been sent.
    Flush(Sender<()>),
}

/// A handle to the thread.
#[derive(Clone)]
pub struct Outlet(SyncSender<Order>);

impl Outlet {
    /// Starts the thread.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn start(publisher: Publisher, writer: Writer) -> std::io::Result<Outlet> {
        let (sender, orders) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new().name("publisher".to_string());
        thread.spawn(move || run(&publisher, &writer, &orders))?;
        Ok(Outlet(sender))
    }

    /// Publishes a message about a request, whose header is `parent`.
    pub fn send(&self, kind: &'static str, parent: &Arc<Json>, content: Json) {
        // The thread only ends with the process.
        let _ = self.0.send(Order::Message { kind, parent: parent.clone(), content });
    }

    /// Publishes output.
    pub fn output(&self, stream: &'static str, parent: &Arc<Json>, text: String) {
        let _ = self.0.send(Order::Output { stream, parent: parent.clone(), text });
    }

    /// Waits until everything has been sent.
    pub fn flush(&self) {
        let (done, wait) = channel();
        if self.0.send(Order::Flush(done)).is_ok() {
            let _ = wait.recv_timeout(Duration::from_secs(5));
        }
    }
}

fn run(publisher: &Publisher, writer: &Writer, orders: &Receiver<Order>) {
    let publish = |kind: &str, parent: &Json, content: &Json| {
        let topic = vec![format!("kernel.{kind}").into_bytes()];
        publisher.send(&writer.write(topic, kind, parent, content, &json!({})));
    };
    let mut next = None;
    while let Some(order) = next.take().or_else(|| orders.recv().ok()) {
        match order {
            Order::Message { kind, parent, content } => publish(kind, &parent, &content),
            Order::Flush(done) => drop(done.send(())),
            Order::Output { stream, parent, mut text } => {
                let end = Instant::now() + GATHER;
                while text.len() < MOST {
                    match orders.recv_timeout(end.saturating_duration_since(Instant::now())) {
                        Ok(Order::Output { stream: s, parent: p, text: more })
                            if s == stream && Arc::ptr_eq(&p, &parent) =>
                        {
                            text += &more;
                        }
                        Ok(other) => {
                            next = Some(other);
                            break;
                        }
                        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                    }
                }
                publish("stream", &parent, &json!({"name": stream, "text": text}));
            }
        }
    }
}
