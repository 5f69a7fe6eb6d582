//! What is built keeps to the standard and can be signed; what others wrote is given back whole.

use openbadges::{
    Achievement, AchievementCredential, AchievementSubject, Address, Alignment,
    BitstringStatusListEntry, Contexts, Criteria, EndorsementCredential, EndorsementSubject,
    Evidence, GeoCoordinates, IdentifierEntry, IdentityObject, Image, Profile, ResultDescription,
    RubricCriterionLevel, Uri, VerifiablePresentation,
    achievement::Related,
    canonical::canonical,
    credential::RefreshService,
    jwt,
    key::{KeySigner, SecretKey},
    presentation::Presented,
    proof, result,
    schema::{check, check_endorsement},
    vocabulary::{
        AchievementType, AlignmentTargetType, Extension, IdentifierType, ResultStatusType,
        ResultType, StatusPurpose,
    },
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

fn uri(name: &str) -> Uri {
    Uri::new(format!("https://a.example/{name}")).unwrap()
}

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

fn an_endorsement(comment: &str) -> EndorsementCredential<'static> {
    EndorsementCredential::new(
        uri("endorsements/1"),
        comment,
        Profile::new(uri("peer")).with_name(comment),
        at("2026-11-24T10:00:00.25Z"),
        EndorsementSubject::new(uri("achievements/1")).with_comment(comment),
    )
}

/// A credential in which every object of the standard stands.
fn whole(words: &str) -> AchievementCredential<'static> {
    let alignment = || {
        Alignment::new(words, uri("case/1"))
            .with_target_type(AlignmentTargetType::CfItem)
            .with_target_code(words)
    };
    let levels = ResultDescription::new(uri("results/1"), words, ResultType::RubricCriterionLevel)
        .with_rubric_criterion_level(
            RubricCriterionLevel::new(uri("levels/1"), words)
                .with_level("1")
                .with_points("4")
                .with_alignment(alignment()),
        )
        .with_required_level(uri("levels/1"))
        .with_alignment(alignment());
    let grades = ResultDescription::new(uri("results/2"), words, ResultType::LetterGrade)
        .with_allowed_value("B")
        .with_allowed_value("A")
        .with_required_value("B");
    let progress = ResultDescription::new(uri("results/3"), words, ResultType::Status);
    let results = [
        result::Result::of(&levels).with_achieved_level(uri("levels/1")),
        result::Result::of(&grades)
            .with_value("A")
            .with_alignment(alignment()),
        result::Result::of(&progress).with_status(ResultStatusType::Completed),
    ];
    let address = Address::new()
        .with_country_code("FR")
        .with_locality(words)
        .with_geo(GeoCoordinates::new(48.85, 2.0).unwrap());
    let issuer = Profile::new(uri("issuer"))
        .with_name(words)
        .with_address(address)
        .with_image(Image::new(uri("logo.png")).with_caption(words))
        .with_other_identifier(IdentifierEntry::new(IdentifierType::SourcedId, words))
        .with_parent_org(Profile::new(uri("parent")).with_family_name(words))
        .with_date_of_birth("2000-01-02".parse().unwrap())
        .unwrap()
        .with_endorsement(an_endorsement(words));
    let kind = Extension::new("ext:CafeIAAnimation").unwrap();
    let achievement = Achievement::new(
        uri("achievements/1"),
        words,
        words,
        Criteria::narrative(words).with_id(uri("criteria")),
    )
    .with_achievement_type(AchievementType::from(kind))
    .with_alignment(alignment())
    .with_creator(issuer.clone())
    .with_credits_available(3.5)
    .unwrap()
    .with_endorsement(an_endorsement(words))
    .with_language("fr".parse().unwrap())
    .with_related(Related::new(uri("achievements/0")).with_version("0"))
    .with_result_description(levels)
    .with_result_description(grades)
    .with_result_description(progress)
    .with_tag(words)
    .with_tag("x");
    let identity = IdentityObject::hashed(IdentifierType::EmailAddress, words, "salt");
    let mut subject = AchievementSubject::identified(identity, achievement)
        .with_id(uri("person"))
        .with_activity_start_date(at("2026-11-24T09:00:00Z"))
        .with_credits_earned(30.0)
        .unwrap()
        .with_source(Profile::new(uri("assessor")));
    for one in results {
        subject = subject.with_result(one).unwrap();
    }
    let (id, from) = (uri("credentials/1"), at("2026-11-24T10:00:00.75Z"));
    AchievementCredential::new(id, words, issuer, from, subject)
        .with_valid_until(at("2029-11-24T10:00:00Z"))
        .unwrap()
        .with_awarded_date(from)
        .with_evidence(Evidence::new().with_narrative(words).with_genre(words))
        .with_endorsement(an_endorsement(words))
        .with_refresh_service(RefreshService::new(uri("refresh")))
        .with_status(BitstringStatusListEntry::new(
            uri("status/1"),
            7,
            StatusPurpose::Revocation,
        ))
}

fn find_leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, member)| find_leaves(member, &format!("{pointer}/{name}"), found)),
        Value::Array(items) => (0..)
            .zip(items)
            .for_each(|(place, item)| find_leaves(item, &format!("{pointer}/{place}"), found)),
        _ => found.push(pointer.to_owned()),
    }
}

/// The members of every object in another order.
fn turned(value: &Value, turn: usize) -> Value {
    match value {
        Value::Object(members) => {
            let mut all: Vec<_> = members.iter().collect();
            let by = turn % all.len();
            all.rotate_left(by);
            let all = all.into_iter();
            all.map(|(name, member)| (name.clone(), turned(member, turn / 2)))
                .collect()
        }
        Value::Array(items) => items.iter().map(|item| turned(item, turn / 3)).collect(),
        leaf => leaf.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_built_keeps_to_the_standard_and_can_be_signed(words in vec(any::<char>(), 0..24)) {
        let words: String = words.into_iter().collect();
        let credential = whole(&words);
        let value = credential.to_value();
        prop_assert_eq!(check(&value), Ok(()));
        prop_assert!(canonical(&value, Contexts::bundled()).is_ok());
        prop_assert_eq!(value["validFrom"].as_str(), Some("2026-11-24T10:00:00Z"));
        let again = AchievementCredential::read(&value).unwrap();
        prop_assert_eq!(again.subject().results().count(), 3);
        prop_assert_eq!(again.to_value().to_string(), value.to_string());
        let endorsement = an_endorsement(&words).to_value();
        prop_assert_eq!(check_endorsement(&endorsement), Ok(()));
        prop_assert!(check(&endorsement).is_err());
        prop_assert!(canonical(&endorsement, Contexts::bundled()).is_ok());
    }

    #[test]
    fn whatever_is_built_is_signed_and_held_to_every_word(words in vec(any::<char>(), 1..24), choice in any::<prop::sample::Index>(), turn in any::<usize>()) {
        let words: String = words.into_iter().collect();
        let value = whole(&words).to_value();
        let (key, contexts) = (SecretKey::ed25519(&[7; 32]), Contexts::bundled());
        let signer = KeySigner::new(&key, "did:web:a.example#key");
        let token = jwt::read(&jwt::sign(&value, &signer).unwrap()).unwrap();
        prop_assert_eq!(token.check(&key.public()), Ok(()));
        prop_assert_eq!(&token.credential, &value);

        let signed = proof::add(value, &signer, at("2026-11-24T10:00:00Z"), contexts).unwrap();
        let check = |document: &Value| proof::read(&document["proof"][0])?.check(document, &key.public(), contexts);
        prop_assert_eq!(check(&signed), Ok(()));
        let again = AchievementCredential::read(&signed).unwrap().to_value();
        prop_assert_eq!(check(&openbadges::json::parse(again.to_string().as_bytes()).unwrap()), Ok(()));
        prop_assert_eq!(check(&turned(&signed, turn)), Ok(()));

        let mut leaves = Vec::new();
        find_leaves(&signed, "", &mut leaves);
        let place = choice.get(&leaves);
        let mut altered = signed.clone();
        let leaf = altered.pointer_mut(place).unwrap();
        *leaf = match &*leaf {
            Value::Number(number) => json!(number.as_f64().unwrap() + 1.0),
            other => format!("{}x", other.as_str().unwrap_or_default()).into(),
        };
        prop_assert!(check(&altered).is_err(), "{}", place);
    }

    #[test]
    fn what_others_say_beside_the_standard_is_kept(name in "[a-z]{1,8}", other in "[a-zA-Z]{0,8}", number in any::<i32>(), single in any::<bool>()) {
        let mut value = whole("x").to_value();
        let extra = json!({"z": [1, null, {"a": other}], "a": number});
        value["credentialSubject"]["achievement"][format!("x-{name}")] = extra.clone();
        if single {
            value["evidence"] = value["evidence"][0].take();
            value["type"] = json!(["OpenBadgeCredential", "VerifiableCredential", "Other"]);
        }
        let read = AchievementCredential::read(&value).unwrap();
        prop_assert_eq!(read.evidence().count(), 1);
        let subject = read.subject();
        let achievement = subject.achievement();
        prop_assert_eq!(achievement.member(&format!("x-{name}")), Some(&extra));
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), value.to_string());
        let more = read.with_evidence(Evidence::new());
        prop_assert_eq!(more.evidence().count(), 2);
    }
}

#[test]
fn what_would_be_invalid_cannot_be_built() {
    let levels = ResultDescription::new(uri("results/1"), "x", ResultType::Status);
    let achievement = Achievement::new(uri("1"), "x", "x", Criteria::narrative("x"));
    let subject = AchievementSubject::new(uri("p"), achievement.clone());
    let dangling = result::Result::of(&levels).with_status(ResultStatusType::Failed);
    assert!(subject.clone().with_result(dangling.clone()).is_err());
    let described = achievement.clone().with_result_description(levels.clone());
    let described = AchievementSubject::new(uri("p"), described);
    assert!(described.clone().with_result(dangling.clone()).is_ok());
    let without_status = result::Result::of(&levels);
    assert!(described.clone().with_result(without_status).is_err());
    let no_level = dangling.with_achieved_level(uri("levels/1"));
    assert!(described.with_result(no_level).is_err());
    for number in [f64::NAN, f64::INFINITY, 1e300] {
        assert!(achievement.clone().with_credits_available(number).is_err());
    }
    assert!(achievement.with_endorsement_jwt("no token").is_err());
    assert!(GeoCoordinates::new(91.0, 0.0).is_err());
    let credential = whole("x");
    assert!(
        credential
            .with_valid_until(at("2020-01-01T00:00:00Z"))
            .is_err()
    );
}

/// What stands at the edge of what can be written is written so that it can be read.
#[test]
fn what_is_built_at_the_edge_is_read_again() {
    let before = jiff::Timestamp::MIN;
    let achievement = Achievement::new(uri("1"), "x", "x", Criteria::narrative("x"));
    let subject = AchievementSubject::new(uri("p"), achievement);
    let credential =
        AchievementCredential::new(uri("c"), "x", Profile::new(uri("i")), before, subject)
            .with_awarded_date(before)
            .with_valid_until(jiff::Timestamp::MAX)
            .unwrap()
            .with_status(BitstringStatusListEntry::new(
                uri("status/1#list"),
                u64::from(u32::MAX) * 1_000,
                StatusPurpose::Revocation,
            ));
    let value = credential.to_value();
    assert_eq!(check(&value), Ok(()));
    assert_eq!(value["validFrom"], "0000-01-01T00:00:00Z");
    assert_eq!(value["awardedDate"], "0000-01-01T00:00:00Z");
    let entry = openbadges::status::entry(&value["credentialStatus"]).unwrap();
    assert_eq!(entry.place, u32::MAX as usize * 1_000);
    assert_eq!(entry.list, "https://a.example/status/1");

    let born = |day: &str| Profile::new(uri("i")).with_date_of_birth(day.parse().unwrap());
    assert!(born("-000469-06-05").is_err());
    assert_eq!(
        born("0000-01-01").unwrap().date_of_birth(),
        Some("0000-01-01".parse().unwrap())
    );
    let mut other = whole("x").to_value();
    for none in [
        "-000469-06-05",
        "20000102",
        "2000-01-02T00:00:00Z",
        "2000-13-02",
        "2000-01-2",
    ] {
        other["issuer"]["dateOfBirth"] = none.into();
        assert_eq!(
            check(&other).unwrap_err().pointer,
            "/issuer/dateOfBirth",
            "{none}"
        );
    }

    // More digits than RDF keeps: what is signed is what is written.
    let place = GeoCoordinates::new(48.858_370_099_999_99, -179.999_999_999_999_97).unwrap();
    assert_eq!(
        (place.latitude(), place.longitude()),
        (48.858_370_1, -180.0)
    );
    let near = GeoCoordinates::new(1e-300, 90.000_000_000_4).unwrap();
    assert_eq!((near.latitude(), near.longitude()), (0.0, 90.0));
}

#[test]
fn a_broken_rule_is_told_with_its_place() {
    for (pointer, value, told) in [
        (
            "/credentialSubject/achievement/achievementType",
            json!("Medal"),
            "/credentialSubject/achievement/achievementType",
        ),
        (
            "/credentialSubject/result/0/resultDescription",
            json!("urn:x"),
            "/credentialSubject/result/0/resultDescription",
        ),
        (
            "/credentialSubject/result/0/achievedLevel",
            json!("urn:x"),
            "/credentialSubject/result/0/achievedLevel",
        ),
        (
            "/credentialSubject/result/2/status",
            json!("ext:x"),
            "/credentialSubject/result/2/status",
        ),
        (
            "/credentialSubject/identifier/0/identityType",
            json!(1),
            "/credentialSubject/identifier/0/identityType",
        ),
        (
            "/issuer/endorsement/0/credentialSubject/id",
            json!("x"),
            "/issuer/endorsement/0/credentialSubject/id",
        ),
        (
            "/issuer/address/geo/latitude",
            json!("x"),
            "/issuer/address/geo/latitude",
        ),
        ("/endorsement/0/name", json!(null), "/endorsement/0/name"),
        (
            "/credentialSubject/achievement/tag",
            json!([1]),
            "/credentialSubject/achievement/tag/0",
        ),
    ] {
        let mut broken = whole("x").to_value();
        *broken.pointer_mut(pointer).unwrap() = value;
        assert_eq!(check(&broken).unwrap_err().pointer, told);
    }
    let mut more = whole("x").to_value();
    more["issuer"]["image"]["name"] = "x".into();
    assert_eq!(check(&more).unwrap_err().pointer, "/issuer/image/name");
}

#[test]
fn a_presentation_gives_its_credentials() {
    let token = "eyJhbGciOiJFUzI1NiJ9.e30.AAAA";
    let embedded = whole("x").to_value();
    let shown = VerifiablePresentation::new()
        .with_holder(uri("holder"))
        .with_credential(embedded.clone())
        .unwrap()
        .with_token(token)
        .unwrap();
    let read = VerifiablePresentation::parse(shown.to_value().to_string().as_bytes()).unwrap();
    assert_eq!(read, shown);
    let all: Vec<_> = read.credentials().collect();
    assert_eq!(
        all,
        [Presented::Embedded(&embedded), Presented::Token(token)]
    );
    assert!(
        VerifiablePresentation::new()
            .with_credential(Value::Null)
            .is_err()
    );
    assert!(VerifiablePresentation::parse(b"{}").is_err());
}
