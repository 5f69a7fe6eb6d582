//! `Profile`, `Address`, `GeoCoordinates` (Open Badges 3.0, appendix B): a person or an organisation, as issuer, creator, endorser.

use std::borrow::Cow;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{
    Error, endorsement,
    endorsement::EndorsementCredential,
    identity,
    identity::IdentifierEntry,
    image,
    image::Image,
    object::{self, member, members, members_of, object, shape},
    schema::{At, Checked},
    uri::Uri,
};

object! {
    /// A person or an organisation: `Profile` (Open Badges 3.0, appendix B).
    Profile: rules
}

impl Profile<'static> {
    /// Somebody of whom only the id is said: a DID, or the address of the profile.
    pub fn new(id: Uri) -> Self {
        Profile(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", json!(["Profile"])),
        ])))
    }
}

members! { Profile {
    /// A DID, or the address of the profile.
    required_text id = "id";
    /// The name; certification of issuers asks for it.
    text name with_name = "name";
    /// A site.
    uri url with_url = "url";
    /// A phone number.
    text phone with_phone = "phone";
    /// A few sentences.
    text description with_description = "description";
    /// A portrait or a logo.
    one image with_image = "image": Image;
    /// An address for mail.
    text email with_email = "email";
    /// A postal address.
    one address with_address = "address": Address;
    /// Identifiers in other systems.
    many other_identifiers with_other_identifier = "otherIdentifier": IdentifierEntry;
    /// The name of an official of the organisation.
    text official with_official = "official";
    /// The organisation of which this one is a part.
    one parent_org with_parent_org = "parentOrg": Profile;
    /// The family name.
    text family_name with_family_name = "familyName";
    /// What stands before the family name, such as `de`.
    text family_name_prefix with_family_name_prefix = "familyNamePrefix";
    /// The given name.
    text given_name with_given_name = "givenName";
    /// A middle name.
    text additional_name with_additional_name = "additionalName";
    /// The name after the father.
    text patronymic_name with_patronymic_name = "patronymicName";
    /// What stands before the name, such as `Dr`.
    text honorific_prefix with_honorific_prefix = "honorificPrefix";
    /// What stands after the name, such as `PhD`.
    text honorific_suffix with_honorific_suffix = "honorificSuffix";
    /// What others say of them, each a credential of its own.
    many endorsements with_endorsement = "endorsement": EndorsementCredential;
} }

impl Profile<'_> {
    /// The day of birth: `dateOfBirth` of `Profile`, a day without a time (`xsd:date`).
    pub fn date_of_birth(&self) -> Option<Date> {
        object::text(self.0.get("dateOfBirth"))?.parse().ok()
    }

    /// Sets `dateOfBirth` ([`date_of_birth`](Self::date_of_birth)).
    ///
    /// # Errors
    /// [`Error::Invalid`] before the year 0, for which a day of four digits has no year (RFC 3339, `full-date`).
    pub fn with_date_of_birth(mut self, day: Date) -> Result<Self, Error> {
        if day.year() < 0 {
            return Err(Error::Invalid(format!("{day} is before the year 0")));
        }
        self.0
            .to_mut()
            .insert("dateOfBirth".into(), day.to_string().into());
        Ok(self)
    }

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
    /// A postal address: `Address` (Open Badges 3.0, appendix B).
    Address: address_rules
}

impl Address<'static> {
    /// An address that says nothing yet.
    pub fn new() -> Self {
        Address(Cow::Owned(members_of([("type", json!(["Address"]))])))
    }
}

impl Default for Address<'static> {
    fn default() -> Self {
        Address::new()
    }
}

members! { Address {
    /// The country's name.
    text country with_country = "addressCountry";
    /// The country's code (ISO 3166-1 alpha-2).
    text country_code with_country_code = "addressCountryCode";
    /// The region.
    text region with_region = "addressRegion";
    /// The town.
    text locality with_locality = "addressLocality";
    /// Street and number.
    text street with_street = "streetAddress";
    /// The number of a post office box.
    text post_office_box with_post_office_box = "postOfficeBoxNumber";
    /// The postal code.
    text postal_code with_postal_code = "postalCode";
    /// Where that is.
    one geo with_geo = "geo": GeoCoordinates;
} }

object! {
    /// A place on the globe, in decimal degrees (WGS 84): `GeoCoordinates` (Open Badges 3.0, appendix B).
    GeoCoordinates: geo_rules
}

impl GeoCoordinates<'static> {
    /// A place by its latitude, from -90 to 90 degrees, and longitude, from -180 to 180. Of each nine decimals are kept, a tenth of a millimetre: of a number RDF keeps
    /// sixteen digits (JSON-LD 1.1 Processing Algorithms, section 8.6), and readers that count in fewer bits fewer.
    ///
    /// # Errors
    /// [`Error::Invalid`] outside these.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, Error> {
        if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 {
            Ok(GeoCoordinates(Cow::Owned(members_of([
                ("type", "GeoCoordinates".into()),
                ("latitude", object::number(to_nine_decimals(latitude))?),
                ("longitude", object::number(to_nine_decimals(longitude))?),
            ]))))
        } else {
            Err(Error::Invalid(format!(
                "{latitude}, {longitude} is no place on the globe"
            )))
        }
    }
}

/// The nearest number that nine decimals write.
fn to_nine_decimals(degrees: f64) -> f64 {
    (degrees * 1e9).round() / 1e9
}

impl GeoCoordinates<'_> {
    /// Degrees north of the equator: `latitude`, a number.
    pub fn latitude(&self) -> f64 {
        self.degrees("latitude")
    }

    /// Degrees east of Greenwich: `longitude`, a number.
    pub fn longitude(&self) -> f64 {
        self.degrees("longitude")
    }

    fn degrees(&self, name: &str) -> f64 {
        let value = self.0.get(name).and_then(Value::as_f64);
        value.unwrap_or_default()
    }
}

pub(crate) fn rules(profile: &At<'_>) -> Checked {
    profile.object()?;
    profile.member("id").uri()?;
    profile.member("type").types(&["Profile"])?;
    profile.texts(&[
        "name",
        "description",
        "email",
        "phone",
        "official",
        "familyName",
        "familyNamePrefix",
        "givenName",
        "additionalName",
        "patronymicName",
        "honorificPrefix",
        "honorificSuffix",
    ])?;
    profile.uris(&["url"])?;
    profile.if_present("image", image::rules)?;
    profile.if_present("address", address_rules)?;
    profile.if_present("dateOfBirth", |day| day.day())?;
    profile.each("otherIdentifier", identity::entry_rules)?;
    profile.if_present("parentOrg", rules)?;
    endorsement::all_rules(profile)
}

/// The rules of an issuer, who may stand as an id alone.
pub(crate) fn issuer_rules(issuer: &At<'_>) -> Checked {
    if issuer.value().is_string() {
        issuer.uri()
    } else {
        rules(issuer)
    }
}

fn address_rules(address: &At<'_>) -> Checked {
    address.object()?;
    address.member("type").types(&["Address"])?;
    address.texts(&[
        "addressCountry",
        "addressCountryCode",
        "addressRegion",
        "addressLocality",
        "streetAddress",
        "postOfficeBoxNumber",
        "postalCode",
    ])?;
    address.if_present("geo", geo_rules)
}

fn geo_rules(geo: &At<'_>) -> Checked {
    geo.object()?;
    geo.member("type").types(&["GeoCoordinates"])?;
    geo.member("latitude").number()?;
    geo.member("longitude").number()
}
