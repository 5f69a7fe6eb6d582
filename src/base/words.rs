//! Closed lists of words: each has a name under which it is sent, stored and worded.

/// An enum of words with their names.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $one:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $text)] $one,)*
        }

        impl $name {
            /// Every one, in the order of the pages.
            pub const ALL: [$name; [$($text),*].len()] = [$($name::$one),*];

            /// The name under which it is sent and worded.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$one => $text,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                $name::ALL.into_iter().find(|one| one.name() == text).ok_or(())
            }
        }
    };
}

pub(crate) use words;
