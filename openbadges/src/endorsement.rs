//! `EndorsementCredential` and `EndorsementSubject` (Open Badges 3.0, appendix B): what somebody else says of a credential, an achievement or a profile. An
//! endorsement is a credential of its own, issued and verified alone ([`crate::verify::verify_endorsement`]) or carried in what it endorses, and then verified with
//! it ([`crate::verify::Report::endorsements`]).
//!
//! It is carried in `endorsement` with its proofs inside, or in `endorsementJwt` as a compact JWS. Copies of the context 3.0.3 are about in which the term
//! `endorsementJwt` is not defined: whoever verifies a Data Integrity proof with such a copy will refuse the credential. Prefer `endorsement` there.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    Error,
    credential::{self, CredentialSchema, ENDORSEMENT_SCHEMA, RefreshService, TermsOfUse},
    credential_status::BitstringStatusListEntry,
    jwt,
    object::{self, Members, member, members, members_of, object, shape},
    profile::Profile,
    schema::{At, Checked},
    uri::Uri,
};

object! {
    /// A credential that endorses somebody or something: `EndorsementCredential` (Open Badges 3.0, appendix B).
    EndorsementCredential: rules
}

impl EndorsementCredential<'static> {
    /// An endorsement: its URI, the name that is shown, who endorses, from when it holds (whole seconds), and what is said of whom.
    pub fn new(
        id: Uri,
        name: impl AsRef<str>,
        issuer: Profile<'_>,
        valid_from: Timestamp,
        subject: EndorsementSubject<'_>,
    ) -> Self {
        EndorsementCredential(Cow::Owned(credential::envelope(
            "EndorsementCredential",
            ENDORSEMENT_SCHEMA,
            id,
            name.as_ref(),
            issuer,
            valid_from,
            subject.into(),
        )))
    }
}

members! { EndorsementCredential {
    /// What is said, of whom.
    required_one subject = "credentialSubject": EndorsementSubject;
    /// A few sentences.
    text description with_description = "description";
    /// When the endorsement was first given, whatever `validFrom` says of this copy.
    date awarded_date with_awarded_date = "awardedDate";
    /// Its place in a status list.
    one status with_status = "credentialStatus": BitstringStatusListEntry;
    /// Where a newer copy is found.
    one refresh_service with_refresh_service = "refreshService": RefreshService;
    /// The schemas that it keeps to.
    many credential_schemas with_credential_schema = "credentialSchema": CredentialSchema;
    /// On which terms it may be used.
    many terms_of_use with_terms_of_use = "termsOfUse": TermsOfUse;
} }

impl EndorsementCredential<'_> {
    /// The URI of the endorsement: `id`; one of the data model 1.1 may have none.
    pub fn id(&self) -> Option<&str> {
        object::text(self.0.get("id"))
    }

    /// The name that is shown: `name`, a text; one of the data model 1.1 may have none.
    pub fn name(&self) -> Option<&str> {
        object::text(self.0.get("name"))
    }
}

credential::issued!(EndorsementCredential);

object! {
    /// Whom or what an endorsement is of, and what it says: `EndorsementSubject` (Open Badges 3.0, appendix B).
    EndorsementSubject: subject_rules
}

impl EndorsementSubject<'static> {
    /// The endorsement of what has this URI: a person, an organisation, a credential, an achievement.
    pub fn new(id: Uri) -> Self {
        EndorsementSubject(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", json!(["EndorsementSubject"])),
        ])))
    }
}

members! { EndorsementSubject {
    /// The URI of what is endorsed.
    required_text id = "id";
    /// What is said of it, in Markdown.
    text comment with_comment = "endorsementComment";
} }

pub(crate) fn rules(endorsement: &At<'_>) -> Checked {
    if credential::envelope_rules(endorsement, &["EndorsementCredential"])? {
        endorsement.member("id").uri()?;
        endorsement.member("name").text()?;
    } else {
        // Of the data model 1.1 1EdTech's own samples go without an id, or without a name.
        endorsement.texts(&["name"])?;
    }
    subject_rules(&endorsement.member("credentialSubject"))
}

fn subject_rules(subject: &At<'_>) -> Checked {
    subject.object()?;
    subject.member("id").uri()?;
    subject.member("type").types(&["EndorsementSubject"])?;
    subject.texts(&["endorsementComment"])
}

/// The rules of the endorsements that a credential, an achievement or a profile carries.
pub(crate) fn all_rules(endorsed: &At<'_>) -> Checked {
    endorsed.each("endorsement", rules)?;
    endorsed.each_text("endorsementJwt")
}

pub(crate) fn push_token(members: &mut Members, token: &str) -> Result<(), Error> {
    if !jwt::looks_like(token) {
        return Err(Error::Invalid("endorsementJwt is no compact JWS".into()));
    }
    object::push(members, "endorsementJwt", Value::from(token));
    Ok(())
}
