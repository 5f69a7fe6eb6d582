//! How an object of the standard stands in memory: as the JSON that it was read from or will be written as, behind typed members. Nothing is taken apart, so
//! that what others wrote is given back whole: members that the standard does not know, their order, one value or an array of one.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Number, Value};

use crate::{Error, proof::whole_second, uri::Uri};

/// The members of an object, in their order.
pub(crate) type Members = Map<String, Value>;

/// An object that has been checked against the rules of its type.
pub(crate) trait Object<'a>: Sized {
    /// The view of members already checked.
    fn of(members: Cow<'a, Members>) -> Self;
}

/// Declares an object: a view of its members, borrowed from a document or its own, that only the given rules let in.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident: $rules:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name<'a>(pub(crate) ::std::borrow::Cow<'a, $crate::object::Members>);

        impl<'a> $name<'a> {
            /// Reads the object where it stands in a document, without copying it. Whatever it says beside the standard is kept.
            ///
            /// # Errors
            /// The first rule of the standard that it breaks, with the JSON pointer of the place in the object.
            pub fn read(value: &'a ::serde_json::Value) -> ::std::result::Result<Self, $crate::schema::Violation> {
                let members = $crate::schema::At::root(value).checked($rules)?;
                Ok($name(::std::borrow::Cow::Borrowed(members)))
            }

            /// The same, borrowed from nothing.
            pub fn into_owned(self) -> $name<'static> {
                $name(::std::borrow::Cow::Owned(self.0.into_owned()))
            }

            /// The object as JSON, every member as it was read or set.
            pub fn to_value(&self) -> ::serde_json::Value {
                ::serde_json::Value::Object(self.0.clone().into_owned())
            }

            /// The names in `type`, the standard's own among them: an array, or one text (Verifiable Credentials Data Model 2.0, section 4.5, "Types").
            pub fn types(&self) -> impl Iterator<Item = &str> {
                $crate::object::each(self.0.get("type")).filter_map(::serde_json::Value::as_str)
            }

            /// A member as it stands, for what has no name here: an extension (Open Badges 3.0, appendix C), or a part of another standard.
            pub fn member(&self, name: &str) -> Option<&::serde_json::Value> {
                self.0.get(name)
            }
        }

        impl<'a> $crate::object::Object<'a> for $name<'a> {
            fn of(members: ::std::borrow::Cow<'a, $crate::object::Members>) -> Self {
                $name(members)
            }
        }

        impl TryFrom<::serde_json::Value> for $name<'static> {
            type Error = $crate::schema::Violation;

            fn try_from(value: ::serde_json::Value) -> ::std::result::Result<Self, Self::Error> {
                $name::read(&value).map($name::into_owned)
            }
        }

        impl From<$name<'_>> for ::serde_json::Value {
            fn from(object: $name<'_>) -> Self {
                ::serde_json::Value::Object(object.0.into_owned())
            }
        }

        impl ::serde_core::Serialize for $name<'_> {
            fn serialize<S: ::serde_core::Serializer>(&self, writer: S) -> ::std::result::Result<S::Ok, S::Error> {
                self.0.serialize(writer)
            }
        }
    };
}

/// Declares members of an object of the standard: for each a line of documentation, its kind, what reads it, what sets it, its name in JSON. Where the standard
/// has it and in which shape is added to its documentation.
macro_rules! members {
    ($object:ident { $($(#[$doc:meta])* $kind:ident $get:ident $($set:ident)? = $name:literal $(: $of:ident)?;)* }) => {
        impl<'a> $object<'a> {
            $(member! {
                $kind
                [
                    $(#[$doc])*
                    #[doc = ""]
                    #[doc = concat!("`", $name, "` of `", stringify!($object), "` (Open Badges 3.0, appendix B): ", shape!($kind), ".")]
                ]
                $get $($set)? = $name $(: $of)?
            })*
        }
    };
}

/// What stands in JSON for a kind of member.
macro_rules! shape {
    (required_text) => {
        "a text, which is always there"
    };
    (required_one) => {
        "an object, which is always there"
    };
    (text) => {
        "a text"
    };
    (texts) => {
        "an array of texts, or one"
    };
    (uri) => {
        "an absolute URI"
    };
    (date) => {
        "an `xsd:dateTime` with its zone"
    };
    (number) => {
        "a number"
    };
    (word) => {
        "a value of the enumeration; none is read where it is another"
    };
    (language) => {
        "a language tag"
    };
    (one) => {
        "an object"
    };
    (many) => {
        "an array of objects, or one"
    };
}

macro_rules! member {
    // Members that the constructor sets and every reading has checked.
    (required_text [$(#[$doc:meta])*] $get:ident = $name:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> &str {
            $crate::object::text(self.0.get($name)).unwrap_or_default()
        }
    };
    (required_one [$(#[$doc:meta])*] $get:ident = $name:literal: $of:ident) => {
        $(#[$doc])*
        pub fn $get(&self) -> $of<'_> {
            $crate::object::one(self.0.get($name)).expect("the member was set or checked when this object was made")
        }
    };
    (text [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<&str> {
            $crate::object::text(self.0.get($name))
        }

        #[doc = concat!("Sets `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")), without the control characters on which verifiers disagree.")]
        pub fn $set(mut self, text: impl AsRef<str>) -> Self {
            self.0.to_mut().insert($name.into(), $crate::language::clean(text.as_ref()).into());
            self
        }
    };
    (texts [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> impl Iterator<Item = &str> {
            $crate::object::each(self.0.get($name)).filter_map(::serde_json::Value::as_str)
        }

        #[doc = concat!("Adds one to `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")).")]
        pub fn $set(mut self, text: impl AsRef<str>) -> Self {
            $crate::object::push(self.0.to_mut(), $name, $crate::language::clean(text.as_ref()).into());
            self
        }
    };
    (uri [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<&str> {
            $crate::object::text(self.0.get($name))
        }

        #[doc = concat!("Sets `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")).")]
        pub fn $set(mut self, uri: $crate::uri::Uri) -> Self {
            self.0.to_mut().insert($name.into(), uri.into());
            self
        }
    };
    (date [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<::jiff::Timestamp> {
            $crate::object::date(self.0.get($name))
        }

        #[doc = concat!("Sets `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")), in UTC and whole seconds.")]
        pub fn $set(mut self, at: ::jiff::Timestamp) -> Self {
            self.0.to_mut().insert($name.into(), $crate::proof::whole_second(at).into());
            self
        }
    };
    (number [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<f64> {
            self.0.get($name).and_then(::serde_json::Value::as_f64)
        }

        #[doc = concat!("Sets `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")).")]
        ///
        /// # Errors
        /// [`Error::Invalid`](crate::Error::Invalid) for a number that JSON has not, or that not every reader keeps.
        pub fn $set(mut self, number: f64) -> ::std::result::Result<Self, $crate::Error> {
            self.0.to_mut().insert($name.into(), $crate::object::number(number)?);
            Ok(self)
        }
    };
    (word [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal: $of:ident) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<$of> {
            $crate::object::text(self.0.get($name)).and_then(|text| text.parse().ok())
        }

        #[doc = concat!("Sets `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")).")]
        pub fn $set(mut self, word: $of) -> Self {
            self.0.to_mut().insert($name.into(), word.as_str().into());
            self
        }
    };
    (language [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<&str> {
            $crate::object::text(self.0.get($name))
        }

        #[doc = concat!("Sets `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")).")]
        pub fn $set(mut self, language: $crate::language::LanguageTag) -> Self {
            self.0.to_mut().insert($name.into(), language.as_str().into());
            self
        }
    };
    (one [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal: $of:ident) => {
        $(#[$doc])*
        pub fn $get(&self) -> Option<$of<'_>> {
            $crate::object::one(self.0.get($name))
        }

        #[doc = concat!("Sets `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")).")]
        pub fn $set(mut self, one: $of<'_>) -> Self {
            self.0.to_mut().insert($name.into(), one.into());
            self
        }
    };
    (many [$(#[$doc:meta])*] $get:ident $set:ident = $name:literal: $of:ident) => {
        $(#[$doc])*
        pub fn $get(&self) -> impl Iterator<Item = $of<'_>> {
            $crate::object::each(self.0.get($name)).filter_map(|value| $crate::object::one(Some(value)))
        }

        #[doc = concat!("Adds one to `", $name, "` ([`", stringify!($get), "`](Self::", stringify!($get), ")).")]
        pub fn $set(mut self, one: $of<'_>) -> Self {
            $crate::object::push(self.0.to_mut(), $name, one.into());
            self
        }
    };
}

pub(crate) use {member, members, object, shape};

/// Members in the order given.
pub(crate) fn members_of<const N: usize>(members: [(&str, Value); N]) -> Members {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The values of a set, which may stand as an array or, as compaction leaves it, as its one value.
pub(crate) fn each(value: Option<&Value>) -> std::slice::Iter<'_, Value> {
    match value {
        None => [].iter(),
        Some(Value::Array(all)) => all.iter(),
        Some(one) => std::slice::from_ref(one).iter(),
    }
}

/// Adds a value to a set, which stands as an array from then on.
pub(crate) fn push(members: &mut Members, name: &str, value: Value) {
    let set = members
        .entry(name)
        .or_insert_with(|| Value::Array(Vec::new()));
    if !set.is_array() {
        *set = Value::Array(vec![set.take()]);
    }
    if let Some(all) = set.as_array_mut() {
        all.push(value);
    }
}

pub(crate) fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str)
}

pub(crate) fn date(value: Option<&Value>) -> Option<Timestamp> {
    text(value).and_then(crate::schema::date)
}

pub(crate) fn one<'a, T: Object<'a>>(value: Option<&'a Value>) -> Option<T> {
    value
        .and_then(Value::as_object)
        .map(|members| T::of(Cow::Borrowed(members)))
}

/// A number that every reader of JSON keeps, whole where it is whole.
pub(crate) fn number(number: f64) -> Result<Value, Error> {
    const MOST: f64 = (1_u64 << 53) as f64;
    if number.fract() == 0.0 && number.abs() <= MOST {
        // Exact: a whole number of at most 53 bits.
        return Ok((number as i64).into());
    }
    Number::from_f64(number)
        .filter(|_| number.abs() < MOST)
        .map(Value::Number)
        .ok_or_else(|| Error::Invalid(format!("{number} is no number that JSON keeps")))
}

/// `validUntil` beside the `validFrom` that is there.
pub(crate) fn set_valid_until(members: &mut Members, at: Timestamp) -> Result<(), Error> {
    if date(members.get("validFrom")).is_some_and(|from| at.as_second() < from.as_second()) {
        return Err(Error::Invalid("validUntil is before validFrom".into()));
    }
    members.insert("validUntil".into(), whole_second(at).into());
    Ok(())
}

/// The id of an issuer, creator or holder, which stands as a URI or as an object that has one.
pub(crate) fn id_of(value: Option<&Value>) -> Option<&str> {
    text(value).or_else(|| text(value?.get("id")))
}

/// The id of who issues a document: `issuer`.
pub(crate) fn issuer_id(document: &Value) -> Option<&str> {
    id_of(document.get("issuer"))
}

/// Whether something is of a type, alone or among others.
pub(crate) fn is_of(value: &Value, kind: &str) -> bool {
    each(value.get("type")).any(|one| one == kind)
}

impl From<Uri> for Value {
    fn from(uri: Uri) -> Value {
        Value::String(uri.into())
    }
}
