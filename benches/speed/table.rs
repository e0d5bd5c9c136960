//! The one table that a run ends with.

use std::fmt;

/// A figure beside its aim.
#[derive(Debug)]
struct Row {
    what: String,
    aim: &'static str,
    result: String,
    verdict: &'static str,
}

/// Every figure of a run.
#[derive(Debug, Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// A figure with an aim, and whether it is met.
    pub fn judged(
        &mut self,
        what: impl Into<String>,
        aim: &'static str,
        result: String,
        met: bool,
    ) {
        self.push(what.into(), aim, result, if met { "met" } else { "MISSED" });
    }

    /// A figure that stands beside the others.
    pub fn noted(&mut self, what: impl Into<String>, result: String) {
        self.push(what.into(), "", result, "");
    }

    fn push(&mut self, what: String, aim: &'static str, result: String, verdict: &'static str) {
        eprintln!("{what}: {result} {verdict}");
        self.0.push(Row {
            what,
            aim,
            result,
            verdict,
        });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, [what, aim, result, verdict]: [&str; 4]| {
            writeln!(f, "{what:<44}  {aim:<22}  {result:<44}  {verdict}")
        };
        line(f, ["what", "aim", "result", ""])?;
        for row in &self.0 {
            line(f, [&row.what, row.aim, &row.result, row.verdict])?;
        }
        let missed = self.0.iter().filter(|row| row.verdict == "MISSED").count();
        match missed {
            0 => writeln!(f, "\nevery aim is met"),
            1 => writeln!(f, "\n1 aim is missed"),
            _ => writeln!(f, "\n{missed} aims are missed"),
        }
    }
}
