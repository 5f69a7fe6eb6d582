//! The directory: searched, shown, written to, and told of.

mod card;
mod machine;
mod person;
mod relay;
pub(in crate::web) mod search;

pub use self::{
    machine::{
        all as people_json, pages as sitemap_pages, people as sitemap_people, robots, sitemap,
    },
    person::show,
    relay::{
        confirm_form, confirm_letter, confirm_letter_form, confirm_profile, report_form,
        report_letter, report_letter_form, report_profile, write_form, write_letter,
    },
    search::people,
};

use crate::{
    access::policy::{self, Deed},
    directory::Viewer,
    web::access::Visitor,
};

/// Who looks: the policy says what members see.
pub(super) fn viewer(visitor: &Visitor) -> Viewer {
    let roles = visitor.account.as_ref().map(|account| account.roles());
    if policy::may(roles.as_ref(), Deed::SeeForMembers, false) {
        Viewer::Member
    } else {
        Viewer::Public
    }
}
