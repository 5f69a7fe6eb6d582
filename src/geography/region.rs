//! The regions of France: which departments each has. Codes and names are those of INSEE (Code officiel géographique 2026).

/// A region: its INSEE code, its name, its departments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its INSEE code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    departments: &'static str,
}

const fn region(code: &'static str, name: &'static str, departments: &'static str) -> Region {
    Region {
        code,
        name,
        departments,
    }
}

/// Every region, in the order of their names. What lies overseas and is in no region is not here.
pub const REGIONS: &[Region] = &[
    region(
        "84",
        "Auvergne-Rhône-Alpes",
        "01 03 07 15 26 38 42 43 63 69 73 74",
    ),
    region("27", "Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
    region("53", "Bretagne", "22 29 35 56"),
    region("24", "Centre-Val de Loire", "18 28 36 37 41 45"),
    region("94", "Corse", "2A 2B"),
    region("44", "Grand Est", "08 10 51 52 54 55 57 67 68 88"),
    region("01", "Guadeloupe", "971"),
    region("03", "Guyane", "973"),
    region("32", "Hauts-de-France", "02 59 60 62 80"),
    region("11", "Île-de-France", "75 77 78 91 92 93 94 95"),
    region("04", "La Réunion", "974"),
    region("02", "Martinique", "972"),
    region("06", "Mayotte", "976"),
    region("28", "Normandie", "14 27 50 61 76"),
    region(
        "75",
        "Nouvelle-Aquitaine",
        "16 17 19 23 24 33 40 47 64 79 86 87",
    ),
    region("76", "Occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    region("52", "Pays de la Loire", "44 49 53 72 85"),
    region("93", "Provence-Alpes-Côte d'Azur", "04 05 06 13 83 84"),
];

/// The region of a department, where it is in one.
pub fn region_of(department: &str) -> Option<&'static Region> {
    REGIONS
        .iter()
        .find(|region| region.departments.split(' ').any(|code| code == department))
}

/// The region with a code.
pub fn find_region(code: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::departments;

    #[test]
    fn each_department_is_in_one_region() {
        let all: Vec<&str> = REGIONS
            .iter()
            .flat_map(|region| region.departments.split(' '))
            .collect();
        assert_eq!(all.len(), 101);
        for (code, _) in departments() {
            let times = all.iter().filter(|one| **one == code).count();
            // Lands overseas that are no departments are in no region.
            let is_department = !matches!(
                code,
                "975" | "977" | "978" | "984" | "986" | "987" | "988" | "989"
            );
            assert_eq!(times, usize::from(is_department), "{code}");
        }
        assert_eq!(region_of("35").map(|region| region.name), Some("Bretagne"));
        assert_eq!(region_of("988"), None);
        assert!(find_region("11").is_some() && find_region("12").is_none());
    }
}
