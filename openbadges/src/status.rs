//! Bitstring Status List 1.0: lists built, read and looked at. With the feature `revocation-list` also the 1EdTech Revocation List Status Method 1.0, read.

use std::io::{Read, Write};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    Error,
    object::{self, issuer_id},
    proof::whole_second,
};

/// The fewest places of a list (section 6.1, "Revocation Bitstring Length"): so that one holder is not singled out.
pub const MIN_PLACES: usize = 131_072;

/// The largest list after inflating, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// The widest status, in bits: a message for each of its values stands in the credential.
const MAX_SIZE: usize = 8;

/// The most things with an id in a list: the list, its subject, its issuer, and a few more.
const MAX_IDS: usize = 64;

/// How long a list may be kept that does not say (section 2.2).
const DEFAULT_TTL: SignedDuration = SignedDuration::from_mins(5);

/// The bits of a list (section 2.2, `encodedList`); place 0 is the leftmost bit of the first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits(Vec<u8>);

impl Bits {
    /// A list in which the given places are set (section 3.3, "Bitstring Generation Algorithm").
    ///
    /// # Errors
    /// [`Error::Status`] where there are too few places, no whole number of bytes, or one set that is not there.
    pub fn with_set(places: usize, set: impl IntoIterator<Item = usize>) -> Result<Bits, Error> {
        Bits::with_values(places, 1, set.into_iter().map(|place| (place, 1)))
    }

    /// A list of values of several bits each (section 2.1, `statusSize`), 8 at most, in which the given places have theirs and all others 0.
    ///
    /// # Errors
    /// [`Error::Status`] where there are too few places, no whole number of bytes, or a place or value that is not there.
    pub fn with_values(
        places: usize,
        size: usize,
        values: impl IntoIterator<Item = (usize, u8)>,
    ) -> Result<Bits, Error> {
        if !(1..=MAX_SIZE).contains(&size) {
            return Err(Error::Status("a status has 1 to 8 bits"));
        }
        let bits = places
            .checked_mul(size)
            .filter(|bits| bits / 8 <= MAX_BYTES);
        let bits = bits.filter(|bits| places >= MIN_PLACES && bits.is_multiple_of(8));
        let bits = bits.ok_or(Error::Status(
            "a list has 131,072 places or more, in whole bytes",
        ))?;
        let mut bytes = vec![0; bits / 8];
        for (place, value) in values {
            if place >= places || u32::from(value) >= 1 << size {
                return Err(Error::Status("a place beyond the list"));
            }
            for bit in (0..size).filter(|bit| value >> (size - 1 - bit) & 1 == 1) {
                let at = place * size + bit;
                bytes[at / 8] |= 0x80 >> (at % 8);
            }
        }
        Ok(Bits(bytes))
    }

    /// Reads `encodedList` (section 3.4, "Bitstring Expansion Algorithm"): multibase `u`, base64url without padding, one member of GZIP, 16 MiB at most.
    ///
    /// # Errors
    /// [`Error::Status`] where it is in another form or too short, [`Error::Limit`] where it is too large.
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

    /// Writes `encodedList` (section 3.3). The same bits always give the same text.
    pub fn encode(&self) -> String {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let packed = encoder.write_all(&self.0).and_then(|()| encoder.finish());
        format!(
            "u{}",
            URL_SAFE_NO_PAD.encode(packed.expect("writing to memory does not fail"))
        )
    }

    /// Whether a place, from 0, is set; none beyond the list.
    pub fn get(&self, place: usize) -> Option<bool> {
        self.0
            .get(place / 8)
            .map(|byte| byte & (0x80 >> (place % 8)) != 0)
    }

    /// The value of a place in a list of so many bits each, the leftmost first; none beyond the list.
    pub fn value(&self, place: usize, size: usize) -> Option<u8> {
        let start = place.checked_mul(size).filter(|_| size <= MAX_SIZE)?;
        (start..start.checked_add(size)?)
            .try_fold(0, |value, at| Some(value << 1 | u8::from(self.get(at)?)))
    }
}

/// A status list credential to be signed (section 3.1, "Generate Algorithm"): its id is `url` without a fragment, its purpose `revocation`. `ttl` is in milliseconds.
pub fn list_credential(
    url: &str,
    issuer: &str,
    bits: &Bits,
    from: Timestamp,
    until: Timestamp,
    ttl: u64,
) -> Value {
    list_credential_for("revocation", url, issuer, bits, (from, until), ttl)
}

/// A status list credential to be signed (section 2.2, "BitstringStatusListCredential"), for any purpose, in its time from and until. `ttl` is in milliseconds.
pub fn list_credential_for(
    purpose: &str,
    url: &str,
    issuer: &str,
    bits: &Bits,
    (from, until): (Timestamp, Timestamp),
    ttl: u64,
) -> Value {
    // A list is fetched, and named by what points to it, without a fragment.
    let url = url.split('#').next().unwrap_or_default();
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
            "statusPurpose": purpose,
            "encodedList": bits.encode(),
            "ttl": ttl,
        },
    })
}

/// What a status entry of a credential points to (section 2.1, "BitstringStatusListEntry").
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry<'c> {
    /// `statusPurpose`: `revocation`, `suspension`, `message` or `refresh`.
    pub purpose: &'c str,
    /// `statusListCredential`: the address of the list.
    pub list: &'c str,
    /// `statusListIndex`: the place in it, from 0.
    pub place: usize,
    /// `statusSize`: how many bits a value has, 1 where nothing is said.
    pub size: usize,
    /// `statusMessage`: what each value says, where the entry tells.
    pub messages: Vec<(u8, &'c str)>,
}

/// Reads a `BitstringStatusListEntry` (section 2.1).
///
/// # Errors
/// [`Error::Status`]: a member that is missing or in another form.
pub fn entry(status: &Value) -> Result<Entry<'_>, Error> {
    let text = |name: &str| status[name].as_str();
    if !object::is_of(status, "BitstringStatusListEntry") {
        return Err(Error::Status("no BitstringStatusListEntry"));
    }
    let purpose = text("statusPurpose")
        .filter(|purpose| {
            matches!(
                *purpose,
                "revocation" | "suspension" | "message" | "refresh"
            )
        })
        .ok_or(Error::Status("statusPurpose is none of the standard"))?;
    let size = match &status["statusSize"] {
        Value::Null => 1,
        size => size
            .as_u64()
            .and_then(|size| usize::try_from(size).ok())
            .filter(|size| (1..=MAX_SIZE).contains(size))
            .ok_or(Error::Status("statusSize is no whole number from 1 to 8"))?,
    };
    let messages = messages(&status["statusMessage"], size)?;
    let list = text("statusListCredential").ok_or(Error::Status("no statusListCredential"))?;
    if text("id") == Some(list) {
        return Err(Error::Status("the entry has the id of its list"));
    }
    let index = text("statusListIndex")
        .filter(|index| !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()));
    let place = index
        .and_then(|index| index.parse().ok())
        .ok_or(Error::Status(
            "statusListIndex is no whole number in a text",
        ))?;
    Ok(Entry {
        purpose,
        list,
        place,
        size,
        messages,
    })
}

/// The message of every value; a status of several bits has to say what they mean (section 2.1).
fn messages(all: &Value, size: usize) -> Result<Vec<(u8, &str)>, Error> {
    let broken = Error::Status("statusMessage has one message for each value");
    let all = match all {
        Value::Null if size == 1 => return Ok(Vec::new()),
        Value::Array(all) if all.len() == 1 << size => all,
        _ => return Err(broken),
    };
    let mut messages = Vec::new();
    for entry in all {
        let value = entry["status"]
            .as_str()
            .and_then(|text| text.strip_prefix("0x"))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(|value| usize::from(*value) < 1 << size)
            .filter(|value| messages.iter().all(|(known, _)| known != value));
        match (value, entry["message"].as_str()) {
            (Some(value), Some(message)) => messages.push((value, message)),
            _ => return Err(broken),
        }
    }
    Ok(messages)
}

/// Holds a list, its proof already checked and every name in it a plain term, against an entry, and reads the bit (section 3.2, "Validate Algorithm").
///
/// # Errors
/// [`Error::Status`]: another list, issuer or purpose, outside its time, or no such place.
pub fn read_bit(
    list: &Value,
    entry: &Entry<'_>,
    issuer: &str,
    at: Timestamp,
    skew: SignedDuration,
) -> Result<bool, Error> {
    read_value(list, entry, issuer, at, skew).map(|value| value != 0)
}

/// Holds a list, its proof already checked and every name in it a plain term, against an entry, and reads the value (section 3.2), of as many bits as the entry says.
///
/// # Errors
/// Those of [`read_bit`].
pub fn read_value(
    list: &Value,
    entry: &Entry<'_>,
    issuer: &str,
    at: Timestamp,
    skew: SignedDuration,
) -> Result<u8, Error> {
    let subject = &list["credentialSubject"];
    if list["id"] != entry.list {
        return Err(Error::Status("the list says it is another"));
    }
    said_once(list, &mut Vec::new())?;
    if !object::is_of(list, "BitstringStatusListCredential")
        || !object::is_of(subject, "BitstringStatusList")
    {
        return Err(Error::Status("no BitstringStatusListCredential"));
    }
    if issuer_id(list) != Some(issuer) {
        return Err(Error::Status("the list is of another issuer"));
    }
    if !object::each(subject.get("statusPurpose")).any(|purpose| purpose == entry.purpose) {
        return Err(Error::Status("the list has another purpose"));
    }
    let date = |name: &str| match &list[name] {
        Value::Null => Ok(None),
        date => date
            .as_str()
            .and_then(crate::schema::date)
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
    ttl(list)?;
    if bits.0.len() * 8 / entry.size < MIN_PLACES {
        return Err(Error::Status("a list has 131,072 places or more"));
    }
    bits.value(entry.place, entry.size)
        .ok_or(Error::Status("the place is beyond the list"))
}

/// No id is given members in two places. A signature over a graph does not cover in which of them a statement stands, so that what is looked at in the one
/// could be moved to the other.
fn said_once<'l>(value: &'l Value, ids: &mut Vec<&'l str>) -> Result<(), Error> {
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => return items.iter().try_for_each(|item| said_once(item, ids)),
        _ => return Ok(()),
    };
    // An id alone only refers.
    if let Some(id) = members
        .get("id")
        .and_then(Value::as_str)
        .filter(|_| members.len() > 1)
    {
        if ids.contains(&id) {
            return Err(Error::Status("an id of the list is given members twice"));
        }
        if ids.len() == MAX_IDS {
            return Err(Error::Limit("64 ids in a status list"));
        }
        ids.push(id);
    }
    // A proof is no part of what it is over.
    let inner = members.iter().filter(|(name, _)| *name != "proof");
    inner
        .into_iter()
        .try_for_each(|(_, member)| said_once(member, ids))
}

/// How long a list may be kept after it was fetched: its `ttl` (section 2.2), in milliseconds, or five minutes.
///
/// # Errors
/// [`Error::Status`] where it is no whole number above zero.
pub fn ttl(list: &Value) -> Result<SignedDuration, Error> {
    match &list["credentialSubject"]["ttl"] {
        Value::Null => Ok(DEFAULT_TTL),
        ttl => ttl
            .as_i64()
            .filter(|milliseconds| *milliseconds > 0)
            .map(SignedDuration::from_millis)
            .ok_or(Error::Status("ttl is no whole number of milliseconds")),
    }
}

/// Whether a list of the 1EdTech Revocation List Status Method 1.0, fetched from `url`, names a credential as revoked. Such a list is not signed: that it
/// is the issuer's rests on its address, so that only https counts.
///
/// # Errors
/// [`Error::Status`]: another list or issuer, or no such list.
#[cfg(feature = "revocation-list")]
pub fn is_listed(list: &Value, url: &str, issuer: &str, credential: &str) -> Result<bool, Error> {
    if !url.starts_with("https://") {
        return Err(Error::Status("a list that is not signed comes by https"));
    }
    if list.get("id").is_some_and(|id| id != url) {
        return Err(Error::Status("the list says it is another"));
    }
    if issuer_id(list) != Some(issuer) {
        return Err(Error::Status("the list is of another issuer"));
    }
    // The data model says the one name, its prose and some issuers the other.
    for name in ["revokedCredential", "revokedCredentials"] {
        let one = match list.get(name) {
            None => continue,
            Some(Value::Array(all)) => all.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        for entry in one {
            let id = entry
                .as_str()
                .or(entry["id"].as_str())
                .ok_or(Error::Status("an entry of the list names no credential"))?;
            // Left out, `revoked` is true; only a plain false takes it back.
            if id == credential && entry.get("revoked") != Some(&Value::Bool(false)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
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
                place: 3,
                size: 1,
                messages: Vec::new(),
            })
        );
        for (member, value) in [
            ("type", json!("X")),
            ("statusPurpose", json!("approval")),
            ("statusSize", json!(0)),
            ("statusSize", json!(9)),
            ("statusSize", json!("1")),
            ("statusSize", json!(2)),
            ("statusMessage", json!([{"status": "0x0", "message": "a"}])),
            (
                "statusMessage",
                json!([{"status": "0x0", "message": "a"}, {"status": "0x0", "message": "b"}]),
            ),
            (
                "statusMessage",
                json!([{"status": "0x0", "message": "a"}, {"status": "0x2", "message": "b"}]),
            ),
            ("statusListIndex", json!(3)),
            ("statusListIndex", json!("-3")),
            ("id", json!("https://a.example/1")),
        ] {
            let mut bad = good.clone();
            bad[member] = value;
            assert!(entry(&bad).is_err(), "{member}");
        }
    }

    #[test]
    fn values_of_several_bits_survive_their_text() {
        let given = [(0, 5), (1, 2), (7, 7), (MIN_PLACES - 1, 4)];
        let bits = Bits::with_values(MIN_PLACES, 3, given).unwrap();
        assert_eq!(bits.0.len(), MIN_PLACES * 3 / 8);
        assert_eq!(bits.0[..3], [0b1010_1000, 0, 0b0000_0111]);
        let again = Bits::decode(&bits.encode()).unwrap();
        for place in [0, 1, 2, 7, MIN_PLACES - 1] {
            let expected = given.iter().find(|(at, _)| *at == place);
            let expected = expected.map_or(0, |(_, value)| *value);
            assert_eq!(again.value(place, 3), Some(expected), "{place}");
        }
        assert_eq!(again.value(MIN_PLACES, 3), None);
        assert_eq!(again.value(usize::MAX, 3), None);
        for (size, value) in [(0, 0), (9, 0), (3, 8)] {
            assert!(Bits::with_values(MIN_PLACES, size, [(0, value)]).is_err());
        }
        assert!(Bits::with_values(MIN_PLACES, 3, [(MIN_PLACES, 0)]).is_err());
        assert!(Bits::with_values(usize::MAX, 8, []).is_err());
    }

    #[test]
    fn a_list_says_how_long_it_may_be_kept() {
        let list = |value: Value| ttl(&json!({"credentialSubject": {"ttl": value}}));
        assert_eq!(list(json!(60_000)), Ok(SignedDuration::from_secs(60)));
        assert_eq!(list(Value::Null), Ok(SignedDuration::from_mins(5)));
        for wrong in [json!(0), json!(-1), json!("60000"), json!(0.5)] {
            assert!(list(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[cfg(feature = "revocation-list")]
    #[test]
    fn a_revocation_list_names_what_is_revoked() {
        let (url, issuer) = ("https://a.example/revoked", "https://a.example");
        let list = json!({
            "id": url,
            "issuer": {"id": issuer},
            "revokedCredential": [
                {"id": "urn:1", "revoked": true, "revocationReason": "x"},
                {"id": "urn:2", "revoked": false},
                {"id": "urn:3"},
                "urn:4",
            ],
        });
        let listed = |id: &str| is_listed(&list, url, issuer, id);
        for (id, is) in [
            ("urn:1", true),
            ("urn:2", false),
            ("urn:3", true),
            ("urn:4", true),
            ("urn:5", false),
        ] {
            assert_eq!(listed(id), Ok(is), "{id}");
        }
        let mut plural = list.clone();
        let entries = plural["revokedCredential"].take();
        plural["revokedCredentials"] = entries;
        plural.as_object_mut().unwrap().remove("revokedCredential");
        assert_eq!(is_listed(&plural, url, issuer, "urn:1"), Ok(true));
        assert!(is_listed(&list, "https://a.example/2", issuer, "urn:5").is_err());
        assert!(is_listed(&list, url, "https://b.example", "urn:5").is_err());
        assert!(
            is_listed(
                &json!({"issuer": issuer}),
                "http://a.example/1",
                issuer,
                "urn:5"
            )
            .is_err()
        );
        assert!(is_listed(&json!([]), url, issuer, "urn:5").is_err());
        let nameless = json!({"issuer": issuer, "revokedCredential": [{}]});
        assert!(is_listed(&nameless, url, issuer, "urn:5").is_err());
    }
}
