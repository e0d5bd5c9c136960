//! Finding a question by its words: what somebody typed (`query`), what is found of a ticket
//! (`document`), keeping the index up to date (`index`), and the words around a hit (`excerpt`). The
//! engines' own ways of searching are `store`'s; Dutch is `language`'s.

mod document;
mod excerpt;
mod index;
mod query;

pub use excerpt::{Excerpt, Span, excerpts};
pub use index::{index_anew, index_some};
pub use query::SearchQuery;
