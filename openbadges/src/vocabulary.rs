//! The enumerations of the standard (Open Badges 3.0, appendix B, “Enumerations”). Where it lets others add values, they begin with `ext:`.

use std::{fmt, str::FromStr};

use crate::Error;

/// A value that is none of the standard's own (Open Badges 3.0, appendix C, "Extending Enumerated Vocabularies"): `ext:` and a name of letters, digits, `.`, `-`, `_`, `:` and `|`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extension(String);

impl Extension {
    /// Checks a text such as `ext:CafeIAAnimation`.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it does not begin with `ext:`, or its name is empty or has another sign.
    pub fn new(text: impl Into<String>) -> Result<Extension, Error> {
        let text = text.into();
        if is_extension(&text) {
            Ok(Extension(text))
        } else {
            Err(Error::Invalid(format!(
                "{text:?} is no extension of a vocabulary: ext:…"
            )))
        }
    }

    /// The text, with `ext:`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_extension(text: &str) -> bool {
    text.strip_prefix("ext:").is_some_and(|name| {
        !name.is_empty()
            && name.bytes().all(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'|')
            })
    })
}

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $text:literal,)* }) => {
        vocabulary! { @enum [$(#[$doc])*] $name { $($(#[$note])* $variant = $text,)* } {} {} }
    };
    ($(#[$doc:meta])* $name:ident, extended { $($(#[$note:meta])* $variant:ident = $text:literal,)* }) => {
        vocabulary! {
            @enum [$(#[$doc])*] $name { $($(#[$note])* $variant = $text,)* }
            {
                /// A value of somebody else's, `ext:…` (Open Badges 3.0, appendix C).
                Extension(Extension),
            }
            {
                extension Extension
            }
        }

        impl From<Extension> for $name {
            fn from(extension: Extension) -> Self {
                $name::Extension(extension)
            }
        }
    };
    (@enum [$(#[$doc:meta])*] $name:ident { $($(#[$note:meta])* $variant:ident = $text:literal,)* } { $($more:tt)* } { $(extension $extension:ident)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* #[doc = concat!("`", $text, "`, a value of the enumeration.")] $variant,)*
            $($more)*
        }

        impl $name {
            /// The values that the standard names, in its order.
            pub const NAMED: &'static [$name] = &[$($name::$variant),*];

            /// The value as JSON has it.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $text,)*
                    $($name::$extension(extension) => extension.as_str(),)?
                }
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                match text {
                    $($text => Ok($name::$variant),)*
                    $(_ if text.starts_with("ext:") => Extension::new(text).map($name::$extension),)?
                    _ => Err(Error::Invalid(format!(concat!("{:?} is no ", stringify!($name)), text))),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// What kind of achievement it is: the enumeration `AchievementType` (Open Badges 3.0, appendix B).
    AchievementType, extended {
        Achievement = "Achievement",
        ApprenticeshipCertificate = "ApprenticeshipCertificate",
        Assessment = "Assessment",
        Assignment = "Assignment",
        AssociateDegree = "AssociateDegree",
        Award = "Award",
        Badge = "Badge",
        BachelorDegree = "BachelorDegree",
        Certificate = "Certificate",
        CertificateOfCompletion = "CertificateOfCompletion",
        Certification = "Certification",
        CommunityService = "CommunityService",
        Competency = "Competency",
        Course = "Course",
        CoCurricular = "CoCurricular",
        Degree = "Degree",
        Diploma = "Diploma",
        DoctoralDegree = "DoctoralDegree",
        Fieldwork = "Fieldwork",
        GeneralEducationDevelopment = "GeneralEducationDevelopment",
        JourneymanCertificate = "JourneymanCertificate",
        LearningProgram = "LearningProgram",
        License = "License",
        Membership = "Membership",
        ProfessionalDoctorate = "ProfessionalDoctorate",
        QualityAssuranceCredential = "QualityAssuranceCredential",
        MasterCertificate = "MasterCertificate",
        MasterDegree = "MasterDegree",
        MicroCredential = "MicroCredential",
        ResearchDoctorate = "ResearchDoctorate",
        SecondarySchoolDiploma = "SecondarySchoolDiploma",
    }
}

vocabulary! {
    /// What an alignment points to: the enumeration `AlignmentTargetType` (Open Badges 3.0, appendix B).
    AlignmentTargetType, extended {
        /// A competency of CTDL-ASN:
        CeasnCompetency = "ceasn:Competency",
        /// A credential of CTDL:
        CetermsCredential = "ceterms:Credential",
        /// An item of a framework of CASE:
        CfItem = "CFItem",
        /// A rubric of CASE:
        CfRubric = "CFRubric",
        /// A criterion of a rubric of CASE:
        CfRubricCriterion = "CFRubricCriterion",
        /// A level of a criterion of CASE:
        CfRubricCriterionLevel = "CFRubricCriterionLevel",
        /// Something described in CTDL:
        Ctdl = "CTDL",
    }
}

vocabulary! {
    /// What an identifier is: the enumeration `IdentifierTypeEnum` (Open Badges 3.0, appendix B).
    IdentifierType, extended {
        Name = "name",
        SourcedId = "sourcedId",
        SystemId = "systemId",
        ProductId = "productId",
        UserName = "userName",
        AccountId = "accountId",
        EmailAddress = "emailAddress",
        NationalIdentityNumber = "nationalIdentityNumber",
        Isbn = "isbn",
        Issn = "issn",
        LisSourcedId = "lisSourcedId",
        OneRosterSourcedId = "oneRosterSourcedId",
        SisSourcedId = "sisSourcedId",
        LtiContextId = "ltiContextId",
        LtiDeploymentId = "ltiDeploymentId",
        LtiToolId = "ltiToolId",
        LtiPlatformId = "ltiPlatformId",
        LtiUserId = "ltiUserId",
        Identifier = "identifier",
    }
}

vocabulary! {
    /// What a result says: the enumeration `ResultType` (Open Badges 3.0, appendix B).
    ResultType, extended {
        GradePointAverage = "GradePointAverage",
        LetterGrade = "LetterGrade",
        Percent = "Percent",
        PerformanceLevel = "PerformanceLevel",
        PredictedScore = "PredictedScore",
        RawScore = "RawScore",
        Result = "Result",
        RubricCriterion = "RubricCriterion",
        RubricCriterionLevel = "RubricCriterionLevel",
        RubricScore = "RubricScore",
        ScaledScore = "ScaledScore",
        Status = "Status",
    }
}

vocabulary! {
    /// How far somebody is: the enumeration `ResultStatusType` (Open Badges 3.0, appendix B); nobody may add to these.
    ResultStatusType {
        Completed = "Completed",
        Enrolled = "Enrolled",
        Failed = "Failed",
        InProgress = "InProgress",
        OnHold = "OnHold",
        Provisional = "Provisional",
        Withdrew = "Withdrew",
    }
}

vocabulary! {
    /// What a bit of a status list means: `statusPurpose` (Bitstring Status List 1.0, section 2.1); nobody may add to these here.
    StatusPurpose {
        /// Taken back for good:
        Revocation = "revocation",
        /// Taken back for a time:
        Suspension = "suspension",
        /// There is a newer one:
        Refresh = "refresh",
        /// A message of the issuer's:
        Message = "message",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_words_and_extensions_are_read() {
        for kind in AchievementType::NAMED {
            assert_eq!(kind.as_str().parse().as_ref(), Ok(kind));
        }
        assert_eq!(AchievementType::NAMED.len(), 31);
        assert_eq!(IdentifierType::NAMED.len(), 19);
        assert_eq!(ResultType::NAMED.len(), 12);
        let ours: AchievementType = "ext:CafeIAAnimation".parse().unwrap();
        assert_eq!(ours.as_str(), "ext:CafeIAAnimation");
        assert_eq!(ours, Extension::new("ext:CafeIAAnimation").unwrap().into());
        assert_eq!(
            "ext:ESCO:Skill"
                .parse::<AlignmentTargetType>()
                .unwrap()
                .to_string(),
            "ext:ESCO:Skill"
        );
        for bad in [
            "", "badge", "Medal", "ext:", "ext:é", "ext:a b", "EXT:a", "xext:a",
        ] {
            assert!(bad.parse::<AchievementType>().is_err(), "{bad:?}");
        }
        assert!("ESCO:Skill".parse::<AlignmentTargetType>().is_err());
        assert!("ext:Paused".parse::<ResultStatusType>().is_err());
    }
}
