//! The tests that look at the house as a whole: one binary, because every further one would link
//! the whole service again.

mod layers;
