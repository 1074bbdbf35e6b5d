//! Bytes that one side adds and the other removes.

/// Bytes in a queue. Adding and taking bytes takes time proportional to their number, however many
/// remain.
#[derive(Default)]
pub struct ByteQueue {
    bytes: Vec<u8>,
    /// The number of bytes at the start that have been taken.
    start: usize,
}

impl ByteQueue {
    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.bytes.len() - self.start
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes, oldest first.
    pub fn unread(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Adds bytes.
    pub fn push(&mut self, data: &[u8]) {
        if self.start > 0 && self.start * 2 >= self.bytes.len() {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        self.bytes.extend_from_slice(data);
    }

    /// Drops the first `count` bytes, or all if there are fewer.
    pub fn consume(&mut self, count: usize) {
        self.start += count.min(self.len());
        if self.start == self.bytes.len() {
            self.clear();
        }
    }

    /// Takes the first `count` bytes, or all if there are fewer.
    pub fn take(&mut self, count: usize) -> Box<[u8]> {
        let taken = self.unread()[..count.min(self.len())].into();
        self.consume(count);
        taken
    }

    /// Drops all bytes. The memory is kept: as much is often needed again.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.start = 0;
    }
}

impl std::io::Write for ByteQueue {
    fn write(&mut self, data: &[u8]) -> std::io::Result<usize> {
        self.push(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::ByteQueue;

    #[test]
    fn bytes_leave_in_the_order_in_which_they_came() {
        let mut queue = ByteQueue::default();
        let (mut pushed, mut taken) = (Vec::new(), Vec::new());
        for round in 0..100_usize {
            let data: Vec<u8> = (0..round * 7 % 31).map(|i| (round + i) as u8).collect();
            queue.push(&data);
            pushed.extend(data);
            taken.extend(queue.take(round * 5 % 23));
            assert_eq!(queue.unread(), &pushed[taken.len()..]);
        }
        taken.extend(queue.take(usize::MAX));
        assert_eq!(taken, pushed);
        assert!(queue.is_empty());
        queue.consume(1);
        assert_eq!(queue.len(), 0);
    }
}
