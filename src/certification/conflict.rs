//! Who may read whose story: nobody their own, a colleague's, that of somebody whose café they confirmed or who confirmed theirs, or one that they read before.

use std::collections::BTreeSet;

use crate::base::AccountId;

/// Somebody as far as conflicts of interest go.
#[derive(Clone, Debug, Default)]
pub struct Party {
    /// Their account.
    pub account: Option<AccountId>,
    /// Their mailbox, as a keyed hash.
    pub mailbox: String,
    /// The mailboxes that they asked to confirm a café.
    pub witnesses: BTreeSet<String>,
    /// Their structure, folded; empty where they have none, nothing where they did not say.
    pub structure: Option<String>,
}

/// Whether `reader` may read a story of `author`; `had` is everybody who was asked to read it already.
pub fn may_read(
    author: &Party,
    reader: &Party,
    structures_apart: bool,
    had: &BTreeSet<AccountId>,
) -> bool {
    let own = author.account == reader.account;
    let again = reader.account.is_some_and(|id| had.contains(&id));
    let confirmed =
        author.witnesses.contains(&reader.mailbox) || reader.witnesses.contains(&author.mailbox);
    let colleagues = structures_apart
        && match (&author.structure, &reader.structure) {
            // Who did not say cannot be told apart from a colleague.
            (_, None) => true,
            (Some(one), Some(other)) => !one.is_empty() && one == other,
            (None, Some(_)) => false,
        };
    !(own || again || confirmed || colleagues)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::search_key;

    fn party(mailbox: &str, structure: Option<&str>) -> Party {
        Party {
            account: Some(AccountId::new()),
            mailbox: mailbox.into(),
            witnesses: BTreeSet::new(),
            structure: structure.map(search_key),
        }
    }

    #[test]
    fn whoever_is_bound_to_the_author_does_not_read() {
        let author = party("ada", Some("La Médiathèque"));
        let none = BTreeSet::new();
        let may = |reader: &Party| may_read(&author, reader, true, &none);
        assert!(may(&party("eve", Some("Mairie de Rodez"))));
        assert!(may(&party("eve", Some(""))), "on their own");
        assert!(!may(&party("eve", Some("la mediatheque !"))));
        assert!(!may(&party("eve", None)), "who did not say");
        assert!(may_read(&author, &party("eve", None), false, &none));
        assert!(!may(&author.clone()), "their own");
        let eve = party("eve", Some(""));
        let had = BTreeSet::from([eve.account.unwrap()]);
        assert!(!may_read(&author, &eve, true, &had), "read before");
        let mut witness = party("eve", Some(""));
        witness.witnesses.insert("ada".into());
        assert!(!may(&witness), "the author confirmed a café of theirs");
        let asked = Party {
            witnesses: BTreeSet::from(["eve".to_owned()]),
            ..author.clone()
        };
        assert!(!may_read(&asked, &party("eve", Some("")), true, &none));
        let alone = party("zoe", Some(""));
        assert!(
            may_read(&alone, &party("eve", Some("")), true, &none),
            "two people without a structure are no colleagues"
        );
    }
}
