//! The closed words of an event: its format, its pillars, who it is for. Each has a name under which it is sent, stored and worded.

use crate::base::words;

words! {
    /// How people meet. The families are those of the movement's own list of formats; its vocabulary stays open, so an event may add words of its own.
    Format {
        /// People talk, as in a café.
        Discuss = "discuss",
        /// They play.
        Play = "play",
        /// They write.
        Write = "write",
        /// They try tools out.
        Try = "try",
        /// They debate.
        Debate = "debate",
        /// They listen to somebody, then ask.
        Talk = "talk",
        /// They learn to animate.
        Train = "train",
        /// Those who animate meet.
        Meet = "meet",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// The four pillars of a café.
    Pillar {
        /// Expérimentation.
        Experiment = "experiment",
        /// Compréhension.
        Understand = "understand",
        /// Discussion.
        Discuss = "discuss",
        /// Mise en action.
        Act = "act",
    }
}

words! {
    /// Who an event is thought for; everybody where none is named.
    Audience {
        /// People who begin.
        Beginners = "beginners",
        /// Young people.
        Young = "young",
        /// Families.
        Families = "families",
        /// Older people.
        Seniors = "seniors",
        /// People who look for work.
        Seekers = "seekers",
        /// People at work.
        Workers = "workers",
        /// Teachers and librarians.
        Teachers = "teachers",
        /// People who animate, or wish to.
        Animators = "animators",
    }
}

/// Languages in which an event may be held, by their tag (BCP 47): those heard most in France, and its sign language.
pub const LANGUAGES: [&str; 16] = [
    "fr", "en", "fsl", "ar", "br", "eu", "co", "cpf", "de", "es", "it", "oc", "pt", "tr", "uk",
    "zh",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_is_written() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
            assert_eq!(
                serde_json::to_string(&format).unwrap(),
                format!("\"{format}\"")
            );
        }
        assert_eq!(Pillar::ALL.len(), 4);
        assert_eq!("Discuss".parse::<Pillar>(), Err(()));
        assert_eq!("".parse::<Audience>(), Err(()));
    }
}
