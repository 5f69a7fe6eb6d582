//! Rows that tests of the store begin with: a test names what matters to it, all else is plausible.

use crema::{
    badges::achievement::{Achievement, Texts},
    base::EventId,
    events::{Event, Standing, Status},
};
use jiff::Timestamp;

/// An announced event that says little; without a date.
pub fn an_event(at: Timestamp) -> Standing {
    let event = r#"{"title":"x","format":"play","zone":"Europe/Paris","begins":"2027-03-04T13:30:00","minutes":60}"#;
    announced(serde_json::from_str(event).unwrap(), at)
}

/// An event, announced; without a date.
pub fn announced(event: Event, at: Timestamp) -> Standing {
    let id = EventId::new();
    Standing {
        id,
        uid: id.to_string(),
        slug: id.to_string(),
        owner: None,
        status: Status::Published,
        version: 1,
        sequence: 0,
        event,
        note: None,
        made_at: at,
        saved_at: at,
        published_at: Some(at),
        changed_at: None,
        cancelled_at: None,
    }
}

/// An achievement in French, of no module.
pub fn an_achievement(slug: &str, version: &str, name: &str) -> Achievement {
    let texts = Texts {
        name: name.into(),
        description: String::new(),
        criteria: String::new(),
        image_alt: String::new(),
        module_title: String::new(),
        level_names: Vec::new(),
    };
    Achievement {
        slug: slug.into(),
        version: version.into(),
        kind: "Badge".into(),
        module: String::new(),
        lang: "fr".into(),
        texts: [("fr".to_owned(), texts)].into(),
        levels: Vec::new(),
        level: String::new(),
        alignments: Vec::new(),
        expires_after: None,
        awarders: Vec::new(),
        design: None,
    }
}

/// The badge of the one level of a module.
pub fn reperes(description: &str) -> Achievement {
    let texts = Texts {
        name: "Repères".into(),
        description: description.into(),
        criteria: "60 %".into(),
        image_alt: "Tasse".into(),
        module_title: "Premiers pas".into(),
        level_names: vec!["Repères".into()],
    };
    Achievement {
        module: "premiers-pas".into(),
        texts: [("fr".to_owned(), texts)].into(),
        levels: vec!["repere".into()],
        level: "repere".into(),
        ..an_achievement("reperes", "1.0.0", "")
    }
}
