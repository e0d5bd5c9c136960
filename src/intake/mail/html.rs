//! HTML: what staff get to see of it, and its text.

/// Private characters that mark structure while HTML becomes text; see [`is_marker`].
pub(super) const QUOTE_STARTS: char = '\u{e000}';

/// Whether a character is one of the private marks, which no mail may bring along.
pub(super) fn is_marker(c: char) -> bool {
    ('\u{e000}'..='\u{e00f}').contains(&c)
}
