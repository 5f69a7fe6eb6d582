//! VC-JWT as Open Badges 3.0 has it (section 8.2, "JSON Web Token Proof Format"): a compact JWS (RFC 7515, section 3.1) whose payload is the credential itself, with the registered
//! claims (RFC 7519, section 4.1) beside its members.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_core::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::{
    Error, json as strict,
    key::{Algorithm, PublicKey, Signer, Verifier},
    object::issuer_id,
    schema,
    uri::Uri,
};

/// The largest token, in bytes.
const MAX_BYTES: usize = strict::MAX_BYTES * 2;

/// Signs a credential as a VC-JWT (Open Badges 3.0, sections 8.2.3 to 8.2.5): in the header `alg`, `typ` and `kid`, in the payload the members and the claims `iss`,
/// `jti`, `sub`, `nbf` and `exp`, these two in seconds. A proof that it may have is left out: the JWS is the proof.
///
/// # Errors
/// [`Error::Proof`] where a member that becomes a claim is missing or ill-formed, or a date has a fraction of a second; [`Error::Key`] of the signer.
pub fn sign(credential: &Value, signer: &dyn Signer) -> Result<String, Error> {
    let members = credential
        .as_object()
        .ok_or_else(|| Error::Proof("only an object can be signed".into()))?;
    let payload = Payload {
        members,
        claims: claims(credential)?,
    };
    // Who reads it looks for the key under this name: one that names nothing outside of this program would be signed for nobody.
    Uri::new(signer.verification_method())?;
    let payload = serde_json::to_vec(&payload)
        .map_err(|_| Error::Proof("the credential cannot be written".into()))?;
    let header = json!({"alg": signer.algorithm().jose(), "typ": "JWT", "kid": signer.verification_method()});
    let mut token = String::with_capacity(payload.len() * 4 / 3 + 512);
    URL_SAFE_NO_PAD.encode_string(header.to_string(), &mut token);
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut token);
    let signature = signer.sign(token.as_bytes())?;
    if matches!(signer.algorithm(), Algorithm::EdDsa | Algorithm::Es256) && signature.len() != 64 {
        return Err(Error::Proof("a signature by this key has 64 bytes".into()));
    }
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

/// A credential without its proof, and the claims beside its members.
struct Payload<'c> {
    members: &'c Map<String, Value>,
    claims: Vec<(&'static str, Value)>,
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        let is_claim = |member: &str| self.claims.iter().any(|(name, _)| *name == member);
        let members = self.members.iter();
        let members = members.filter(|(name, _)| *name != "proof" && !is_claim(name));
        let members = members.map(|(name, member)| (name.as_str(), member));
        let claims = self.claims.iter().map(|(name, claim)| (*name, claim));
        writer.collect_map(members.chain(claims))
    }
}

/// The claims that a credential's members ask for (Open Badges 3.0, section 8.2.4, "Create the JWT Payload").
fn claims(credential: &Value) -> Result<Vec<(&'static str, Value)>, Error> {
    let missing = |what: &str| Error::Proof(format!("no {what} to make a claim of"));
    let issuer = issuer_id(credential).ok_or_else(|| missing("issuer"))?;
    let mut claims = vec![("iss", issuer.into())];
    for (claim, member) in [
        ("jti", &credential["id"]),
        ("sub", &credential["credentialSubject"]["id"]),
    ] {
        if let Some(id) = member.as_str() {
            claims.push((claim, id.into()));
        }
    }
    let seconds = |member: &str| -> Result<Option<Value>, Error> {
        match &credential[member] {
            Value::Null => Ok(None),
            date => {
                let at = date
                    .as_str()
                    .and_then(schema::since_1970)
                    .ok_or_else(|| Error::Proof(format!("{member} is no date with a zone")))?;
                if at.subsec_nanos() == 0 {
                    Ok(Some(at.as_secs().into()))
                } else {
                    Err(Error::Proof(format!("{member} is no whole second")))
                }
            }
        }
    };
    claims.push((
        "nbf",
        seconds("validFrom")?.ok_or_else(|| missing("validFrom"))?,
    ));
    if let Some(end) = seconds("validUntil")? {
        claims.push(("exp", end));
    }
    Ok(claims)
}

/// Algorithms of JOSE by which a holder of a public key can tell who signed, read here or not (RFC 7518, RFC 8037, RFC 8812, RFC 9864).
const PUBLISHED: &[&str] = &[
    "ES256",
    "ES256K",
    "ES384",
    "ES512",
    "Ed25519",
    "Ed448",
    "EdDSA",
    "ESP256",
    "ESP384",
    "ESP512",
    "PS256",
    "PS384",
    "PS512",
    "RS256",
    "RS384",
    "RS512",
    "ML-DSA-44",
];

/// Whether credentials may be signed by an algorithm, read here or not: `none` and secrets that two share are no signatures.
pub(crate) fn is_published(algorithm: &str) -> bool {
    PUBLISHED.contains(&algorithm)
}

/// Whether a key that is for one algorithm may also sign by another, which is not read here.
pub(crate) fn could_be_of(algorithm: &str, key: &PublicKey) -> bool {
    let other_names: &[&str] = match key.algorithm() {
        Algorithm::EdDsa => &["Ed25519"],
        Algorithm::Es256 => &["ESP256"],
        #[cfg(feature = "es384")]
        Algorithm::Es384 => &["ESP384"],
        #[cfg(feature = "rsa")]
        Algorithm::Rs256 => &["RS384", "RS512", "PS256", "PS384", "PS512"],
    };
    other_names.contains(&algorithm)
}

/// A rule of VC-JWT that a token breaks though it can be read.
#[derive(Clone, Debug)]
pub(crate) struct Breach {
    /// Whether the claim `iss` names somebody else than the credential does.
    pub(crate) of_issuer: bool,
    pub(crate) error: Error,
}

impl Breach {
    fn new(error: impl Into<String>) -> Breach {
        Breach {
            of_issuer: false,
            error: Error::Proof(error.into()),
        }
    }

    fn of_claim(name: &str) -> Breach {
        Breach {
            of_issuer: name == "iss",
            ..Breach::new(format!("the claim {name} differs from the credential"))
        }
    }
}

/// A VC-JWT taken apart (Open Badges 3.0, section 8.2.2), its signature not yet checked.
#[derive(Clone, Debug)]
pub struct Token {
    signed: String,
    signature: Vec<u8>,
    algorithm: String,
    /// The URL of the verification method: `kid` in the header (section 8.2.3), where it names one.
    pub kid: Option<String>,
    /// Whether the header carries a key of its own (`jwk`, section 8.2.3), which proves nothing about an issuer.
    pub has_jwk: bool,
    /// That key, a JWK (RFC 7517).
    pub jwk: Option<Value>,
    /// The credential: the payload without the registered claims.
    pub credential: Value,
    breach: Option<Breach>,
    lacks: Option<&'static str>,
}

/// Whether text has the shape of a compact JWS (RFC 7515, section 3.1): three parts of base64url between two dots.
pub fn looks_like(text: &str) -> bool {
    let mut parts = text.split('.');
    let fits = |part: Option<&str>| {
        part.is_some_and(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        })
    };
    fits(parts.next()) && fits(parts.next()) && fits(parts.next()) && parts.next().is_none()
}

/// Reads a compact JWS and holds its claims against the members of the credential (Open Badges 3.0, section 8.2.6, "Verify a Credential").
///
/// # Errors
/// [`Error::Proof`]: a header that is not allowed, a claim that differs from its member; [`Error::Json`]; [`Error::Limit`]; [`Error::Unsupported`] for a form of
/// token that is not read.
pub fn read(text: &str) -> Result<Token, Error> {
    let token = open(text)?;
    match &token.breach {
        None => Ok(token),
        Some(breach) => Err(breach.error.clone()),
    }
}

/// Reads a compact JWS, whatever its header and its claims say: [`Token::breach`] tells what is wrong with them.
pub(crate) fn open(text: &str) -> Result<Token, Error> {
    let wrong = |what: &str| Error::Proof(what.to_owned());
    if text.len() > MAX_BYTES {
        return Err(Error::Limit("a token of 2 MiB"));
    }
    // Which signs stand in them is seen when they are decoded: a fourth part would bring a point along.
    let parts = text.rsplit_once('.').and_then(|(signed, signature)| {
        let (header, payload) = signed.split_once('.')?;
        Some((signed, header, payload, signature))
    });
    let Some((signed, header, payload, signature)) = parts else {
        return Err(wrong("no compact JWS"));
    };
    let decode = |part: &str| {
        URL_SAFE_NO_PAD
            .decode(part)
            .map_err(|_| wrong("a part is no base64url without padding"))
    };
    let header = strict::parse(&decode(header)?)?;
    let payload = strict::parse(&decode(payload)?)?;
    let header = header
        .as_object()
        .ok_or_else(|| wrong("the header is no object"))?;
    let (credential, of_claims, mut lacks) = if payload.get("vc").is_some() {
        let (credential, breach) = inner_credential(payload)?;
        (credential, breach, None)
    } else {
        whole_credential(payload)?
    };
    // What is secured by JOSE alone (Securing Verifiable Credentials using JOSE and COSE, section 3.1) repeats nothing in claims.
    if header.get("typ").is_some_and(|typ| !is_type(typ, &["JWT"])) {
        lacks = None;
    }
    Ok(Token {
        breach: check_header(header, &credential).or(of_claims),
        lacks,
        signed: signed.to_owned(),
        signature: decode(signature)?,
        algorithm: header
            .get("alg")
            .and_then(Value::as_str)
            .ok_or_else(|| wrong("the header has no alg"))?
            .to_owned(),
        kid: header.get("kid").and_then(Value::as_str).map(str::to_owned),
        has_jwk: header.contains_key("jwk"),
        jwk: header.get("jwk").cloned(),
        credential,
    })
}

/// What is wrong with a header (Open Badges 3.0, section 8.2.3): a member that is not allowed, or of another shape.
fn check_header(header: &Map<String, Value>, credential: &Value) -> Option<Breach> {
    let allowed = |(name, value): &(&String, &Value)| match name.as_str() {
        "alg" | "kid" | "iss" => value.is_string(),
        "typ" => is_type(value, &["JWT", "vc+jwt", "vc+ld+json+jwt"]),
        "cty" => *value == "vc",
        "jwk" => value.is_object(),
        _ => false,
    };
    if let Some((name, _)) = header.iter().find(|member| !allowed(member)) {
        let why = format!("the header has {name:?}, which is not allowed");
        return Some(Breach::new(why));
    }
    // What the header says of the claims, it says as they do (RFC 7519, section 5.3).
    let issuer = header.get("iss")?;
    (issuer.as_str() != issuer_id(credential)).then(|| Breach {
        of_issuer: true,
        ..Breach::new("iss in the header differs from the credential")
    })
}

/// Whether `typ` is one of these, in letters of either case (RFC 7515, section 4.1.9).
fn is_type(typ: &Value, known: &[&str]) -> bool {
    typ.as_str()
        .is_some_and(|typ| known.iter().any(|one| one.eq_ignore_ascii_case(typ)))
}

/// The payload without its claims, which have to say what the members say; and the first of those that a badge has to repeat which is not there.
fn whole_credential(
    payload: Value,
) -> Result<(Value, Option<Breach>, Option<&'static str>), Error> {
    let mut credential = payload;
    let held = ["iss", "jti", "sub", "nbf", "exp", "iat", "aud"].map(|name| {
        credential
            .as_object_mut()
            .and_then(|members| members.shift_remove(name).map(|claim| (name, claim)))
    });
    let issuer = issuer_id(&credential)
        .ok_or_else(|| Error::Proof("no issuer: the payload is no credential".into()))?;
    let (id, subject) = (&credential["id"], &credential["credentialSubject"]["id"]);
    let fits = |name: &str, claim: &Value| match name {
        "iss" => claim == issuer,
        "jti" => same_text(id, claim),
        "sub" => same_text(subject, claim),
        "nbf" => same_second(&credential["validFrom"], claim),
        "exp" => same_second(&credential["validUntil"], claim),
        // When it was made, and for whom: they say nothing about the credential.
        "iat" => claim.is_number(),
        _ => true,
    };
    let mut claims = held.iter().flatten();
    let breach = claims
        .find(|(name, claim)| !fits(name, claim))
        .map(|(name, _)| Breach::of_claim(name));
    let is_there = |name: &str| held.iter().flatten().any(|(claim, _)| *claim == name);
    // `sub` is asked for, too, and missing in what the standard's own validator has for valid.
    let required = [("iss", true), ("nbf", true), ("jti", !id.is_null())];
    let lacks = required
        .into_iter()
        .find(|(name, required)| *required && !is_there(name))
        .map(|(name, _)| name);
    Ok((credential, breach, lacks))
}

fn same_text(member: &Value, claim: &Value) -> bool {
    member.is_string() && member == claim
}

/// A date as a claim: seconds (RFC 7519, section 2, "NumericDate"), in which the fraction of a second that the member may have is said or left out.
fn same_second(member: &Value, claim: &Value) -> bool {
    let (Some(date), Some(claim)) = (member.as_str().and_then(schema::since_1970), claim.as_f64())
    else {
        return false;
    };
    let second = date.as_secs() - i64::from(date.subsec_nanos() < 0);
    claim == second as f64 || claim == date.as_secs_f64()
}

/// Where VC-JWT 1.1 is not read, a token of its shape is still told from a broken one.
#[cfg(not(feature = "jwt-1-1"))]
fn inner_credential(payload: Value) -> Result<(Value, Option<Breach>), Error> {
    if payload.get("@context").is_none() && payload["vc"].get("@context").is_some() {
        Err(Error::Unsupported("VC-JWT 1.1, a credential in `vc`"))
    } else {
        Err(Error::Proof("the payload has `vc`".into()))
    }
}

/// The credential in the claim `vc`, with the members that stand as claims instead (Verifiable Credentials Data Model 1.1, section 6.3.1).
#[cfg(feature = "jwt-1-1")]
fn inner_credential(mut payload: Value) -> Result<(Value, Option<Breach>), Error> {
    let wrong = |what: &str| Error::Proof(what.to_owned());
    let claims = payload
        .as_object_mut()
        .ok_or_else(|| wrong("the payload is no object"))?;
    let mut credential = claims.shift_remove("vc").unwrap_or_default();
    if credential["@context"][0] != "https://www.w3.org/2018/credentials/v1" {
        return Err(wrong("`vc` holds no credential of the data model 1.1"));
    }
    let mut breach = None;
    for (name, claim) in claims {
        let same = match name.as_str() {
            "iss" if credential["issuer"].is_object() => {
                same_or_set(&mut credential["issuer"]["id"], claim)
            }
            "iss" => same_or_set(&mut credential["issuer"], claim),
            "jti" => same_or_set(&mut credential["id"], claim),
            "sub" if credential["credentialSubject"].is_object() => {
                same_or_set(&mut credential["credentialSubject"]["id"], claim)
            }
            "nbf" => same_or_set_date(&mut credential["issuanceDate"], claim),
            "exp" => same_or_set_date(&mut credential["expirationDate"], claim),
            // When it was made, for whom, and in answer to what: they say nothing about the credential.
            "iat" if claim.is_number() => Some(()),
            "aud" | "nonce" => Some(()),
            // A member beside `vc` is read as the credential's by some, and not at all by others.
            _ => {
                let why = format!("{name:?} stands beside `vc`");
                breach = breach.or(Some(Breach::new(why)));
                continue;
            }
        };
        if same.is_none() {
            breach = breach.or(Some(Breach::of_claim(name)));
        }
    }
    Ok((credential, breach))
}

#[cfg(feature = "jwt-1-1")]
fn same_or_set(member: &mut Value, claim: &Value) -> Option<()> {
    if member.is_null() {
        *member = claim.clone();
    }
    (claim.is_string() && member == claim).then_some(())
}

/// A date as a claim. Beyond the last second of the year 9999, which a date of four digits can say no more, it is that second: many mean by it that something never
/// ends, and some write milliseconds, which come to the same.
#[cfg(feature = "jwt-1-1")]
fn same_or_set_date(member: &mut Value, claim: &Value) -> Option<()> {
    use jiff::{SignedDuration, civil::DateTime};

    const FIRST: DateTime = DateTime::constant(0, 1, 1, 0, 0, 0, 0);
    const LAST: DateTime = DateTime::constant(9999, 12, 31, 23, 59, 59, 0);
    if !member.is_null() {
        return same_second(member, claim).then_some(());
    }
    let since = SignedDuration::try_from_secs_f64(claim.as_f64()?.floor()).ok();
    let at = since.and_then(|since| {
        let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        epoch.checked_add(since).ok()
    });
    let at = match at {
        Some(at) => at.clamp(FIRST, LAST),
        None if claim.as_f64()? > 0.0 => LAST,
        None => FIRST,
    };
    *member = format!("{at}Z").into();
    Some(())
}

impl Token {
    /// Checks the signature (RFC 7515, section 5.2); the algorithm is the key's, and the header must agree.
    ///
    /// # Errors
    /// [`Error::Proof`] where it does not, [`Error::Signature`] where the signature does not fit.
    pub fn check(&self, key: &impl Verifier) -> Result<(), Error> {
        if self.algorithm != key.algorithm().jose() {
            return Err(Error::Proof(format!(
                "alg is {:?} and the key is for {}",
                self.algorithm,
                key.algorithm().jose()
            )));
        }
        key.verify(self.signed.as_bytes(), &self.signature)
    }

    /// What is wrong with its header or its claims, where something is.
    pub(crate) fn breach(&self) -> Option<&Breach> {
        self.breach.as_ref()
    }

    /// A claim that a badge has to repeat and this token does not (Open Badges 3.0, section 8.2.6).
    pub(crate) fn lacks(&self) -> Option<&'static str> {
        self.lacks
    }

    /// The algorithm that the header names: `alg` (RFC 7515, section 4.1.1).
    pub fn algorithm(&self) -> &str {
        &self.algorithm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_says_the_second_of_its_member_or_the_whole_of_it() {
        let same = |member: &str, claim: Value| same_second(&member.into(), &claim);
        let half = "2026-11-24T10:00:00.5Z";
        for (member, claim) in [
            ("2026-11-24T10:00:00Z", json!(1_795_514_400)),
            ("2026-11-24T10:00:00Z", json!(1_795_514_400.0)),
            (half, json!(1_795_514_400)),
            (half, json!(1_795_514_400.5)),
            ("1969-12-31T23:59:59.5Z", json!(-1)),
            ("9999-12-31T23:59:59Z", json!(253_402_300_799_i64)),
        ] {
            assert!(same(member, claim.clone()), "{member} {claim}");
        }
        for (member, claim) in [
            ("2026-11-24T10:00:00Z", json!(1_795_514_401)),
            ("2026-11-24T10:00:00Z", json!(1_795_514_400.5)),
            ("2026-11-24T10:00:00Z", json!("1795514400")),
            ("2026-11-24T10:00:00Z", json!(1_795_514_400_000_i64)),
            (half, json!(1_795_514_400.25)),
            ("24 November 2026", json!(1_795_514_400)),
        ] {
            assert!(!same(member, claim.clone()), "{member} {claim}");
        }
    }

    #[cfg(feature = "jwt-1-1")]
    #[test]
    fn a_date_that_only_a_claim_says_is_a_date_of_four_digits() {
        for (claim, date) in [
            (json!(1_795_514_400), "2026-11-24T10:00:00Z"),
            (json!(1_795_514_400.75), "2026-11-24T10:00:00Z"),
            (json!(0), "1970-01-01T00:00:00Z"),
            (json!(-0.5), "1969-12-31T23:59:59Z"),
            (json!(253_402_300_799_i64), "9999-12-31T23:59:59Z"),
            (json!(253_402_300_800_i64), "9999-12-31T23:59:59Z"),
            (json!(1_795_514_400_000_i64), "9999-12-31T23:59:59Z"),
            (json!(1e300), "9999-12-31T23:59:59Z"),
            (json!(-62_167_219_200_i64), "0000-01-01T00:00:00Z"),
            (json!(-62_167_219_201_i64), "0000-01-01T00:00:00Z"),
            (json!(-1e300), "0000-01-01T00:00:00Z"),
        ] {
            let mut member = Value::Null;
            assert_eq!(same_or_set_date(&mut member, &claim), Some(()), "{claim}");
            assert_eq!(member, date, "{claim}");
            assert!(schema::date(date).is_some());
        }
        for claim in [json!("1795514400"), json!(null), json!(true), json!([1])] {
            let none = same_or_set_date(&mut Value::Null, &claim);
            assert_eq!(none, None, "{claim}");
        }
        let mut other = json!("2026-11-24T10:00:01Z");
        assert_eq!(same_or_set_date(&mut other, &json!(1_795_514_400)), None);
        assert_eq!(other, "2026-11-24T10:00:01Z");
    }
}
