//! Bitstring Status List 1.0: lists built, read and looked at.

use std::io::{Read, Write};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Error, proof::whole_second};

/// The fewest places of a list (section 3.1): so that one holder is not singled out.
pub const MIN_PLACES: usize = 131_072;

/// The largest list after inflating, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// The bits of a list; place 0 is the leftmost bit of the first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits(Vec<u8>);

impl Bits {
    /// A list in which the given places are set.
    ///
    /// # Errors
    /// [`Error::Status`] where there are too few places, no whole number of bytes, or one set that is not there.
    pub fn with_set(places: usize, set: impl IntoIterator<Item = usize>) -> Result<Bits, Error> {
        if places < MIN_PLACES || !places.is_multiple_of(8) || places / 8 > MAX_BYTES {
            return Err(Error::Status(
                "a list has 131,072 places or more, in whole bytes",
            ));
        }
        let mut bytes = vec![0; places / 8];
        for place in set {
            *bytes
                .get_mut(place / 8)
                .ok_or(Error::Status("a place beyond the list"))? |= 0x80 >> (place % 8);
        }
        Ok(Bits(bytes))
    }

    /// Reads `encodedList`: multibase `u`, base64url without padding, one member of GZIP, 16 MiB at most.
    ///
    /// # Errors
    /// [`Error::Status`], [`Error::Limit`].
    pub fn decode(encoded: &str) -> Result<Bits, Error> {
        let text = encoded
            .strip_prefix('u')
            .ok_or(Error::Status("encodedList does not begin with u"))?;
        let packed = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| Error::Status("encodedList is no base64url without padding"))?;
        let mut decoder = GzDecoder::new(packed.as_slice());
        let mut bytes = Vec::new();
        decoder
            .by_ref()
            .take(MAX_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Error::Status("encodedList is no GZIP"))?;
        if bytes.len() > MAX_BYTES {
            return Err(Error::Limit("a status list of 16 MiB"));
        }
        if !decoder.into_inner().is_empty() {
            return Err(Error::Status("something follows the list"));
        }
        if bytes.len() * 8 < MIN_PLACES {
            return Err(Error::Status("a list has 131,072 places or more"));
        }
        Ok(Bits(bytes))
    }

    /// Writes `encodedList`. The same bits always give the same text.
    pub fn encode(&self) -> String {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let packed = encoder.write_all(&self.0).and_then(|()| encoder.finish());
        format!(
            "u{}",
            URL_SAFE_NO_PAD.encode(packed.expect("writing to memory does not fail"))
        )
    }

    /// Whether a place is set; none beyond the list.
    pub fn get(&self, place: usize) -> Option<bool> {
        self.0
            .get(place / 8)
            .map(|byte| byte & (0x80 >> (place % 8)) != 0)
    }
}

/// A status list credential to be signed: its id is `url`, its purpose `revocation`. `ttl` is in milliseconds.
pub fn list_credential(
    url: &str,
    issuer: &str,
    bits: &Bits,
    from: Timestamp,
    until: Timestamp,
    ttl: u64,
) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": whole_second(from),
        "validUntil": whole_second(until),
        "credentialSubject": {
            "id": format!("{url}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits.encode(),
            "ttl": ttl,
        },
    })
}

/// What a status entry of a credential points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'c> {
    /// `revocation` or `suspension`.
    pub purpose: &'c str,
    /// The address of the list.
    pub list: &'c str,
    /// The place in it.
    pub place: usize,
}

/// Reads a `BitstringStatusListEntry`.
///
/// # Errors
/// [`Error::Status`].
pub fn entry(status: &Value) -> Result<Entry<'_>, Error> {
    let text = |name: &str| status[name].as_str();
    let kind = &status["type"];
    let known = "BitstringStatusListEntry";
    if kind != known
        && !kind
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == known))
    {
        return Err(Error::Status("no BitstringStatusListEntry"));
    }
    let purpose = text("statusPurpose")
        .filter(|purpose| matches!(*purpose, "revocation" | "suspension"))
        .ok_or(Error::Status(
            "statusPurpose is neither revocation nor suspension",
        ))?;
    if status.get("statusSize").is_some_and(|size| size != 1) {
        return Err(Error::Status("a status of several bits"));
    }
    let list = text("statusListCredential").ok_or(Error::Status("no statusListCredential"))?;
    if text("id") == Some(list) {
        return Err(Error::Status("the entry has the id of its list"));
    }
    let index = text("statusListIndex").filter(|index| {
        !index.is_empty() && index.len() <= 12 && index.bytes().all(|byte| byte.is_ascii_digit())
    });
    let place = index
        .and_then(|index| index.parse().ok())
        .ok_or(Error::Status(
            "statusListIndex is no whole number in a text",
        ))?;
    Ok(Entry {
        purpose,
        list,
        place,
    })
}

/// Holds a list, its proof already checked, against an entry, and reads the bit.
///
/// # Errors
/// [`Error::Status`]: another list, issuer or purpose, outside its time, or no such place.
pub fn read_bit(
    list: &Value,
    entry: &Entry<'_>,
    issuer: &str,
    at: Timestamp,
    skew: jiff::SignedDuration,
) -> Result<bool, Error> {
    let subject = &list["credentialSubject"];
    let kinds = |value: &Value, kind: &str| {
        value == kind
            || value
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one == kind))
    };
    if list["id"] != entry.list {
        return Err(Error::Status("the list says it is another"));
    }
    if !kinds(&list["type"], "BitstringStatusListCredential")
        || !kinds(&subject["type"], "BitstringStatusList")
    {
        return Err(Error::Status("no BitstringStatusListCredential"));
    }
    if list["issuer"]
        .as_str()
        .or_else(|| list["issuer"]["id"].as_str())
        != Some(issuer)
    {
        return Err(Error::Status("the list is of another issuer"));
    }
    if !kinds(&subject["statusPurpose"], entry.purpose) {
        return Err(Error::Status("the list has another purpose"));
    }
    let date = |name: &str| match &list[name] {
        Value::Null => Ok(None),
        date => date
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok())
            .map(Some)
            .ok_or(Error::Status("a date of the list is no date")),
    };
    if date("validFrom")?.is_some_and(|from| from.duration_since(at) > skew)
        || date("validUntil")?.is_some_and(|until| at.duration_since(until) > skew)
    {
        return Err(Error::Status("the list is outside its time"));
    }
    let bits = Bits::decode(
        subject["encodedList"]
            .as_str()
            .ok_or(Error::Status("no encodedList"))?,
    )?;
    bits.get(entry.place)
        .ok_or(Error::Status("the place is beyond the list"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_survive_their_text() {
        let bits = Bits::with_set(MIN_PLACES, [0, 9, MIN_PLACES - 1]).unwrap();
        let again = Bits::decode(&bits.encode()).unwrap();
        assert_eq!(again, bits);
        assert_eq!(
            [0, 1, 9, MIN_PLACES - 1, MIN_PLACES].map(|place| again.get(place)),
            [Some(true), Some(false), Some(true), Some(true), None]
        );
        assert_eq!(bits.0[0], 0x80, "place 0 is the leftmost bit");
        assert_eq!(bits.encode(), again.encode());
    }

    #[test]
    fn ill_formed_lists_are_refused() {
        let good = Bits::with_set(MIN_PLACES, []).unwrap().encode();
        let packed = |bytes: &[u8]| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        };
        let text = |bytes: &[u8]| format!("u{}", URL_SAFE_NO_PAD.encode(bytes));
        let two = [packed(&[0; 16_384]), packed(&[0; 16_384])].concat();
        for (bad, why) in [
            (good[1..].to_owned(), "no u"),
            (format!("{good}="), "padded"),
            (good[..good.len() - 8].to_owned(), "cut"),
            (text(&[0; 100]), "no gzip"),
            (text(&packed(&[0; 16_383])), "short"),
            (text(&two), "two members"),
            (text(&packed(&vec![0; MAX_BYTES + 1])), "a bomb"),
        ] {
            assert!(Bits::decode(&bad).is_err(), "{why}");
        }
        assert!(
            Bits::with_set(MIN_PLACES - 8, []).is_err()
                && Bits::with_set(MIN_PLACES, [MIN_PLACES]).is_err()
        );
    }

    #[test]
    fn an_entry_is_read_strictly() {
        let good = json!({"id": "https://a.example/1#3", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "3", "statusListCredential": "https://a.example/1"});
        assert_eq!(
            entry(&good),
            Ok(Entry {
                purpose: "revocation",
                list: "https://a.example/1",
                place: 3
            })
        );
        for (member, value) in [
            ("type", json!("X")),
            ("statusPurpose", json!("message")),
            ("statusListIndex", json!(3)),
            ("statusListIndex", json!("-3")),
            ("id", json!("https://a.example/1")),
        ] {
            let mut bad = good.clone();
            bad[member] = value;
            assert!(entry(&bad).is_err(), "{member}");
        }
    }
}
