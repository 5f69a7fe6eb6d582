//! What each role may do: one table, a row a deed. Nothing else in the program decides it.

use std::collections::BTreeSet;

use super::account::Role;

/// Something that somebody may wish to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// See a personal space, and what is stored in it.
    SeeSpace,
    /// Change or erase a personal space.
    ChangeSpace,
    /// See the administration's first page.
    SeeAdministration,
    /// See the modules with what is wrong in them, and the achievements.
    SeeContents,
    /// Write achievements that are given by hand.
    WriteAchievements,
    /// Give badges by hand, of the achievements that let the role.
    GiveBadges,
    /// Take a badge back, suspend it, let it hold again.
    SetStanding,
    /// See what the answers to a module say of its questions.
    SeeFigures,
    /// See who has an account and which roles.
    SeeMembers,
    /// Give a role or take it back.
    ChangeRoles,
    /// See the reviews that wait.
    SeeReviews,
    /// Decide on a result near the bar of a certification; nobody decides on their own.
    DecideResults,
    /// Supervise questionnaires; the flow asks for a badge that holds, or a founding reviewer.
    Supervise,
    /// Read the stories that one is asked to read.
    ReadStories,
    /// See all dossiers, without their stories.
    SeeDossiers,
    /// Name founding reviewers.
    NameFounders,
    /// See the queue.
    SeeJobs,
    /// Send again what was given up.
    ReviveJob,
    /// See who did what.
    SeeAudit,
    /// See the settings.
    SeeSettings,
    /// Adhere to the charter, for oneself or for an organisation that one speaks for, and leave it.
    Adhere,
    /// Have the files of those who adhere; one's own adherence makes it one's own.
    SeeKit,
    /// See who adheres to the charter.
    SeeAdherents,
    /// End somebody's adherence.
    EndAdherence,
    /// Answer for somebody who is certified.
    Vouch,
    /// Recommend an achievement for an organisation that adheres to the charter; one's own adherence makes it one's own.
    EndorseAchievement,
    /// See who endorses what, and take it away.
    ModerateEndorsements,
    /// See what people of the directory show to members alone.
    SeeForMembers,
    /// See what is told of the directory, hide profiles.
    ModerateDirectory,
    /// See how many have letters about events.
    SeeSubscriptions,
    /// Write one's own events; the flow asks for an adherence to the charter before they are announced.
    Organise,
    /// See the events that wait for an agreement, agree or not, take events over from elsewhere.
    AgreeEvents,
    /// See the sums of reports of cafés; the flow keeps who coordinates a territory to it.
    SeeReports,
    /// Read, publish, refuse and hide what is said; the flow asks whose event it was said after.
    ModerateVoices,
    /// See who registered for one's own events.
    SeeRegistrations,
    /// Write down who came to one's own events.
    CheckIn,
    /// Write to all who registered for one's own events.
    WriteToRegistered,
    /// Erase the names of those who registered for one's own events, before time does.
    ForgetRegistered,
}

/// What a cell of the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    /// Never.
    No,
    /// With what is one's own.
    Own,
    /// With anything.
    Any,
}

use Deed::*;
use May::{Any, No, Own};

/// The columns: a visitor without an account, a member, then the roles in the order of [`Role::ALL`].
const TABLE: &[(Deed, [May; 7])] = &[
    //                 visitor member animator reviewer coordinator author admin
    (SeeSpace, [No, Own, Own, Own, Own, Own, Own]),
    (ChangeSpace, [No, Own, Own, Own, Own, Own, Own]),
    (SeeAdministration, [No, No, No, Any, Any, Any, Any]),
    (SeeContents, [No, No, No, No, No, Any, Any]),
    (WriteAchievements, [No, No, No, No, No, No, Any]),
    (GiveBadges, [No, No, Any, No, Any, No, Any]),
    (SetStanding, [No, No, No, No, Any, No, Any]),
    (SeeFigures, [No, No, No, No, No, Any, Any]),
    (SeeMembers, [No, No, No, No, No, No, Any]),
    (ChangeRoles, [No, No, No, No, No, No, Any]),
    (SeeReviews, [No, No, No, Any, Any, No, Any]),
    (DecideResults, [No, No, No, Any, Any, No, No]),
    (Supervise, [No, No, Own, Own, No, No, No]),
    (ReadStories, [No, No, No, Own, No, No, No]),
    (SeeDossiers, [No, No, No, No, Any, No, Any]),
    (NameFounders, [No, No, No, No, No, No, Any]),
    (SeeJobs, [No, No, No, No, No, No, Any]),
    (ReviveJob, [No, No, No, No, No, No, Any]),
    (SeeAudit, [No, No, No, No, No, No, Any]),
    (SeeSettings, [No, No, No, No, No, No, Any]),
    (Adhere, [No, Own, Own, Own, Own, Own, Own]),
    (SeeKit, [No, Own, Own, Own, Own, Own, Any]),
    (SeeAdherents, [No, No, No, No, Any, No, Any]),
    (EndAdherence, [No, No, No, No, No, No, Any]),
    (Vouch, [No, No, No, No, Any, No, No]),
    (EndorseAchievement, [No, Own, Own, Own, Own, Own, Own]),
    (ModerateEndorsements, [No, No, No, No, No, No, Any]),
    (SeeForMembers, [No, Any, Any, Any, Any, Any, Any]),
    (ModerateDirectory, [No, No, No, No, No, No, Any]),
    (SeeSubscriptions, [No, No, No, No, No, No, Any]),
    (Organise, [No, Own, Own, Own, Own, Own, Own]),
    (AgreeEvents, [No, No, No, No, Any, No, Any]),
    (SeeReports, [No, No, No, No, Any, No, Any]),
    (ModerateVoices, [No, Own, Own, Own, Any, Own, Any]),
    (SeeRegistrations, [No, Own, Own, Own, Own, Own, Own]),
    (CheckIn, [No, Own, Own, Own, Own, Own, Own]),
    (WriteToRegistered, [No, Own, Own, Own, Own, Own, Own]),
    (ForgetRegistered, [No, Own, Own, Own, Own, Own, Own]),
];

/// Whether somebody with these roles (`None`: a visitor without an account) may do this; `own` says that the thing is theirs.
pub fn may(roles: Option<&BTreeSet<Role>>, deed: Deed, own: bool) -> bool {
    let cells = TABLE
        .iter()
        .find(|(row, _)| *row == deed)
        .map_or([No; 7], |(_, cells)| *cells);
    let allows = |column: usize| match cells[column] {
        No => false,
        Own => own,
        Any => true,
    };
    match roles {
        None => allows(0),
        Some(roles) => {
            allows(1)
                || Role::ALL
                    .iter()
                    .enumerate()
                    .any(|(place, role)| roles.contains(role) && allows(place + 2))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written a second time, in words, so that a slip in the table is seen: who may do it with what is their own, then with anything.
    const WORDS: &[(Deed, &str, &str)] = &[
        (
            SeeSpace,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (
            ChangeSpace,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (
            SeeAdministration,
            "reviewer coordinator author admin",
            "reviewer coordinator author admin",
        ),
        (SeeContents, "author admin", "author admin"),
        (WriteAchievements, "admin", "admin"),
        (
            GiveBadges,
            "animator coordinator admin",
            "animator coordinator admin",
        ),
        (SetStanding, "coordinator admin", "coordinator admin"),
        (SeeFigures, "author admin", "author admin"),
        (SeeMembers, "admin", "admin"),
        (ChangeRoles, "admin", "admin"),
        (
            SeeReviews,
            "reviewer coordinator admin",
            "reviewer coordinator admin",
        ),
        (
            DecideResults,
            "reviewer coordinator",
            "reviewer coordinator",
        ),
        (Supervise, "animator reviewer", ""),
        (ReadStories, "reviewer", ""),
        (SeeDossiers, "coordinator admin", "coordinator admin"),
        (NameFounders, "admin", "admin"),
        (SeeJobs, "admin", "admin"),
        (ReviveJob, "admin", "admin"),
        (SeeAudit, "admin", "admin"),
        (SeeSettings, "admin", "admin"),
        (
            Adhere,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (
            SeeKit,
            "member animator reviewer coordinator author admin",
            "admin",
        ),
        (SeeAdherents, "coordinator admin", "coordinator admin"),
        (EndAdherence, "admin", "admin"),
        (Vouch, "coordinator", "coordinator"),
        (
            EndorseAchievement,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (ModerateEndorsements, "admin", "admin"),
        (
            SeeForMembers,
            "member animator reviewer coordinator author admin",
            "member animator reviewer coordinator author admin",
        ),
        (ModerateDirectory, "admin", "admin"),
        (SeeSubscriptions, "admin", "admin"),
        (
            Organise,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (AgreeEvents, "coordinator admin", "coordinator admin"),
        (SeeReports, "coordinator admin", "coordinator admin"),
        (
            ModerateVoices,
            "member animator reviewer coordinator author admin",
            "coordinator admin",
        ),
        (
            SeeRegistrations,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (
            CheckIn,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (
            WriteToRegistered,
            "member animator reviewer coordinator author admin",
            "",
        ),
        (
            ForgetRegistered,
            "member animator reviewer coordinator author admin",
            "",
        ),
    ];

    #[test]
    fn each_cell_says_what_was_meant() {
        let mut cells = 0;
        for &(deed, own, any) in WORDS {
            let who = [("visitor", None), ("member", Some(BTreeSet::new()))]
                .into_iter()
                .chain(Role::ALL.map(|role| (role.name(), Some(BTreeSet::from([role])))));
            for (name, roles) in who {
                for (words, is_own) in [(own, true), (any, false)] {
                    let meant = words.split(' ').any(|word| word == name);
                    assert_eq!(
                        may(roles.as_ref(), deed, is_own),
                        meant,
                        "{name} {deed:?} own: {is_own}"
                    );
                    cells += 1;
                }
            }
        }
        assert_eq!(
            cells,
            TABLE.len() * 7 * 2,
            "no row of the table is without words"
        );
    }

    #[test]
    fn roles_add_up() {
        let both = BTreeSet::from([Role::Author, Role::Reviewer]);
        assert!(may(Some(&both), SeeContents, false) && may(Some(&both), SeeReviews, false));
        assert!(!may(Some(&both), ChangeRoles, false));
    }
}
