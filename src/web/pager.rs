//! The pages of a long list, the same for all: what leads to those beside the one that is shown, and the way back from one beyond the end.

/// What leads from one page of a list to others.
pub struct Pager {
    /// The page before, where there is one.
    pub before: Option<String>,
    /// The page after, where there is one.
    pub after: Option<String>,
    /// The last page, where the one that was asked for is beyond it: nothing stands on that one, whatever the list holds.
    pub last: Option<String>,
}

impl Pager {
    /// What leads from a page of a list that fills so many pages; `to` gives the address of each.
    pub fn new(page: usize, pages: usize, to: impl Fn(usize) -> String) -> Pager {
        let pages = pages.max(1);
        Pager {
            before: (1 < page && page <= pages).then(|| to(page - 1)),
            after: (page < pages).then(|| to(page + 1)),
            last: (pages < page).then(|| to(pages)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_end_leads_to_the_last_one() {
        let ways = |page, pages| {
            let pager = Pager::new(page, pages, |number| number.to_string());
            let way = |to: Option<String>| to.map_or(0, |to| to.parse::<usize>().unwrap());
            (way(pager.before), way(pager.after), way(pager.last))
        };
        for (page, pages, wanted) in [
            (1, 0, (0, 0, 0)),
            (1, 1, (0, 0, 0)),
            (1, 3, (0, 2, 0)),
            (2, 3, (1, 3, 0)),
            (3, 3, (2, 0, 0)),
            (4, 3, (0, 0, 3)),
            (50, 0, (0, 0, 1)),
        ] {
            assert_eq!(ways(page, pages), wanted, "{page} of {pages}");
        }
    }
}
