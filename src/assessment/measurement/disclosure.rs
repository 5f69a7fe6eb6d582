//! How many people there must be before a figure is shown to anybody.

/// The fewest responses from which figures are shown in words or on a page.
pub const RESPONSES: usize = 30;

/// The fewest people of whom a breakdown says anything: a mean of four tells too much of each.
pub const GROUP: usize = 5;

/// Whether a breakdown of `whole` people into `part` and the others may be shown: both sides need [`GROUP`] people, for one side and the whole give the other away.
pub fn may_break_down(part: usize, whole: usize) -> bool {
    part >= GROUP && whole.saturating_sub(part) >= GROUP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_a_breakdown_need_five_people() {
        for (part, whole, may) in [
            (5, 30, true),
            (25, 30, true),
            (4, 30, false),
            (26, 30, false),
            (0, 30, false),
            (7, 3, false),
        ] {
            assert_eq!(may_break_down(part, whole), may, "{part} of {whole}");
        }
    }
}
