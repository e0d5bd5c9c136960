//! How a folder of any size is looked through in bounded memory: windows of message numbers that
//! widen where numbers are sparse, and batches of messages that are stored with one commit.

use std::ops::RangeInclusive;

use super::session::Listed;

/// How many messages a window should show, roughly.
const WISHED: u32 = 400;

/// The windows over the numbers from one end to the other.
#[derive(Debug)]
pub(super) struct Windows {
    next: u32,
    last: u32,
    width: u32,
    done: bool,
}

impl Windows {
    /// Over every number above `after` and below `uid_next`.
    pub(super) fn between(after: u32, uid_next: u32) -> Self {
        let (next, last) = (after.saturating_add(1), uid_next.saturating_sub(1));
        Self {
            next,
            last,
            width: WISHED,
            done: after == u32::MAX || next > last,
        }
    }

    /// The next window, if there is one.
    pub(super) fn next(&mut self) -> Option<RangeInclusive<u32>> {
        if self.done {
            return None;
        }
        let end = self.next.saturating_add(self.width - 1).min(self.last);
        let window = self.next..=end;
        self.done = end == self.last;
        self.next = end.saturating_add(1);
        Some(window)
    }

    /// Chooses the width of the next window, given how many messages the last one showed.
    pub(super) fn found(&mut self, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if count > WISHED * 2 {
            self.width = (self.width / 2).max(WISHED);
        } else if count < WISHED / 2 {
            self.width = self.width.saturating_mul(4);
        }
    }
}

/// Messages that are fetched and stored together: at most `most_messages`, and at most `most_bytes`
/// unless a single one is larger. Keeps the order.
pub(super) fn batches(
    listed: Vec<Listed>,
    most_messages: usize,
    most_bytes: u64,
) -> Vec<Vec<Listed>> {
    let mut all: Vec<Vec<Listed>> = Vec::new();
    let mut bytes = 0;
    for one in listed {
        let size = u64::from(one.size);
        match all.last_mut() {
            Some(batch) if batch.len() < most_messages && bytes + size <= most_bytes => {
                batch.push(one);
                bytes += size;
            }
            _ => {
                all.push(vec![one]);
                bytes = size;
            }
        }
    }
    all
}

/// Numbers as a command names them: runs are joined (`1:3,7`).
pub(super) fn set_of(uids: &[u32]) -> String {
    let mut sorted = uids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut set = String::new();
    let mut rest = sorted.as_slice();
    while let Some((&first, _)) = rest.split_first() {
        let run = rest
            .iter()
            .zip(first..=u32::MAX)
            .take_while(|(uid, expected)| *uid == expected)
            .count();
        let last = rest[run - 1];
        if !set.is_empty() {
            set.push(',');
        }
        set.push_str(&first.to_string());
        if last > first {
            set.push(':');
            set.push_str(&last.to_string());
        }
        rest = &rest[run..];
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn listed(sizes: &[u32]) -> Vec<Listed> {
        sizes
            .iter()
            .zip(1..)
            .map(|(&size, uid)| Listed { uid, size })
            .collect()
    }

    fn lengths(sizes: &[u32]) -> Vec<usize> {
        batches(listed(sizes), 3, 100)
            .iter()
            .map(Vec::len)
            .collect()
    }

    #[test]
    fn batches_are_bounded_in_number_and_in_bytes() {
        assert_eq!(lengths(&[]), [0_usize; 0]);
        assert_eq!(lengths(&[1, 1, 1, 1]), [3, 1]);
        assert_eq!(lengths(&[60, 60, 10]), [1, 2]);
        assert_eq!(lengths(&[500, 1]), [1, 1]);
    }

    #[test]
    fn runs_of_numbers_are_joined() {
        assert_eq!(set_of(&[7, 1, 3, 2, 3]), "1:3,7");
        assert_eq!(set_of(&[u32::MAX]), "4294967295");
        assert_eq!(set_of(&[]), "");
    }

    proptest! {
        #[test]
        fn windows_cover_every_number_once(after: u32, uid_next: u32, counts: Vec<u16>) {
            let mut windows = Windows::between(after, uid_next);
            let mut counts = counts.into_iter().map(usize::from).cycle();
            let (mut reached, mut looks) = (after, 0_u32);
            while let Some(window) = windows.next() {
                prop_assert_eq!(*window.start(), reached + 1);
                prop_assert!(window.end() >= window.start());
                reached = *window.end();
                // In the sparsest folder nothing is ever found.
                windows.found(counts.next().filter(|_| looks < 50).unwrap_or(0));
                looks += 1;
                prop_assert!(looks < 100, "{looks} looks");
            }
            prop_assert_eq!(reached, after.max(uid_next.saturating_sub(1)));
        }
    }
}
