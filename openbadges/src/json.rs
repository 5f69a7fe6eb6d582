//! Strict JSON (RFC 8259, in the manner of RFC 7493, I-JSON): what two readers could understand differently is refused, since unsigned data hides in such places.
//! Written canonically by RFC 8785.

use std::{cell::Cell, cmp::Ordering, fmt};

use serde_core::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, de::Read, map::Entry};

use crate::{Error, rdf::Members};

/// The largest document, in bytes (RFC 8259, section 9, lets a reader set it).
pub const MAX_BYTES: usize = 1 << 20;

/// The deepest nesting of objects and arrays (RFC 8259, section 9, lets a reader set it).
pub const MAX_DEPTH: usize = 64;

/// The largest whole number that every reader of JSON keeps (RFC 8259, section 6).
const MAX_SAFE: u64 = 1 << 53;

/// Reads one JSON document (RFC 8259; RFC 7493, sections 2.1 to 2.3): UTF-8, no duplicate key at any depth, no lone surrogate, no whole number above 2^53, nothing after its end.
///
/// # Errors
/// [`Error::Json`], or [`Error::Limit`] over [`MAX_BYTES`] or [`MAX_DEPTH`].
pub fn parse(bytes: &[u8]) -> Result<Value, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::Limit("a document of 1 MiB"));
    }
    // Looked through once as a whole it need not be looked through text by text; what is no UTF-8 is told with its place.
    match std::str::from_utf8(bytes) {
        Ok(text) => read(serde_json::Deserializer::from_str(text)),
        Err(_) => read(serde_json::Deserializer::from_slice(bytes)),
    }
}

fn read<'de>(mut reader: serde_json::Deserializer<impl Read<'de>>) -> Result<Value, Error> {
    let too_deep = Cell::new(false);
    let whole = Strict {
        depth: 0,
        too_deep: &too_deep,
    };
    let value = whole
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        if too_deep.get() {
            return Error::Limit("nested 64 deep");
        }
        Error::Json {
            line: error.line(),
            column: error.column(),
            reason: reason(&error),
        }
    })
}

/// The message without the place, which the error carries apart.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ")
        .map_or(text.clone(), |end| text[..end].to_owned())
}

#[derive(Clone, Copy)]
struct Strict<'s> {
    depth: usize,
    /// Told apart from what is wrong with the text: whether it is nested deeper than is read.
    too_deep: &'s Cell<bool>,
}

impl<'s> Strict<'s> {
    fn deeper<E: serde_core::de::Error>(self) -> Result<Strict<'s>, E> {
        if self.depth < MAX_DEPTH {
            let depth = self.depth + 1;
            return Ok(Strict { depth, ..self });
        }
        self.too_deep.set(true);
        Err(E::custom("nested deeper than 64"))
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_u64<E: serde_core::de::Error>(self, value: u64) -> Result<Value, E> {
        if value > MAX_SAFE {
            Err(E::custom("a whole number above 2^53"))
        } else {
            Ok(value.into())
        }
    }

    fn visit_i64<E: serde_core::de::Error>(self, value: i64) -> Result<Value, E> {
        if value.unsigned_abs() > MAX_SAFE {
            Err(E::custom("a whole number below -2^53"))
        } else {
            Ok(value.into())
        }
    }

    fn visit_f64<E: serde_core::de::Error>(self, value: f64) -> Result<Value, E> {
        // Between 2^53 and 10^21 a number is written like a whole one, whose last digits would be lost.
        if value.fract() == 0.0 && value.abs() > MAX_SAFE as f64 && value.abs() < 1e21 {
            return Err(E::custom("a whole number above 2^53"));
        }
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number out of range"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper::<A::Error>()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper::<A::Error>()?;
        // Most objects of a badge fit, and one that does not grows.
        let mut object = Map::with_capacity(7);
        while let Some(key) = members.next_key::<String>()? {
            match object.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(members.next_value_seed(inner)?);
                }
                Entry::Occupied(place) => {
                    let key = place.key();
                    return Err(A::Error::custom(format_args!(
                        "the key {key:?} comes twice"
                    )));
                }
            }
        }
        Ok(Value::Object(object))
    }
}

/// Writes a value in the canonical form of RFC 8785 (JCS, section 3.2): members sorted by UTF-16 code units, numbers as ECMAScript writes them.
pub fn jcs(value: &Value) -> String {
    let mut text = String::new();
    write_jcs(value, &mut text);
    text
}

/// The same of an object of which one member may be left out.
#[cfg(feature = "jcs")]
pub(crate) fn jcs_of(members: Members<'_>) -> String {
    let mut text = String::with_capacity(2048);
    write_members(members, &mut text);
    text
}

fn write_jcs(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => text.push_str(&ecmascript_number(number)),
        Value::String(string) => write_string(string, text),
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write_jcs(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => write_members(members.into(), text),
    }
}

fn write_members(members: Members<'_>, text: &mut String) {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_unstable_by(|(a, _), (b, _)| by_utf16(a, b));
    text.push('{');
    for (place, (key, member)) in sorted.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        write_string(key, text);
        text.push(':');
        write_jcs(member, text);
    }
    text.push('}');
}

/// The order of UTF-16 code units, which is that of bytes but beyond the basic plane.
fn by_utf16(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        a.cmp(b)
    } else {
        a.encode_utf16().cmp(b.encode_utf16())
    }
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    let mut rest = string;
    // What is escaped is of one byte each: all between is copied at once.
    while let Some(place) = rest
        .bytes()
        .position(|byte| byte < b' ' || matches!(byte, b'"' | b'\\'))
    {
        let (plain, after) = rest.split_at(place);
        text.push_str(plain);
        let (byte, after) = after.split_at(1);
        match byte {
            "\"" => text.push_str("\\\""),
            "\\" => text.push_str("\\\\"),
            "\u{8}" => text.push_str("\\b"),
            "\t" => text.push_str("\\t"),
            "\n" => text.push_str("\\n"),
            "\u{c}" => text.push_str("\\f"),
            "\r" => text.push_str("\\r"),
            other => text.push_str(&format!("\\u{:04x}", other.as_bytes()[0])),
        }
        rest = after;
    }
    text.push_str(rest);
    text.push('"');
}

/// A number as ECMAScript's `Number::toString` writes it: Rust gives the same shortest digits, the form differs.
fn ecmascript_number(number: &Number) -> String {
    let Some(value) = number.as_f64() else {
        return number.to_string();
    };
    if value == 0.0 {
        return "0".into();
    }
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific
        .split_once('e')
        .expect("the scientific form of a finite number has an exponent");
    let digits = mantissa.replace('.', "");
    let point = exponent
        .parse::<i32>()
        .expect("the exponent is a small whole number")
        + 1;
    let count = i32::try_from(digits.len()).expect("at most 17 digits");
    let plain = if (count..=21).contains(&point) {
        format!(
            "{digits}{}",
            "0".repeat((point - count).unsigned_abs() as usize)
        )
    } else if (1..=21).contains(&point) {
        let (whole, rest) = digits.split_at(point.unsigned_abs() as usize);
        format!("{whole}.{rest}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize))
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if point > 0 { '+' } else { '-' };
        format!("{first}{dot}{rest}e{sign}{}", (point - 1).unsigned_abs())
    };
    if value < 0.0 {
        format!("-{plain}")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_understand_differently_is_refused() {
        for bad in [
            r#"{"a":1,"a":2}"#,
            r#"{"x":[{"a":1,"b":2,"a":1}]}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"a":9007199254740993}"#,
            r#"{"a":-9007199254740993}"#,
            r#"{"a":18446744073709551617}"#,
            r#"{"a":1e400}"#,
            "{} {}",
            "{\"a\":\"\u{1}\"}",
            "{\"a\":NaN}",
            "",
            "{\"a\":1,}",
        ] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(parse(b"\"\xff\"").is_err());
        let deep = Err(Error::Limit("nested 64 deep"));
        assert_eq!(parse("[".repeat(65).as_bytes()), deep);
        let nested = |count: usize| format!("{}1{}", "[".repeat(count), "]".repeat(count));
        assert_eq!(parse(nested(65).as_bytes()), deep);
        assert_eq!(parse(nested(100_000).as_bytes()), deep);
        assert!(parse(nested(64).as_bytes()).is_ok());
        assert_eq!(
            parse(&vec![b' '; MAX_BYTES + 1]),
            Err(Error::Limit("a document of 1 MiB"))
        );
        assert!(
            parse(r#"{"a":9007199254740992,"b":0.1,"c":1e21,"d":"\ud83d\ude00"}"#.as_bytes())
                .is_ok()
        );
    }

    #[test]
    fn the_place_of_a_mistake_is_told() {
        assert_eq!(
            parse(b"{\n \"a\": x}"),
            Err(Error::Json {
                line: 2,
                column: 7,
                reason: "expected value".into()
            })
        );
    }

    #[test]
    fn the_canonical_form_is_that_of_rfc_8785() {
        let value = parse(r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0.0,1e21,5e-324],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false],"\ufb33":1,"\ud83d\ude00":2}"#.as_bytes()).unwrap();
        let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,5e-324],"string":"€$\u000f\nA'B\"\\\\\"/","😀":2,"DALETH":1}"#.replace("DALETH", "\u{fb33}");
        assert_eq!(jcs(&value), expected);
        let number = |value: f64| ecmascript_number(&Number::from_f64(value).unwrap());
        for (value, text) in [
            (1e20, "100000000000000000000"),
            (123456.0, "123456"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"),
            (-1.5e-9, "-1.5e-9"),
            (1.5e300, "1.5e+300"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
