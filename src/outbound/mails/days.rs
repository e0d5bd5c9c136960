//! Days in a row, as a sentence says them.

use chrono::NaiveDate;

use crate::text::{Texts, dates};

/// "1 mei en 14 mei"; `None` when there are none.
pub(super) fn list(t: &Texts, days: &[NaiveDate]) -> Option<String> {
    let said: Vec<_> = days
        .iter()
        .map(|&day| dates::day_and_month(day, t.language()))
        .collect();
    let (last, before) = said.split_last()?;
    if before.is_empty() {
        return Some(last.clone());
    }
    Some(t.with2("mail-list-and", "before", before.join(", "), "last", last))
}

#[cfg(test)]
mod tests {
    use super::super::letter::samples::{date, dutch};
    use super::*;

    #[test]
    fn a_list_of_days_ends_in_and() {
        let t = dutch();
        assert_eq!(list(&t, &[]), None);
        assert_eq!(list(&t, &[date("2026-05-01")]).unwrap(), "1 mei");
        let three = [date("2026-05-01"), date("2026-05-14"), date("2026-05-25")];
        assert_eq!(list(&t, &three).unwrap(), "1 mei, 14 mei en 25 mei");
    }
}
