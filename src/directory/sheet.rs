//! One CSV file, cut into cells that know where they stand.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::str::FromStr;

use super::fault::Fault;

/// A file whose header has been understood.
pub(super) struct Sheet {
    pub file: &'static str,
    pub rows: Vec<Row>,
    /// Whether every line became a row; if not, a key that seems unknown may stand on a lost line.
    pub whole: bool,
}

/// One line, its cells by the name of their column.
pub(super) struct Row {
    file: &'static str,
    line: u64,
    cells: Vec<(&'static str, usize, String)>,
}

/// One cell and its place.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    file: &'static str,
    line: u64,
    column: &'static str,
    number: usize,
    pub text: &'a str,
}

impl Sheet {
    /// A file that could not be read: no rows, and nothing can be said about its keys.
    pub fn lost(file: &'static str) -> Self {
        Self {
            file,
            rows: Vec::new(),
            whole: false,
        }
    }

    /// Cuts the bytes of a file into rows of exactly these columns, in whatever order they stand.
    pub fn read(
        file: &'static str,
        bytes: &[u8],
        columns: &[&'static str],
        faults: &mut Vec<Fault>,
    ) -> Self {
        let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => {
                faults.push(Fault::line(
                    file,
                    1,
                    "the file starts with a byte order mark",
                    "UTF-8 without one",
                ));
                rest
            }
            None => bytes,
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut records = reader.byte_records();

        let header: Vec<String> = match records.next() {
            Some(Ok(record)) => record
                .iter()
                .map(|cell| String::from_utf8_lossy(cell).into_owned())
                .collect(),
            Some(Err(error)) => {
                faults.push(Fault::line(
                    file,
                    1,
                    format!("the header is unreadable: {error}"),
                    "",
                ));
                return Self::lost(file);
            }
            None => {
                let expected = format!("the header {}", columns.join(","));
                faults.push(Fault::file(file, "the file is empty", expected));
                return Self::lost(file);
            }
        };
        let Some(places) = places(file, &header, columns, faults) else {
            return Self::lost(file);
        };

        let mut sheet = Self {
            file,
            rows: Vec::new(),
            whole: true,
        };
        for record in records {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    faults.push(Fault::file(file, format!("unreadable: {error}"), ""));
                    sheet.whole = false;
                    break;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() != header.len() {
                faults.push(Fault::line(
                    file,
                    line,
                    format!("{} cells", record.len()),
                    format!("{}, as in the header", header.len()),
                ));
                sheet.whole = false;
                continue;
            }
            let mut cells = Vec::with_capacity(columns.len());
            for (&column, &place) in columns.iter().zip(&places) {
                let raw = record.get(place).unwrap_or_default();
                let text = String::from_utf8_lossy(raw).into_owned();
                let number = place + 1;
                let cell = Cell {
                    file,
                    line,
                    column,
                    number,
                    text: &text,
                };
                if let Err(error) = std::str::from_utf8(raw) {
                    faults.push(cell.fault(
                        format!("byte {} of the cell is not UTF-8", error.valid_up_to() + 1),
                        "a file saved as UTF-8",
                    ));
                } else if text.trim() != text
                    || text.chars().any(|c| c.is_control() || c == '\u{a0}')
                {
                    faults.push(cell.fault(
                        format!("stray white space or control characters in {text:?}"),
                        format!(
                            "`{}`",
                            text.split_whitespace().collect::<Vec<_>>().join(" ")
                        ),
                    ));
                }
                cells.push((column, number, text));
            }
            sheet.rows.push(Row { file, line, cells });
        }
        sheet
    }

    /// What stands in a column, to check references against; a double is a fault.
    pub fn keys(&self, column: &'static str, faults: &mut Vec<Fault>) -> Keys {
        self.keys_that(column, |_| true, faults)
    }

    /// The same for keys of a certain form. After a double or a malformed key nobody can tell
    /// whether another cell points nowhere or points at what this one should have been.
    pub fn keys_that(
        &self,
        column: &'static str,
        well_formed: fn(&str) -> bool,
        faults: &mut Vec<Fault>,
    ) -> Keys {
        let mut whole = self.whole;
        let mut first: HashMap<&str, u64> = HashMap::new();
        for row in &self.rows {
            let cell = row.cell(column);
            whole &= well_formed(cell.text);
            if let Some(line) = first.get(cell.text) {
                faults.push(cell.fault(
                    format!("`{}` stands on line {line} already", cell.text),
                    "every row once",
                ));
                whole = false;
            } else {
                first.insert(cell.text, row.line);
            }
        }
        Keys {
            known: first.into_keys().map(str::to_owned).collect(),
            whole,
        }
    }
}

/// Where each wanted column stands; `None`, with the reasons, when the header is not the right one.
fn places(
    file: &str,
    header: &[String],
    columns: &[&'static str],
    faults: &mut Vec<Fault>,
) -> Option<Vec<usize>> {
    if let [only] = header
        && only.contains(';')
        && columns.len() > 1
    {
        faults.push(Fault::line(
            file,
            1,
            "the cells are separated by semicolons",
            "commas between cells; semicolons only inside one",
        ));
        return None;
    }
    let before = faults.len();
    for (index, name) in header.iter().enumerate() {
        let wrong = if !columns.contains(&name.as_str()) {
            "a column that has no meaning here"
        } else if header[..index].contains(name) {
            "the second column with this name"
        } else {
            continue;
        };
        faults.push(Fault {
            column: Some((index + 1, name.clone())),
            ..Fault::line(file, 1, wrong, format!("the columns {}", columns.join(",")))
        });
    }
    for column in columns {
        if !header.iter().any(|name| name == column) {
            faults.push(Fault::line(
                file,
                1,
                format!("the column `{column}` is missing"),
                "",
            ));
        }
    }
    if faults.len() > before {
        return None;
    }
    columns
        .iter()
        .map(|column| header.iter().position(|name| name == column))
        .collect()
}

impl Row {
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cell in a column that the sheet was read with.
    pub fn cell(&self, column: &'static str) -> Cell<'_> {
        let (number, text) = self
            .cells
            .iter()
            .find(|(name, ..)| *name == column)
            .map_or((0, ""), |(_, number, text)| (*number, text.as_str()));
        Cell {
            file: self.file,
            line: self.line,
            column,
            number,
            text,
        }
    }
}

impl<'a> Cell<'a> {
    /// A fault in this cell.
    pub fn fault(&self, what: impl Into<String>, expected: impl Into<String>) -> Fault {
        Fault {
            column: Some((self.number, self.column.to_owned())),
            ..Fault::line(self.file, self.line, what, expected)
        }
    }

    /// The text, which may not be empty.
    pub fn required(&self, faults: &mut Vec<Fault>) -> &'a str {
        if self.text.is_empty() {
            faults.push(self.fault("the cell is empty", format!("a {}", self.column)));
        }
        self.text
    }

    /// The text, if there is any.
    pub fn optional(&self) -> Option<&'a str> {
        (!self.text.is_empty()).then_some(self.text)
    }

    /// What the text stands for; the error of `T` says what was expected.
    pub fn parse<T>(&self, faults: &mut Vec<Fault>) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        self.parse_item(self.text, faults)
    }

    fn parse_item<T>(&self, text: &str, faults: &mut Vec<Fault>) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        text.parse()
            .map_err(|expected: T::Err| {
                faults.push(self.fault(format!("`{text}`"), expected.to_string()));
            })
            .ok()
    }

    /// The items of a list, separated by `;`.
    pub fn list(&self, faults: &mut Vec<Fault>) -> Vec<&'a str> {
        if self.text.is_empty() {
            return Vec::new();
        }
        let mut seen = HashSet::new();
        let mut items = Vec::new();
        for item in self.text.split(';') {
            if item.is_empty() {
                faults.push(self.fault("an empty item in the list", "items with `;` between them"));
            } else if !seen.insert(item) {
                faults.push(self.fault(format!("`{item}` twice"), "every item once"));
            } else {
                items.push(item);
            }
        }
        items
    }

    /// What the items of a list stand for.
    pub fn parse_list<T>(&self, faults: &mut Vec<Fault>) -> Vec<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let items = self.list(faults);
        items
            .into_iter()
            .filter_map(|item| self.parse_item(item, faults))
            .collect()
    }
}

/// The keys of a sheet, for references from another one.
pub(super) struct Keys {
    known: HashSet<String>,
    whole: bool,
}

impl Keys {
    /// Notes a fault when the sheet was read whole and does not have this key.
    pub fn must_have(&self, key: &str, what: &str, cell: Cell<'_>, faults: &mut Vec<Fault>) {
        if self.whole && !key.is_empty() && !self.known.contains(key) {
            faults.push(cell.fault(format!("there is no {what} `{key}`"), self.nearest(key)));
        }
    }

    pub fn has(&self, key: &str) -> bool {
        self.known.contains(key)
    }

    /// All keys when they are few, else the one that looks most like it.
    fn nearest(&self, key: &str) -> String {
        if self.known.len() <= 6 {
            let mut all: Vec<_> = self.known.iter().map(String::as_str).collect();
            all.sort_unstable();
            return format!("one of {}", all.join(", "));
        }
        let close = self
            .known
            .iter()
            .min_by_key(|known| (distance(known, key), known.as_str()));
        match close {
            Some(known) if distance(known, key) <= 2 => format!("perhaps `{known}`"),
            _ => String::new(),
        }
    }
}

/// How many letters must change to make one word of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// A mail domain in lower case: labels of letters, digits and hyphens with dots between them.
pub(super) struct MailDomain(pub String);

impl FromStr for MailDomain {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let last = text.rsplit('.').next().unwrap_or_default();
        let real = text.len() <= 253
            && text.contains('.')
            && text.split('.').all(label)
            && last.len() >= 2
            && last.bytes().all(|b| b.is_ascii_lowercase());
        if real {
            Ok(Self(text.to_owned()))
        } else {
            Err("a domain in lower case, such as `gemeente.be`")
        }
    }
}

/// A mail address in lower case.
pub(super) struct Address(pub String);

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "a mail address in lower case, such as `naam@gemeente.be`";
        let (local, domain) = text.rsplit_once('@').ok_or(EXPECTED)?;
        domain.parse::<MailDomain>().map_err(|_| EXPECTED)?;
        let fits = (1..=64).contains(&local.len())
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.bytes().all(|b| {
                b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b)
            });
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(EXPECTED)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, MailDomain, distance};

    #[test]
    fn an_address_is_checked_before_it_is_believed() {
        for (text, good) in [
            ("pz.aalst@police.belgium.eu", true),
            ("o'neil+x@stad.gent", true),
            ("", false),
            ("gemeente.be", false),
            ("@gemeente.be", false),
            ("a b@gemeente.be", false),
            ("a@gemeente", false),
            ("a@-x.be", false),
            ("a..b@gemeente.be", false),
            ("A@gemeente.be", false),
            ("a@gemeente.be\n", false),
        ] {
            assert_eq!(text.parse::<Address>().is_ok(), good, "{text:?}");
        }
        assert!("xn--d1acufc.xn--p1ai".parse::<MailDomain>().is_err());
        assert!("ocmw.bree.be".parse::<MailDomain>().is_ok());
    }

    #[test]
    fn distance_counts_changed_letters() {
        for (a, b, apart) in [
            ("aalst", "aalst", 0),
            ("aalst", "alst", 1),
            ("gent", "genk", 1),
            ("", "as", 2),
        ] {
            assert_eq!(distance(a, b), apart, "{a} {b}");
        }
    }
}
