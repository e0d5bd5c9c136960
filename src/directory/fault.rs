//! What is wrong in a file of the directory, and exactly where.

use std::fmt;

/// One thing that is wrong: where, what, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file inside the folder.
    pub file: String,
    /// Line, counted from 1; none when the file as a whole is meant.
    pub line: Option<u64>,
    /// Number of the column, counted from 1, and its name in the header.
    pub column: Option<(usize, String)>,
    /// What is there.
    pub what: String,
    /// What should have been there; empty when `what` says it all.
    pub expected: String,
}

impl Fault {
    pub(super) fn file(file: &str, what: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            column: None,
            what: what.into(),
            expected: expected.into(),
        }
    }

    pub(super) fn line(
        file: &str,
        line: u64,
        what: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            line: Some(line),
            ..Self::file(file, what, expected)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some((number, name)) = &self.column {
            write!(f, ", column {number} ({name})")?;
        }
        write!(f, ": {}", self.what)?;
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        Ok(())
    }
}

/// Everything that is wrong in a folder; a folder with faults is not used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        let count = self.0.len();
        write!(f, "{count} {}", if count == 1 { "error" } else { "errors" })
    }
}
