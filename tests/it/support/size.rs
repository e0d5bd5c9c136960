//! How large a test is played: small by default, at the size that was promised under
//! `scripts/soak`. And the dice, whose rolls can be repeated.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// For every change.
    Small,
    /// For a night.
    Soak,
}

impl Size {
    /// What `REGIOVRAAG_SOAK` asks for.
    pub fn asked() -> Self {
        if env::var("REGIOVRAAG_SOAK").is_ok_and(|asked| asked == "1") {
            Self::Soak
        } else {
            Self::Small
        }
    }

    /// One of two, by size.
    pub fn pick<T>(self, small: T, soak: T) -> T {
        match self {
            Self::Small => small,
            Self::Soak => soak,
        }
    }

    /// The seed that `REGIOVRAAG_SEED` gives, or a new one; printed, so that a failure can be played
    /// again.
    pub fn seed(self) -> u64 {
        let seed = env::var("REGIOVRAAG_SEED").map_or_else(
            |_| {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
                now.as_secs() ^ u64::from(now.subsec_nanos())
            },
            |given| given.parse().expect("REGIOVRAAG_SEED is a whole number"),
        );
        println!("{self:?}: REGIOVRAAG_SEED={seed}");
        seed
    }
}

/// Random enough to choose moments, and always the same for the same seed (xorshift64*).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn rolled_from(seed: u64) -> Self {
        // The state may not be zero, and small seeds should not begin alike.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let [a, b, c, d, ..] = self.roll().to_be_bytes();
        let part = f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX);
        low + part * (high - low)
    }

    /// A whole number below `bound`, or zero when there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap().max(1);
        usize::try_from(self.roll() % bound).unwrap()
    }
}
