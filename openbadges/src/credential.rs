//! `AchievementCredential`, also called `OpenBadgeCredential` (Open Badges 3.0, appendix B), with what every Verifiable Credential may have beside it:
//! `CredentialSchema`, `RefreshService`, `TermsOfUse`.
//!
//! What its constructors take is what the standard requires; what it is given it has checked. So a credential that stands in memory keeps to the standard: sets
//! are arrays, a type stands on every object, dates are in whole seconds, nothing is null and no list empty, no text has a control character, and every name is defined by
//! its contexts, so that it can be signed.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    Error,
    credential_status::{self, BitstringStatusListEntry},
    endorsement::{self, EndorsementCredential},
    evidence::{self, Evidence},
    image::{self, Image},
    language::clean,
    object::{self, Members, member, members, members_of, object, shape},
    profile::{self, Profile},
    proof::whole_second,
    schema::{self, At, Checked, Violation},
    subject::{self, AchievementSubject},
    uri::Uri,
};

/// The contexts of a credential made here, in their order (Verifiable Credentials Data Model 2.0, section 4.3, "Contexts"; Open Badges 3.0, appendix B,
/// `AchievementCredential`). The last defines the types of 1EdTech for schema, refresh and revocation.
pub const CONTEXTS: [&str; 3] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
];

/// The schema that 1EdTech publishes for an `AchievementCredential`.
const ACHIEVEMENT_SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/// The schema that 1EdTech publishes for an `EndorsementCredential`.
pub(crate) const ENDORSEMENT_SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json";

/// The accessors of a credential of any kind that tell who issues it, and from when until when it holds.
macro_rules! issued {
    ($kind:ident) => {
        impl $kind<'_> {
            /// The id of who issues it: `issuer`, a URI or an object with one (Verifiable Credentials Data Model 2.0, section 4.7, "Issuer").
            pub fn issuer_id(&self) -> &str {
                $crate::object::id_of(self.0.get("issuer")).unwrap_or_default()
            }

            /// Who issues it, where more is said than the id: `issuer` as a `Profile` (Open Badges 3.0, appendix B).
            pub fn issuer(&self) -> Option<$crate::profile::Profile<'_>> {
                $crate::object::one(self.0.get("issuer"))
            }

            /// From when it holds: `validFrom` (Verifiable Credentials Data Model 2.0, section 4.9, "Validity Period"), or `issuanceDate` of the data model 1.1.
            pub fn valid_from(&self) -> Option<jiff::Timestamp> {
                $crate::object::date(self.0.get("validFrom").or(self.0.get("issuanceDate")))
            }

            /// Until when it holds: `validUntil` (Verifiable Credentials Data Model 2.0, section 4.9, "Validity Period"), or `expirationDate` of the data model 1.1. Without either it
            /// holds for good.
            pub fn valid_until(&self) -> Option<jiff::Timestamp> {
                $crate::object::date(self.0.get("validUntil").or(self.0.get("expirationDate")))
            }

            /// Sets `validUntil` (Verifiable Credentials Data Model 2.0, section 4.9), in UTC and whole seconds.
            ///
            /// # Errors
            /// [`Error::Invalid`](crate::Error::Invalid) before `validFrom`.
            pub fn with_valid_until(mut self, at: jiff::Timestamp) -> Result<Self, $crate::Error> {
                $crate::object::set_valid_until(self.0.to_mut(), at)?;
                Ok(self)
            }
        }
    };
}
pub(crate) use issued;

object! {
    /// A credential that states that somebody has earned an achievement: `AchievementCredential`, also called `OpenBadgeCredential` (Open Badges 3.0, appendix B).
    AchievementCredential: rules
}

impl AchievementCredential<'static> {
    /// A credential: its URI, the name that wallets show, who issues it, from when it holds (whole seconds), and who earned what.
    pub fn new(
        id: Uri,
        name: impl AsRef<str>,
        issuer: Profile<'_>,
        valid_from: Timestamp,
        subject: AchievementSubject<'_>,
    ) -> Self {
        AchievementCredential(Cow::Owned(envelope(
            "OpenBadgeCredential",
            ACHIEVEMENT_SCHEMA,
            id,
            name.as_ref(),
            issuer,
            valid_from,
            subject.into(),
        )))
    }
}

/// What every credential made here begins with (Verifiable Credentials Data Model 2.0, section 4), whatever it is about.
pub(crate) fn envelope(
    kind: &str,
    schema: &str,
    id: Uri,
    name: &str,
    issuer: Profile<'_>,
    valid_from: Timestamp,
    subject: Value,
) -> Members {
    members_of([
        ("@context", json!(CONTEXTS)),
        ("id", id.into()),
        ("type", json!(["VerifiableCredential", kind])),
        ("name", clean(name).into()),
        ("issuer", issuer.into()),
        ("validFrom", whole_second(valid_from).into()),
        ("credentialSubject", subject),
        (
            "credentialSchema",
            json!([CredentialSchema::published(schema)]),
        ),
    ])
}

members! { AchievementCredential {
    /// The URI of the credential.
    required_text id = "id";
    /// Who earned what.
    required_one subject = "credentialSubject": AchievementSubject;
    /// The name that wallets show.
    text name with_name = "name";
    /// A few sentences.
    text description with_description = "description";
    /// The image of this award.
    one image with_image = "image": Image;
    /// When the achievement was earned, whatever `validFrom` says of this copy.
    date awarded_date with_awarded_date = "awardedDate";
    /// How it was earned.
    many evidence with_evidence = "evidence": Evidence;
    /// What others say of this award, each a credential of its own.
    many endorsements with_endorsement = "endorsement": EndorsementCredential;
    /// Its place in a status list.
    one status with_status = "credentialStatus": BitstringStatusListEntry;
    /// Where a newer copy is found.
    one refresh_service with_refresh_service = "refreshService": RefreshService;
    /// The schemas that it keeps to.
    many credential_schemas with_credential_schema = "credentialSchema": CredentialSchema;
    /// On which terms it may be used.
    many terms_of_use with_terms_of_use = "termsOfUse": TermsOfUse;
} }

issued!(AchievementCredential);

impl AchievementCredential<'_> {
    /// Endorsements that are secured as a compact JWS: `endorsementJwt` (Open Badges 3.0, appendix B), an array of texts, or one.
    pub fn endorsement_jwts(&self) -> impl Iterator<Item = &str> {
        object::each(self.0.get("endorsementJwt")).filter_map(Value::as_str)
    }

    /// Adds one to `endorsementJwt`; see [`crate::endorsement`] before.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is no compact JWS.
    pub fn with_endorsement_jwt(mut self, token: &str) -> Result<Self, Error> {
        endorsement::push_token(self.0.to_mut(), token)?;
        Ok(self)
    }
}

object! {
    /// A schema that a credential keeps to: `CredentialSchema` (Open Badges 3.0, appendix B; Verifiable Credentials Data Model 2.0, section 4.11, "Data Schemas").
    CredentialSchema: reference_rules
}

impl CredentialSchema<'static> {
    /// A JSON Schema by its address, to be checked as 1EdTech says (`1EdTechJsonSchemaValidator2019`).
    pub fn new(id: Uri) -> Self {
        CredentialSchema::published(id.as_str())
    }

    pub(crate) fn published(id: &str) -> Self {
        CredentialSchema(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", "1EdTechJsonSchemaValidator2019".into()),
        ])))
    }
}

members! { CredentialSchema {
    /// The address of the schema.
    required_text id = "id";
} }

object! {
    /// A service that gives a newer copy of a credential: `RefreshService` (Open Badges 3.0, appendix B; Verifiable Credentials Data Model 2.0, section 5.4,
    /// "Refreshing").
    RefreshService: reference_rules
}

impl RefreshService<'static> {
    /// The address that answers with the newest copy (`1EdTechCredentialRefresh`).
    pub fn new(id: Uri) -> Self {
        RefreshService(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", "1EdTechCredentialRefresh".into()),
        ])))
    }
}

members! { RefreshService {
    /// The address to ask.
    required_text id = "id";
} }

object! {
    /// Terms on which a credential may be used: `TermsOfUse` (Open Badges 3.0, appendix B; Verifiable Credentials Data Model 2.0, section 5.5). The standard names no type of them, and a type of somebody's own needs a context of theirs: so they are read and
    /// kept here, and not made.
    TermsOfUse: terms_rules
}

impl TermsOfUse<'_> {
    /// The URI of the terms.
    pub fn id(&self) -> Option<&str> {
        object::text(self.0.get("id"))
    }
}

pub(crate) fn rules(credential: &At<'_>) -> Checked {
    envelope_rules(
        credential,
        &["AchievementCredential", "OpenBadgeCredential"],
    )?;
    credential.member("id").uri()?;
    credential.texts(&["name"])?;
    credential.if_present("image", image::rules)?;
    credential.each("evidence", evidence::rules)?;
    endorsement::all_rules(credential)?;
    subject::rules(&credential.member("credentialSubject"))
}

/// The rules that every credential of the standard keeps to, of either data model; tells whether it is of the data model 2.0.
pub(crate) fn envelope_rules(root: &At<'_>, kinds: &[&'static str]) -> Result<bool, Violation> {
    root.object()?;
    let second = schema::contexts(root)?;
    root.member("type").types(&["VerifiableCredential"])?;
    root.member("type").types(kinds)?;
    root.uris(&["id"])?;
    root.texts(&["description"])?;
    if second {
        root.member("validFrom").date()?;
    } else {
        root.member("issuanceDate").date()?;
        root.dates(&["expirationDate"])?;
    }
    root.dates(&["validUntil", "awardedDate"])?;
    profile::issuer_rules(&root.member("issuer"))?;
    root.each("credentialSchema", reference_rules)?;
    root.each("credentialStatus", credential_status::rules)?;
    root.each("refreshService", reference_rules)?;
    root.each("termsOfUse", terms_rules)?;
    root.each("proof", |proof| proof.member("type").some_type())?;
    said_once(root, root.value()["id"].as_str())?;
    Ok(second)
}

/// What a credential is judged by, so that its absence must not go unseen.
const JUDGED_BY: &[&str] = &[
    "credentialSchema",
    "credentialStatus",
    "credentialSubject",
    "expirationDate",
    "issuanceDate",
    "issuer",
    "validFrom",
    "validUntil",
];

/// A signature over a graph does not cover in which place of the document a statement stands: of two places with one id, the one that nobody looks at must not
/// hold what the credential is judged by.
fn said_once(at: &At<'_>, id: Option<&str>) -> Checked {
    let members = match at.value() {
        Value::Object(members) => members,
        Value::Array(_) => return at.items().try_for_each(|item| said_again(&item, id)),
        _ => return Ok(()),
    };
    let inner = members.keys().filter(|name| *name != "proof");
    inner
        .into_iter()
        .try_for_each(|name| said_again(&at.member(name), id))
}

fn said_again(at: &At<'_>, id: Option<&str>) -> Checked {
    let value = at.value();
    let is_same = id.is_some() && value["id"].as_str() == id;
    if is_same && JUDGED_BY.iter().any(|name| value.get(name).is_some()) {
        return Err(at.broken("what a credential is judged by stands in the credential itself"));
    }
    said_once(at, id)
}

/// The rules of a thing that has an address and a type.
fn reference_rules(reference: &At<'_>) -> Checked {
    reference.object()?;
    reference.member("id").uri()?;
    reference.member("type").some_type()
}

fn terms_rules(terms: &At<'_>) -> Checked {
    terms.object()?;
    terms.member("type").some_type()
}
