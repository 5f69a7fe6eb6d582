//! Pictures and sounds of a question, with the words that stand for them.

/// A picture beside the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// The file, from the folder of the module.
    pub file: String,
    /// What it shows, in a few words; empty only where it is decoration.
    pub alt: String,
    /// What it shows, at length.
    pub long: Option<String>,
    /// Whether it says nothing that is not said elsewhere.
    pub decorative: bool,
}

/// A sound beside the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audio {
    /// The file, from the folder of the module.
    pub file: String,
    /// What is heard, word for word.
    pub transcript: String,
}
