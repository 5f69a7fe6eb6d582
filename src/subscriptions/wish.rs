//! What somebody wishes to hear of, and whether an event is of that kind.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Where events are to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Territory {
    /// Everywhere.
    #[default]
    Everywhere,
    /// In a region, by its INSEE code.
    Region {
        /// The code.
        code: String,
    },
    /// In a department, by its code.
    Department {
        /// The code.
        code: String,
    },
    /// In a commune, or within a distance of it.
    Around {
        /// The INSEE code of the commune.
        commune: String,
        /// How far, in kilometres; 0: in the commune itself.
        km: u32,
    },
}

/// What somebody wishes to hear of. An empty set leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The themes, each by its name.
    pub themes: BTreeSet<String>,
    /// The formats, each by its name.
    pub formats: BTreeSet<String>,
    /// Where.
    pub territory: Territory,
    /// Whether events that can be followed from anywhere are welcome too.
    pub online: bool,
}

/// Where an event is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The INSEE code of its commune.
    pub commune: String,
    /// The code of its department.
    pub department: String,
    /// The INSEE code of its region, where there is one.
    pub region: Option<String>,
}

/// What is to be known of an event to tell whether somebody wishes to hear of it.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// Its themes.
    pub themes: BTreeSet<String>,
    /// Its formats.
    pub formats: BTreeSet<String>,
    /// Where it is, where it is somewhere.
    pub spot: Option<Spot>,
    /// Whether it can be followed from anywhere.
    pub online: bool,
}

impl Wish {
    /// Whether an event is of the kind that is wished for; `km` says how far it is from the commune with a code, where that is known.
    pub fn fits(&self, notice: &Notice, km: impl FnOnce(&str) -> Option<f64>) -> bool {
        let any = |wished: &BTreeSet<String>, has: &BTreeSet<String>| {
            wished.is_empty() || !wished.is_disjoint(has)
        };
        any(&self.themes, &notice.themes)
            && any(&self.formats, &notice.formats)
            && (self.online && notice.online || self.reaches(notice, km))
    }

    fn reaches(&self, notice: &Notice, km: impl FnOnce(&str) -> Option<f64>) -> bool {
        let Some(spot) = &notice.spot else {
            // What is nowhere is only reached by those who wish for it.
            return false;
        };
        match &self.territory {
            Territory::Everywhere => true,
            Territory::Region { code } => spot.region.as_ref() == Some(code),
            Territory::Department { code } => spot.department == *code,
            Territory::Around { commune, km: most } => {
                spot.commune == *commune
                    || *most > 0 && km(commune).is_some_and(|away| away <= f64::from(*most))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn lyon() -> Notice {
        Notice {
            themes: set(&["discussion", "understanding"]),
            formats: set(&["debate"]),
            spot: Some(Spot {
                commune: "69123".into(),
                department: "69".into(),
                region: Some("84".into()),
            }),
            online: false,
        }
    }

    #[test]
    fn an_event_fits_by_theme_format_and_place_at_once() {
        let fits = |wish: &Wish| wish.fits(&lyon(), |_| Some(12.5));
        let everywhere = Wish::default();
        assert!(fits(&everywhere));
        for (themes, formats, right) in [
            (&["discussion"][..], &[][..], true),
            (&["discussion", "experiment"], &["debate"], true),
            (&["experiment"], &[], false),
            (&["discussion"], &["game"], false),
        ] {
            let wish = Wish {
                themes: set(themes),
                formats: set(formats),
                ..Wish::default()
            };
            assert_eq!(fits(&wish), right, "{themes:?} {formats:?}");
        }
        let around = |commune: &str, km| Territory::Around {
            commune: commune.into(),
            km,
        };
        for (territory, right) in [
            (Territory::Region { code: "84".into() }, true),
            (Territory::Region { code: "11".into() }, false),
            (Territory::Department { code: "69".into() }, true),
            (Territory::Department { code: "01".into() }, false),
            (around("69123", 0), true),
            (around("69266", 0), false),
            (around("69266", 10), false),
            (around("69266", 13), true),
        ] {
            let wish = Wish {
                territory: territory.clone(),
                ..Wish::default()
            };
            assert_eq!(fits(&wish), right, "{territory:?}");
        }
    }

    #[test]
    fn what_is_online_reaches_those_who_wish_for_it() {
        let online = Notice {
            spot: None,
            online: true,
            ..lyon()
        };
        let mut wish = Wish {
            territory: Territory::Department { code: "2A".into() },
            ..Wish::default()
        };
        assert!(!wish.fits(&online, |_| None));
        wish.online = true;
        assert!(wish.fits(&online, |_| None));
        wish.themes = set(&["experiment"]);
        assert!(
            !wish.fits(&online, |_| None),
            "its theme counts all the same"
        );
        assert!(!Wish::default().fits(&online, |_| None));
    }

    #[test]
    fn a_wish_is_read_as_it_was_written() {
        let wish = Wish {
            themes: set(&["a"]),
            territory: Territory::Around {
                commune: "2A004".into(),
                km: 30,
            },
            ..Wish::default()
        };
        let text = serde_json::to_string(&wish).unwrap();
        assert_eq!(serde_json::from_str::<Wish>(&text).unwrap(), wish);
    }
}
