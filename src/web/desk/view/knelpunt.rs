//! The label *knelpunt* at the side of a question.

/// The label, and the form that sets it or takes it away.
#[derive(Debug, Clone, Default)]
pub struct KnelpuntPanel {
    /// The instrument that the question concerns, when it bears the label.
    pub instrument: Option<String>,
    /// The questions that concern it.
    pub list: Option<String>,
    /// Where the form goes, for a reader who may.
    pub url: Option<String>,
    /// Longest name of an instrument.
    pub most: usize,
    /// Instruments that were named before.
    pub known: Vec<String>,
}

impl KnelpuntPanel {
    /// Whether there is anything to show.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.instrument.is_some() || self.url.is_some()
    }
}
